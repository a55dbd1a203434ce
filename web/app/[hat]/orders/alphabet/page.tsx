import { AlphabetPage } from '../../../../src/orders/alphabet-page.js'

export default function Page() {
  return <AlphabetPage />
}
