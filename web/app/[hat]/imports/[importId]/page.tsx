import { ImportPage } from '../../../../src/imports/import-page.js'

export default function Page() {
  return <ImportPage />
}
