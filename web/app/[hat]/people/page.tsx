import { PeoplePage } from '../../../src/people/people-page.js'

export default function Page() {
  return <PeoplePage />
}
