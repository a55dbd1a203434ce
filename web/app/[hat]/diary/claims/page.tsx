import { OwnClaimsPage } from '../../../../src/diary/own-claims-page.js'

export default function Page() {
  return <OwnClaimsPage />
}
