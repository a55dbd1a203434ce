import { TheftsPage } from '../../../../src/security/thefts-page.js'

export default function Page() {
  return <TheftsPage />
}
