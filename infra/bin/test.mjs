// `npm test`: installs and builds what is missing, then runs every suite. Arguments go to Jest.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, checkNode, install, root } from './prepare.mjs'

checkNode()
install()
build()

const environment = {
  ...process.env,
  // Sources are ES modules; Jest loads them with Node's own module machinery.
  NODE_OPTIONS: [
    process.env.NODE_OPTIONS,
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
  ]
    .filter(Boolean)
    .join(' '),
  // Far from any zone of a Russian school: what mixes up the school's day with the machine's own fails here.
  TZ: 'Pacific/Auckland',
  APOLLO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
}
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js')
const child = spawn(process.execPath, [jest, '--maxWorkers=2', ...process.argv.slice(2)], {
  cwd: root,
  env: environment,
  stdio: 'inherit',
})
// Jest stops by itself on Ctrl-C and takes its database down; we wait for it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void child.kill(signal))
child.once('exit', (code) => process.exit(code ?? 1))
