// `npm run replay`: sends the facts of a running installation to its consumers anew. Arguments are handed on.
import { build, checkNode, install } from './prepare.mjs'

checkNode()
install()
build()
await import('../dist/replay.js')
