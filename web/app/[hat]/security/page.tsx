import { AppointmentsPage } from '../../../src/security/appointments-page.js'

export default function Page() {
  return <AppointmentsPage />
}
