import { AccessPage } from '../../../../src/security/access-page.js'

export default function Page() {
  return <AccessPage />
}
