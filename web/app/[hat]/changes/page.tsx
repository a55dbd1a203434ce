import { ChangesPage } from '../../../src/changes/changes-page.js'

export default function Page() {
  return <ChangesPage />
}
