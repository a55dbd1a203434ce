import { TheftPage } from '../../../../../src/security/theft-page.js'

export default function Page() {
  return <TheftPage />
}
