import { SetUpPage } from '../../../src/setup/setup-page.js'

export default function Page() {
  return <SetUpPage />
}
