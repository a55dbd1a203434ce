import { HeadCountPage } from '../../../../src/orders/head-count-page.js'

export default function Page() {
  return <HeadCountPage />
}
