// `npm run demo`: the main job without a screen, start to end. Arguments are handed on.
import { build, checkNode, install } from './prepare.mjs'

checkNode()
install()
build()
await import('../dist/demo/main.js')
