// `npm start`: everything that is needed on a machine with Node and nothing else, then the installation itself.
import { build, checkNode, install } from './prepare.mjs'

checkNode()
install()
build()
await import('../dist/launch/main.js')
