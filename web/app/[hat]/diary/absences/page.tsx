import { AbsencesPage } from '../../../../src/diary/absences-page.js'

export default function Page() {
  return <AbsencesPage />
}
