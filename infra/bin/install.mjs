// Installs what the lock file asks for, unless it is there already.
import { checkNode, install } from './prepare.mjs'

checkNode()
install()
