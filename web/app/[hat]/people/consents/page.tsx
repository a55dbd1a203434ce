import { ConsentsPage } from '../../../../src/people/consents-page.js'

export default function Page() {
  return <ConsentsPage />
}
