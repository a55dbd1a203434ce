import { DuplicatesPage } from '../../../../src/people/duplicates-page.js'

export default function Page() {
  return <DuplicatesPage />
}
