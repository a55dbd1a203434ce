import { GapsPage } from '../../../../src/people/gaps-page.js'

export default function Page() {
  return <GapsPage />
}
