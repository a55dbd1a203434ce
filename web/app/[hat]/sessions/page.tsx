import { SessionsPage } from '../../../src/session/sessions-page.js'

export default function Page() {
  return <SessionsPage />
}
