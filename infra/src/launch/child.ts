// A process of the installation that is meant to run for good: when it dies it is started again, later and later.
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openFreshLog } from './log-file.js'
import type { Environment } from './environment.js'
import { rootFolder } from './plan.js'

export type ChildSpec = {
  readonly name: string
  /** Arguments for `node`, the file first. */
  readonly command: readonly string[]
  readonly environment: Environment
  /** Its output; kept apart from the launcher's, so that a death of the launcher does not break its pipe. */
  readonly logFile: string
}

/** How it ended: "код 1" or "сигнал SIGKILL", and when it will be started again. */
export type Death = {
  readonly name: string
  readonly how: string
  readonly restartInMs: number
  /** Deaths in a row, each within a minute of its start. */
  readonly inARow: number
  readonly logFile: string
}

export type Child = {
  readonly name: string
  readonly logFile: string
  /** Number of the running process; undefined between a death and the next start. */
  pid(): number | undefined
  /** Deaths in a row since it last ran for a minute. */
  deathsInARow(): number
  /** `kill -9`, as a machine out of memory would. With `revive: false` it stays dead until `restart`. */
  kill(options?: { readonly revive?: boolean }): Promise<void>
  /** Stops it if it runs and starts it anew at once. */
  restart(): Promise<void>
  /** Asks it to stop, after `graceMs` makes it; it is not started again. */
  stop(graceMs?: number): Promise<void>
}

const firstDelayMs = 1_000
const longestDelayMs = 30_000
/** Having run this long it counts as well, and the next death is the first again. */
const wellAfterMs = 60_000

/** The pause before the start that follows death number `inARow` (1, 2, …): 1, 2, 4, … at most 30 seconds. */
export const restartDelayMs = (inARow: number): number =>
  Math.min(firstDelayMs * 2 ** Math.min(inARow - 1, 10), longestDelayMs)

/** Who wants to know: of each unwanted death, and of each start after the first. */
export type Watcher = { readonly onDeath: (death: Death) => void; readonly onRestart: () => void }

/** Starts it and keeps it running until `stop`. */
export function keepRunning(spec: ChildSpec, watcher: Watcher): Child {
  const child = new KeptChild(spec, watcher)
  child.start()
  return child
}

class KeptChild implements Child {
  readonly name: string
  readonly logFile: string
  #running: { readonly process: ChildProcess; readonly ended: Promise<void> } | undefined
  #wanted = true
  #inARow = 0
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly spec: ChildSpec,
    private readonly watcher: Watcher,
  ) {
    this.name = spec.name
    this.logFile = spec.logFile
  }

  pid(): number | undefined {
    return this.#running?.process.pid
  }

  deathsInARow(): number {
    return this.#inARow
  }

  start(): void {
    const startedAt = Date.now()
    const child = spawnChild(this.spec)
    const ended = new Promise<void>((resolve) => {
      // A program that cannot be started ends with an error, one that ran with an exit; we hear of one end.
      const end = (how: string) => {
        if (this.#running?.process !== child) return
        this.#running = undefined
        resolve()
        if (this.#wanted) this.#mourn(how, Date.now() - startedAt)
      }
      child.once('error', (error) => end(error.message))
      child.once('exit', (code, signal) => {
        // Whatever it had started of its own (typesetters, browsers) would go on with nobody to answer to.
        signalGroup(child, 'SIGKILL')
        end(signal ? `сигнал ${signal}` : `код ${code}`)
      })
    })
    this.#running = { process: child, ended }
  }

  async stop(graceMs = 10_000): Promise<void> {
    await this.#rest((child) => {
      child.kill('SIGTERM')
      const late = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs)
      child.once('exit', () => clearTimeout(late))
    })
  }

  async kill({ revive = true }: { readonly revive?: boolean } = {}): Promise<void> {
    if (!revive) return this.#rest((child) => child.kill('SIGKILL'))
    const running = this.#running
    running?.process.kill('SIGKILL')
    await running?.ended
  }

  async restart(): Promise<void> {
    await this.stop()
    this.#wanted = true
    this.#inARow = 0
    this.start()
    this.watcher.onRestart()
  }

  async #rest(end: (child: ChildProcess) => void): Promise<void> {
    this.#wanted = false
    clearTimeout(this.#timer)
    const running = this.#running
    if (!running) return
    end(running.process)
    await running.ended
  }

  #mourn(how: string, livedMs: number): void {
    this.#inARow = livedMs > wellAfterMs ? 1 : this.#inARow + 1
    const restartInMs = restartDelayMs(this.#inARow)
    this.#timer = setTimeout(() => {
      this.start()
      this.watcher.onRestart()
    }, restartInMs)
    const { name, logFile } = this
    this.watcher.onDeath({ name, how, restartInMs, inARow: this.#inARow, logFile })
  }
}

function spawnChild(spec: ChildSpec): ChildProcess {
  const log = openFreshLog(spec.logFile)
  // What the processes write (documents, archives) is for the account that runs them; they inherit this from us.
  const ours = process.umask(0o077)
  try {
    return spawn(process.execPath, spec.command, {
      cwd: rootFolder,
      env: { ...spec.environment },
      // The channel carries nothing: its end tells the process that its launcher is gone.
      stdio: ['ignore', log, log, 'ipc'],
      // A group of its own: Ctrl-C at the terminal reaches the launcher alone, which stops all in order.
      detached: true,
    })
  } finally {
    process.umask(ours)
    closeSync(log)
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // Nobody of the group is left: what we wanted.
  }
}

/** Waits until `url` answers 200; false when `giveUp` says so or `deadlineMs` has passed. */
export async function waitUntilReady(
  url: string,
  deadlineMs: number,
  giveUp: () => boolean,
): Promise<boolean> {
  const until = Date.now() + deadlineMs
  while (!giveUp() && Date.now() < until) {
    const ready = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'manual' })
      .then(async (answer) => {
        await answer.arrayBuffer()
        // The portal's first page may send one on to sign in, which is an answer too.
        return answer.status >= 200 && answer.status < 400
      })
      .catch(() => false)
    if (ready) return true
    await sleep(100)
  }
  return false
}
