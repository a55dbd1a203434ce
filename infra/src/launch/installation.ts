// One running installation: database server, four services, worker, gateway, portal. `npm start` runs one until
// Ctrl-C, `npm run demo` and the end-to-end tests run one for as long as they need it.
import { choosePorts } from './choose-ports.js'
import type { Child } from './child.js'
import { credentialsOf } from './credentials.js'
import { keepCopyBeforeChanges } from './copy-before.js'
import { prepareDataFolder } from './data-folder.js'
import { openDatabases, type DatabaseServer } from './database-server.js'
import { fillOnce } from './demonstration.js'
import {
  addressesOf,
  wholeEnvironment,
  type Addresses,
  type Circumstances,
  type Environment,
} from './environment.js'
import { checkNotAborted, Fleet } from './fleet.js'
import { lockData } from './lock.js'
import { builtCommand, processNames, type CommandOf, type Ports, type ProcessName } from './plan.js'
import { endLeftovers } from './run-file.js'
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

/** One thing to take back when the installation ends. */
type Step = () => Promise<void> | void | undefined

/**
 * Starts an installation and resolves when all of it is ready.
 * Throws Complaint, with nothing left running, when a port is taken, the data folder is in use or not fit, or a
 * process does not start.
 */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const say = options.quiet ? () => undefined : (options.say ?? ((line: string) => void console.log(line)))
  prepareDataFolder(options.data)
  const unlock = lockData(options.data)
  const undo: Step[] = [unlock]
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
  undo: Step[],
  unwind: () => Promise<void>,
): Promise<Installation> {
  const { data, host = '127.0.0.1', signal = new AbortController().signal } = options
  const names = processNames.filter((name) => name !== 'web' || options.web)
  const left = await endLeftovers(data)
  if (left.length > 0) say(`Остановлены процессы прежнего запуска: ${left.join(', ')}`)
  const ports = await choosePorts(options.ports, names, host)
  const credentials = await credentialsOf(data, new Date())

  say('Запускается база данных')
  const choice = options.database ?? choiceOf(options.postgresUrl)
  const databases = await openDatabases({ data, credentials, choice, fast: options.fast ?? false, say })
  undo.push(() => databases.stop())
  const embedded = choice.kind === 'embedded'
  await keepCopyBeforeChanges({ data, embedded, databases, now: new Date(), say })

  const urls = addressesOf(ports, host)
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
  const fleet = new Fleet(about, options.command ?? builtCommand, say)
  undo.push(() => fleet.stop())
  await fleet.start(names, signal)
  const installation = assemble({ about, fleet, databases, stop: unwind })
  if (options.fill ?? options.demo) await fillOnce(about, say, signal)
  checkNotAborted(signal)
  return installation
}

type Parts = {
  readonly about: Circumstances
  readonly fleet: Fleet
  readonly databases: DatabaseServer
  readonly stop: () => Promise<void>
}

function assemble({ about, fleet, databases, stop }: Parts): Installation {
  let stopping: Promise<void> | undefined
  return {
    urls: fleet.urls,
    data: about.data,
    children: fleet.children,
    env: wholeEnvironment(about),
    kill: (name, how) => fleet.child(name).kill(how),
    restart: (name) => fleet.restart(name),
    stopDatabase: () => databases.stop(),
    startDatabase: () => databases.start(),
    stop: () => (stopping ??= stop()),
  }
}

const choiceOf = (postgresUrl: string | undefined): DatabaseChoice =>
  postgresUrl === undefined ? { kind: 'embedded' } : { kind: 'server', adminUrl: postgresUrl }
