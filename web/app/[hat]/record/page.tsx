import { MarkChangesPage } from '../../../src/record/mark-changes-page.js'

export default function Page() {
  return <MarkChangesPage />
}
