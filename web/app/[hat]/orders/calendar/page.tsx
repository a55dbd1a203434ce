import { CalendarPage } from '../../../../src/calendar/calendar-page.js'

export default function Page() {
  return <CalendarPage />
}
