import { NewYearPage } from '../../../../src/new-year/new-year-page.js'

export default function Page() {
  return <NewYearPage />
}
