import { JournalsPage } from '../../../src/journals/journals-page.js'

export default function Page() {
  return <JournalsPage />
}
