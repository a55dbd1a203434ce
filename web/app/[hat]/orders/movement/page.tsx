import { MovementPage } from '../../../../src/orders/movement-page.js'

export default function Page() {
  return <MovementPage />
}
