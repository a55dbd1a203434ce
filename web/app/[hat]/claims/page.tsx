import { ClaimsPage } from '../../../src/claims/claims-page.js'

export default function Page() {
  return <ClaimsPage />
}
