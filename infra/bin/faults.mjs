// `npm run faults [-- --short] [--json FILE] [--only NAME]`: breaks a running installation on purpose and looks whether
// anything was lost, doubled or changed. Needs the development dependencies.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, checkNode, install, root } from './prepare.mjs'

checkNode()
install()
build()
const program = ['--import', join(root, 'infra/bin/typescript.mjs'), join(root, 'infra/faults/main.ts')]
const ended = spawnSync(process.execPath, [...program, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(ended.status ?? 1)
