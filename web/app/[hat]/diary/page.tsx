import { DiaryPage } from '../../../src/diary/diary-page.js'

export default function Page() {
  return <DiaryPage />
}
