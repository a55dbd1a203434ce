// One running installation: database server, four services, worker, gateway, portal. `npm start` runs one until
// Ctrl-C, `npm run demo` and the end-to-end tests run one for as long as they need it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Complaint } from '../complaint.js'
import { keepRunning, waitUntilReady, type Child, type Death } from './child.js'
import { credentialsOf } from './credentials.js'
import { prepareDataFolder } from './data-folder.js'
import { openDatabases, type DatabaseServer } from './database-server.js'
import { choosePorts } from './choose-ports.js'
import { fillOnce } from './demonstration.js'
import {
  addressesOf,
  environmentOf,
  wholeEnvironment,
  type Addresses,
  type Circumstances,
  type Environment,
} from './environment.js'
import { lastLine } from './log-file.js'
import { lockData } from './lock.js'
import {
  builtCommand,
  processNames,
  russianName,
  type CommandOf,
  type Ports,
  type ProcessName,
} from './plan.js'
import { endLeftovers, removeRunFile, writeRunFile } from './run-file.js'
import type { DatabaseChoice } from './settings.js'

export type InstallationOptions = {
  /** The data folder, absolute. */
  readonly data: string
  /** `free`: any that are free (tests); `default`: those of the contract; or each by name. */
  readonly ports: 'free' | 'default' | Ports
  /** A demonstration installation: known logins, no forced change of password. */
  readonly demo: boolean
  /** Whether to fill the demonstration school if that has not been done yet; without it, as `demo` says. */
  readonly fill?: boolean
  /** Whether the portal runs too. */
  readonly web: boolean
  /** Address of an administrator of a server to use instead of the embedded one. */
  readonly postgresUrl?: string
  /** More than `postgresUrl` can say; it wins. */
  readonly database?: DatabaseChoice
  /** For tests: the embedded server flushes nothing to the disk. */
  readonly fast?: boolean
  /** Says nothing on the way. */
  readonly quiet?: boolean
  /** Where progress lines go; standard output unless told. */
  readonly say?: (line: string) => void
  /** Where people come in; loopback unless told. */
  readonly host?: string
  readonly publicUrl?: string
  /** Further variables for services, worker and gateway: `REDIS_URL`, `SMTP_URL`, in tests a clock. */
  readonly passedOn?: Readonly<Record<string, string>>
  /** Aborted: the start is broken off, and what runs already is stopped. */
  readonly signal?: AbortSignal
  /** Other programs than the built ones: for tests of the launcher. */
  readonly command?: CommandOf
}

export type Installation = {
  readonly urls: Addresses
  /** Every variable that the processes have among them, keys and database addresses included. */
  readonly env: Environment
  readonly data: string
  readonly children: ReadonlyMap<ProcessName, Child>
  /** `kill -9`. It is started again after a second, or with `revive: false` only by `restart`. */
  kill(name: ProcessName, options?: { readonly revive?: boolean }): Promise<void>
  /** Stops it if it runs, starts it anew and waits until it is ready. */
  restart(name: ProcessName): Promise<void>
  /** Stops the embedded server under the running services. */
  stopDatabase(): Promise<void>
  startDatabase(): Promise<void>
  /** Stops everything: portal, gateway, worker, services, database. Repeating it is fine. */
  stop(): Promise<void>
}

const readyDeadlineMs = 180_000
const restartDeadlineMs = 60_000
/** A process that died this often while everything was starting will not start. */
const hopelessAfterDeaths = 3

/**
 * Starts an installation and resolves when all of it is ready.
 * Throws Complaint, with nothing left running, when a port is taken, the data folder is in use or not fit, or a
 * process does not start.
 */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const say = options.quiet ? () => undefined : (options.say ?? ((line: string) => void console.log(line)))
  prepareDataFolder(options.data)
  const unlock = lockData(options.data)
  const undo: (() => Promise<void> | void)[] = [unlock]
  const unwind = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  try {
    return await start(options, say, undo, unwind)
  } catch (error) {
    await unwind()
    throw error
  }
}

async function start(
  options: InstallationOptions,
  say: (line: string) => void,
  undo: (() => Promise<void> | void)[],
  unwind: () => Promise<void>,
): Promise<Installation> {
  const { data, host = '127.0.0.1', signal = new AbortController().signal } = options
  const names = processNames.filter((name) => name !== 'web' || options.web)
  const left = await endLeftovers(data)
  if (left.length > 0) say(`Остановлены процессы прежнего запуска: ${left.join(', ')}`)
  const ports = await choosePorts(options.ports, names, host)
  const credentials = await credentialsOf(data, new Date())
  const urls = addressesOf(ports, host)

  const children = new Map<ProcessName, Child>()
  const remember = () => {
    const pids = new Map([...children].flatMap(([name, child]) => [[name, child.pid() ?? 0] as const]))
    writeRunFile(data, { urls, internalToken: credentials.internalToken }, pids)
  }
  undo.push(() => removeRunFile(data))

  say('Запускается база данных')
  const databases = await openDatabases({
    data,
    credentials,
    choice: options.database ?? choiceOf(options.postgresUrl),
    fast: options.fast ?? false,
    say,
  })
  undo.push(() => databases.stop())

  const about: Circumstances = {
    data,
    host,
    ports,
    credentials,
    publicUrl: options.publicUrl ?? urls.web,
    demo: options.demo,
    databases: databases.variables,
    passedOn: options.passedOn ?? {},
  }
  const command = options.command ?? builtCommand
  const launch = (name: ProcessName) => {
    const logFile = join(data, 'logs', `${name}.log`)
    const spec = {
      name,
      command: command(name, host, ports[name]),
      environment: environmentOf(name, about),
      logFile,
    }
    const child = keepRunning(spec, { onDeath: (death) => say(obituary(death)), onRestart: remember })
    children.set(name, child)
    remember()
    undo.push(() => child.stop())
  }
  await launchInOrder({ names, launch, children, urls, ports, command, say, signal })
  const installation = assemble({ options, about, urls, children, databases, stop: unwind })
  if (options.fill ?? options.demo) await fillOnce(about, say, signal)
  checkNotAborted(signal)
  return installation
}

type Launching = {
  readonly names: readonly ProcessName[]
  readonly launch: (name: ProcessName) => void
  readonly children: ReadonlyMap<ProcessName, Child>
  readonly urls: Addresses
  readonly ports: Ports
  readonly command: CommandOf
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

// The worker and the gateway come after the services: neither has anything to do before those answer.
async function launchInOrder({
  names,
  launch,
  children,
  urls,
  ports,
  command,
  say,
  signal,
}: Launching): Promise<void> {
  const absent = names.find((name) => !existsSync(command(name, '', ports[name])[0] ?? ''))
  if (absent) {
    throw new Complaint(`Нет собранной программы: ${russianName[absent]}. Выполните npm run build.`)
  }
  const ready = async (name: ProcessName) => {
    const child = children.get(name)
    const hopeless = () => signal.aborted || (child?.deathsInARow() ?? 0) >= hopelessAfterDeaths
    if (!(await waitUntilReady(readyUrl(name, urls, ports), readyDeadlineMs, hopeless))) {
      checkNotAborted(signal)
      const logFile = child?.logFile ?? ''
      throw new Complaint(`Не запускается ${russianName[name]}: ${lastLine(logFile)} (журнал: ${logFile})`)
    }
    say(`Готово: ${russianName[name]}`)
  }
  const first = names.filter((name) => name !== 'worker' && name !== 'gateway' && name !== 'web')
  const second = names.filter((name) => name === 'worker' || name === 'gateway' || name === 'web')
  for (const group of [first, second]) {
    checkNotAborted(signal)
    for (const name of group) launch(name)
    await Promise.all(group.map(ready))
  }
}

function checkNotAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Complaint('Запуск прерван.')
}

function readyUrl(name: ProcessName, urls: Addresses, ports: Ports): string {
  if (name === 'web') return `${urls.web}/`
  return name === 'gateway' ? `${urls.gateway}/readyz` : `http://127.0.0.1:${ports[name]}/readyz`
}

type Parts = {
  readonly options: InstallationOptions
  readonly about: Circumstances
  readonly urls: Addresses
  readonly children: ReadonlyMap<ProcessName, Child>
  readonly databases: DatabaseServer
  readonly stop: () => Promise<void>
}

function assemble({ options, about, urls, children, databases, stop }: Parts): Installation {
  const childOf = (name: ProcessName): Child => {
    const child = children.get(name)
    if (!child) throw new Error(`${name} is not part of this installation`)
    return child
  }
  let stopping: Promise<void> | undefined
  return {
    urls,
    data: options.data,
    children,
    env: wholeEnvironment(about),
    kill: (name, how) => childOf(name).kill(how),
    restart: async (name) => {
      await childOf(name).restart()
      if (!(await waitUntilReady(readyUrl(name, urls, about.ports), restartDeadlineMs, () => false))) {
        throw new Error(`${name} was not ready again within ${restartDeadlineMs} ms`)
      }
    },
    stopDatabase: () => databases.stop(),
    startDatabase: () => databases.start(),
    stop: () => (stopping ??= stop()),
  }
}

const choiceOf = (postgresUrl: string | undefined): DatabaseChoice =>
  postgresUrl === undefined ? { kind: 'embedded' } : { kind: 'server', adminUrl: postgresUrl }

function obituary({ name, how, restartInMs, inARow, logFile }: Death): string {
  const again = inARow > 3 ? `останавливается снова и снова (${inARow} раз подряд)` : 'остановился'
  return `Процесс ${name} ${again}: ${how}; запуск через ${restartInMs / 1000} с; журнал: ${logFile}`
}
