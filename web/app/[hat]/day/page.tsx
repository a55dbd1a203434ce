import { DayPage } from '../../../src/day/day-page.js'

export default function Page() {
  return <DayPage />
}
