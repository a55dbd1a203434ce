import { ClaimsControlPage } from '../../../../src/claims/claims-control-page.js'

export default function Page() {
  return <ClaimsControlPage />
}
