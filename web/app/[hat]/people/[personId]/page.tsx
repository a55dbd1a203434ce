import { CardPage } from '../../../../src/people/card-page.js'

export default function Page() {
  return <CardPage />
}
