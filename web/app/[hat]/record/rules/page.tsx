import { RulesPage } from '../../../../src/record/rules-page.js'

export default function Page() {
  return <RulesPage />
}
