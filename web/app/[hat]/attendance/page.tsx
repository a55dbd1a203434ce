import { AttendancePage } from '../../../src/attendance/attendance-page.js'

export default function Page() {
  return <AttendancePage />
}
