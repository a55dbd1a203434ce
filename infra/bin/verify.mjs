// `npm run verify -- FOLDER_OR_FILE`: checks a snapshot or a ledger. Needs no server and, once built, no build:
// a person with an archive in hand may have changed the sources, or have no network.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, checkNode, install, root } from './prepare.mjs'

const program = join(root, 'services/reporting/dist/src/verify/main.js')
checkNode()
if (!existsSync(program) || !existsSync(join(root, 'node_modules'))) {
  install()
  build()
}
await import(program)
