import { SubjectsPage } from '../../../../src/diary/subjects-page.js'

export default function Page() {
  return <SubjectsPage />
}
