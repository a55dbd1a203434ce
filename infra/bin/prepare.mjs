// What each command does before its own work: looks at Node, installs, builds. Nothing from node_modules is
// imported here: it may not be there yet.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const least = [20, 18]

/** Ends the command when Node is older than 20.18. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > least[0] || (major === least[0] && minor >= least[1])) return
  stop(
    `Нужен Node ${least.join('.')} или новее, а это ${process.versions.node}: обновите Node (https://nodejs.org).`,
  )
}

/** Installs by the lock file, unless what is installed agrees with it. */
export function install() {
  if (isInstalled()) return
  console.log('Устанавливаются зависимости (первый раз — около минуты)')
  // The build needs the development dependencies whatever NODE_ENV says.
  const npm = process.env.npm_execpath
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  run(program, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    failure: 'Установить зависимости не удалось: проверьте сеть и запустите снова.',
  })
}

/**
 * Builds all workspaces. When no source has changed since the last build this takes the time of looking at the
 * files, not the second that turbo needs to find out the same.
 */
export function build() {
  const stamp = sourceStamp()
  const stampFile = join(root, '.turbo', 'zhurnal-built')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && isBuilt()) return
  console.log('Сборка (первый раз — около минуты)')
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo')
  run(process.execPath, [turbo, 'run', 'build', '--output-logs=errors-only', '--concurrency=3'], {
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    failure: 'Собрать не удалось: ошибка выше.',
  })
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp)
}

/** Runs a program in the root, its output shown; ends the command with its failure when it fails. */
export function run(program, args, { env = process.env, failure } = {}) {
  const result = spawnSync(program, args, { cwd: root, env, stdio: 'inherit' })
  if (result.status === 0) return
  stop(failure ?? `Не выполнилось: ${program} ${args.join(' ')}`, result.status ?? 1)
}

/** Ends the command with one line. */
export function stop(line, code = 1) {
  console.error(line)
  process.exit(code)
}

// npm keeps beside the packages what it has put there; each package that the lock file asks for on every machine
// must stand there with the same version.
function isInstalled() {
  const file = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(file)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(file, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, entry]) =>
      !path.includes('node_modules/') ||
      entry.optional ||
      entry.link ||
      present[path]?.version === entry.version,
  )
}

const sources = ['services', 'gateway', 'web', 'infra/src', 'codegen.ts', 'turbo.json', 'tsconfig.base.json']
const made = new Set(['node_modules', 'dist', 'generated', '.next', '.turbo', 'coverage'])

function sourceStamp() {
  const hash = createHash('sha256')
  hash.update(readFileSync(join(root, 'package-lock.json')))
  for (const source of sources) addToStamp(hash, source)
  return hash.digest('hex')
}

function addToStamp(hash, path) {
  const about = statSync(join(root, path), { throwIfNoEntry: false })
  if (!about) return
  if (!about.isDirectory()) return void hash.update(`${path} ${about.size} ${about.mtimeMs}\n`)
  for (const name of readdirSync(join(root, path)).sort()) {
    // Written by the build itself, into the source folder.
    if (!made.has(name) && name !== 'next-env.d.ts' && !name.endsWith('.tsbuildinfo'))
      addToStamp(hash, `${path}/${name}`)
  }
}

const outputs = [
  ...['roster', 'schedule', 'gradebook', 'reporting'].map((name) => `services/${name}/dist/src/main.js`),
  'services/kit/dist/provision.js',
  'services/reporting/dist/src/worker.js',
  'gateway/dist/main.js',
  'web/.next/BUILD_ID',
  'infra/dist/launch/main.js',
]

const isBuilt = () => outputs.every((file) => existsSync(join(root, file)))
