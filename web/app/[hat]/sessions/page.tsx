import { OwnLoginPage } from '../../../src/session/own-login-page.js'

export default function Page() {
  return <OwnLoginPage />
}
