import { PortfolioPage } from '../../../src/portfolio/portfolio-page.js'

export default function Page() {
  return <PortfolioPage />
}
