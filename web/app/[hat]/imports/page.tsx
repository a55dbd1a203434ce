import { ImportsPage } from '../../../src/imports/imports-page.js'

export default function Page() {
  return <ImportsPage />
}
