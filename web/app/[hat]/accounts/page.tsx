import { AccountsPage } from '../../../src/accounts/accounts-page.js'

export default function Page() {
  return <AccountsPage part="list" />
}
