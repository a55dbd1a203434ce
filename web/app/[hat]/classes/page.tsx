import { ClassesPage } from '../../../src/classes/classes-page.js'

export default function Page() {
  return <ClassesPage />
}
