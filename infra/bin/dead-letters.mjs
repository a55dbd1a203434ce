// `npm run dead-letters`: what a running installation was not able to do, and why. Arguments are handed on.
import { build, checkNode, install } from './prepare.mjs'

checkNode()
install()
build()
await import('../dist/dead-letters.js')
