import { OfficePage } from '../../../src/office/office-page.js'

export default function Page() {
  return <OfficePage />
}
