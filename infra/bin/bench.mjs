// `npm run bench [-- --only page,mark] [--schools 1,10,100] [--quick] [--json FILE] [--write]`: how fast it is, beside
// its floors; see docs/performance.md. Needs the development dependencies.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, checkNode, install, root } from './prepare.mjs'

checkNode()
install()
if (!process.argv.includes('--write')) build()
const program = ['--import', join(root, 'infra/bin/typescript.mjs'), join(root, 'infra/bench/main.ts')]
const ended = spawnSync(process.execPath, [...program, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(ended.status ?? 1)
