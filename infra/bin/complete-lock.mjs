// `node infra/bin/complete-lock.mjs [--check]`, after a change of dependencies. npm leaves out of the lock file what
// its registry did not have, such as builds of a compiler for other platforms, and then refuses the same file in
// `npm ci`, everywhere. This names them: an optional package of exactly the version that its parent asks for.
// `--check` changes nothing and fails when something is left out.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, stop } from './prepare.mjs'

const file = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))

const missing = []
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!isThere(path, name)) missing.push([name, describe(name, version, entry.dev)])
  }
}
if (process.argv.includes('--check')) {
  const names = missing.map(([name]) => name).join(', ')
  if (missing.length > 0) stop(`package-lock.json leaves out ${names}: run node infra/bin/complete-lock.mjs`)
} else if (missing.length > 0) {
  for (const [name, entry] of missing) lock.packages[`node_modules/${name}`] = entry
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
  console.log(`Added: ${missing.map(([name]) => name).join(', ')}`)
}

/** Whether package `name` is found from `path` the way Node looks for it: beside it, then further up. */
function isThere(path, name) {
  for (let from = path; ; from = from.slice(0, Math.max(from.lastIndexOf('/node_modules/'), 0))) {
    if (lock.packages[`${from ? `${from}/` : ''}node_modules/${name}`]) return true
    if (from === '') return false
  }
}

/** An entry of the lock file; platform and processor stand in the name of such a package. */
function describe(name, version, dev) {
  if (!/^\d/.test(version))
    stop(`${name} is asked for as ${version}: only an exact version can be written down`)
  const words = name.replaceAll('windows', 'win32').split(/[-/]/)
  const one = (known) => words.find((word) => known.includes(word))
  const os = one(['darwin', 'linux', 'win32', 'android', 'freebsd', 'openharmony'])
  const cpu = one(['x64', '64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'wasm32'])
  if (!os || !cpu) stop(`${name}: no platform can be read from the name`)
  const libc = os === 'linux' ? one(['gnu', 'musl']) : undefined
  return {
    version,
    cpu: [cpu === '64' ? 'x64' : cpu],
    ...(dev ? { dev } : {}),
    ...(libc ? { libc: [libc === 'gnu' ? 'glibc' : libc] } : {}),
    optional: true,
    os: [os],
  }
}
