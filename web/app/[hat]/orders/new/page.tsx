import { NewOrderPage } from '../../../../src/orders/new-order-page.js'

export default function Page() {
  return <NewOrderPage />
}
