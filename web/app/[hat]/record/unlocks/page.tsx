import { UnlocksPage } from '../../../../src/record/unlocks-page.js'

export default function Page() {
  return <UnlocksPage />
}
