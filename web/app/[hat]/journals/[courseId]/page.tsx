import { JournalPage } from '../../../../src/journal/journal-page.js'

export default function Page() {
  return <JournalPage />
}
