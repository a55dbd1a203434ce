import { ClassPage } from '../../../../src/classes/class-page.js'

export default function Page() {
  return <ClassPage />
}
