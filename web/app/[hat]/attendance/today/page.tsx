import { AbsentPage } from '../../../../src/attendance/absent-page.js'

export default function Page() {
  return <AbsentPage />
}
