import { OrderPage } from '../../../../src/orders/order-page.js'

export default function Page() {
  return <OrderPage />
}
