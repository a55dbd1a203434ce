// `npm run school -- create | list`: schools of an installation. Arguments are handed on.
import { build, checkNode, install } from './prepare.mjs'

checkNode()
install()
build()
await import('../dist/school/main.js')
