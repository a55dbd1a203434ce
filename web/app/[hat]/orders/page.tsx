import { OrdersPage } from '../../../src/orders/orders-page.js'

export default function Page() {
  return <OrdersPage />
}
