// Loaded before a process of the installation (`--import`). Its clock goes wrong by as many milliseconds as stand in the
// file that FAULTS_CLOCK_FILE names: only what Node takes for the time of day, timers and the database keep theirs. And
// the disk under FAULTS_SLOW_FOLDER takes as many milliseconds for each write as stand in `<folder>.slow`.
import promises from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const clockFile = process.env.FAULTS_CLOCK_FILE
const slowFolder = process.env.FAULTS_SLOW_FOLDER
const True = globalThis.Date

function numberIn(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || 0
  } catch {
    return 0
  }
}

if (clockFile) {
  let offsetMs = numberIn(clockFile)
  setInterval(() => (offsetMs = numberIn(clockFile)), 100).unref()
  const now = () => True.now() + offsetMs
  globalThis.Date = new Proxy(True, {
    construct: (target, given, wanted) =>
      Reflect.construct(
        target,
        given.length > 0 ? given : [now()],
        wanted === globalThis.Date ? target : wanted,
      ),
    apply: () => new True(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}

if (slowFolder) {
  const { open } = promises
  promises.open = async (path, ...rest) => {
    const handle = await open(path, ...rest)
    const eachMs = String(path).startsWith(slowFolder) ? numberIn(`${slowFolder}.slow`) : 0
    if (eachMs > 0) {
      const write = handle.writeFile.bind(handle)
      handle.writeFile = async (...given) => {
        await new Promise((resolve) => setTimeout(resolve, eachMs))
        return write(...given)
      }
    }
    return handle
  }
  syncBuiltinESMExports()
}
