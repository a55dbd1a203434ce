import { ResultsPage } from '../../../src/results/results-page.js'

export default function Page() {
  return <ResultsPage />
}
