// `npm start`, after installing and building: starts an installation, and stops it on Ctrl-C.
import { Complaint } from '../complaint.js'
import { readRecord } from '../postgres/cluster.js'
import { quitServer } from '../postgres/orphan.js'
import { firstStart } from '../school/first-start.js'
import { startInstallation, type Installation } from './installation.js'
import { killRunning } from './run-file.js'
import { readSettings, type LaunchSettings } from './settings.js'
import { closingTable } from './table.js'

// One Ctrl-C reaches us twice, from the terminal and handed on by npm; only a later one is meant as the second.
const sameKeystrokeMs = 1_000

async function main(): Promise<void> {
  // A terminal that was closed, or `| head`: there is nobody to read, and no reason to stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const settings = readSettings(process.env)
  const interrupted = new AbortController()
  const stopped = stopOnSignal(settings.data, interrupted)
  const installation = await startInstallation({ ...optionsFrom(settings), signal: interrupted.signal })
  console.log(await closing(installation, settings))
  await stopped
  await close(installation)
}

function optionsFrom(settings: LaunchSettings) {
  const { data, host, ports, demo, database, passedOn, publicUrl } = settings
  return { data, host, ports, demo, database, passedOn, web: true, ...(publicUrl ? { publicUrl } : {}) }
}

/** The closing table. When the first school cannot be made nothing is left running. */
async function closing(installation: Installation, settings: LaunchSettings): Promise<string> {
  const { demo, data, schoolName, timeZone } = settings
  try {
    const first = demo ? undefined : await firstStart(installation.env, schoolName, timeZone)
    const publicUrl = settings.publicUrl ?? installation.urls.web
    return closingTable({ urls: installation.urls, publicUrl, data, demo, first })
  } catch (error) {
    await installation.stop()
    throw error
  }
}

/** Resolves at the first Ctrl-C (or SIGTERM, SIGHUP); a later one ends everything without waiting. */
function stopOnSignal(data: string, interrupted: AbortController): Promise<void> {
  return new Promise((resolve) => {
    let first = 0
    const onSignal = () => {
      if (first === 0) {
        first = Date.now()
        console.log('Останавливаюсь (ещё раз Ctrl-C — немедленно)')
        interrupted.abort()
        resolve()
      } else if (Date.now() - first > sameKeystrokeMs) {
        killRunning(data)
        quitServer(readRecord(data).folder)
        process.exit(130)
      }
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  })
}

async function close(installation: Installation): Promise<void> {
  await installation.stop()
  console.log('Остановлено, данные сохранены.')
}

try {
  await main()
  process.exit(0)
} catch (error) {
  console.error(error instanceof Complaint ? error.message : error)
  process.exit(1)
}
