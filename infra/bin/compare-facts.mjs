// `npm run compare-facts`: has the services of a running installation compare their facts now. Arguments are handed on.
import { build, checkNode, install } from './prepare.mjs'

checkNode()
install()
build()
await import('../dist/compare-facts.js')
