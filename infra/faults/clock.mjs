// Loaded before a process of the installation (`--import`): its clock goes wrong by as many milliseconds as stand in the
// file that FAULTS_CLOCK_FILE names. Only what Node takes for the time of day; timers and the database keep theirs.
import { readFileSync } from 'node:fs'

const file = process.env.FAULTS_CLOCK_FILE
const True = globalThis.Date
let offsetMs = 0

function look() {
  try {
    offsetMs = Number(readFileSync(file ?? '', 'utf8')) || 0
  } catch {
    offsetMs = 0
  }
}

if (file) {
  look()
  setInterval(look, 100).unref()
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
