import { MyClassPage } from '../../../../src/my-class/my-class-page.js'

export default function Page() {
  return <MyClassPage part="pupils" />
}
