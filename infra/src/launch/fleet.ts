// The processes of one installation: started in order, kept running, stopped in the reverse order.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Complaint } from '../complaint.js'
import { keepRunning, waitUntilReady, type Child, type Death } from './child.js'
import { addressesOf, environmentOf, type Addresses, type Circumstances } from './environment.js'
import { lastLine } from './log-file.js'
import { russianName, serviceNames, type CommandOf, type ProcessName } from './plan.js'
import { removeRunFile, writeRunFile } from './run-file.js'

const readyDeadlineMs = 180_000
const restartDeadlineMs = 60_000
/** A process that died this often while everything was starting will not start. */
const hopelessAfterDeaths = 3

/** Throws Complaint when the start was broken off by Ctrl-C. */
export function checkNotAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Complaint('Запуск прерван.')
}

export class Fleet {
  readonly urls: Addresses
  readonly #children = new Map<ProcessName, Child>()

  constructor(
    private readonly about: Circumstances,
    private readonly command: CommandOf,
    private readonly say: (line: string) => void,
  ) {
    this.urls = addressesOf(about.ports, about.host)
  }

  get children(): ReadonlyMap<ProcessName, Child> {
    return this.#children
  }

  child(name: ProcessName): Child {
    const child = this.#children.get(name)
    if (!child) throw new Error(`${name} is not part of this installation`)
    return child
  }

  /**
   * Starts `names` and resolves when all are ready. Worker, gateway and portal come after the services: they have
   * nothing to do before those answer. Throws Complaint when one of them does not start.
   */
  async start(names: readonly ProcessName[], signal: AbortSignal): Promise<void> {
    const absent = names.find((name) => !existsSync(this.#commandOf(name)[0] ?? ''))
    if (absent)
      throw new Complaint(`Нет собранной программы: ${russianName[absent]}. Выполните npm run build.`)
    const services = names.filter((name) => serviceNames.some((service) => service === name))
    const others = names.filter((name) => !services.includes(name))
    for (const group of [services, others]) {
      checkNotAborted(signal)
      for (const name of group) this.#launch(name)
      await Promise.all(group.map((name) => this.#waitFor(name, signal)))
    }
  }

  async restart(name: ProcessName): Promise<void> {
    await this.child(name).restart()
    if (await waitUntilReady(this.#readyUrl(name), restartDeadlineMs, () => false)) return
    throw new Error(`${name} was not ready again within ${restartDeadlineMs} ms`)
  }

  /** Portal, gateway, worker, then the services side by side. */
  async stop(): Promise<void> {
    for (const name of ['web', 'gateway', 'worker'] as const) await this.#children.get(name)?.stop()
    await Promise.all(serviceNames.map(async (name) => this.#children.get(name)?.stop()))
    removeRunFile(this.about.data)
  }

  #commandOf(name: ProcessName): readonly string[] {
    return this.command(name, this.about.host, this.about.ports[name])
  }

  #launch(name: ProcessName): void {
    const spec = {
      name,
      command: this.#commandOf(name),
      environment: environmentOf(name, this.about),
      logFile: join(this.about.data, 'logs', `${name}.log`),
    }
    const onDeath = (death: Death) => this.say(obituary(death))
    this.#children.set(name, keepRunning(spec, { onDeath, onRestart: () => this.#remember() }))
    this.#remember()
  }

  async #waitFor(name: ProcessName, signal: AbortSignal): Promise<void> {
    const child = this.child(name)
    const hopeless = () => signal.aborted || child.deathsInARow() >= hopelessAfterDeaths
    if (!(await waitUntilReady(this.#readyUrl(name), readyDeadlineMs, hopeless))) {
      checkNotAborted(signal)
      throw new Complaint(
        `Не запускается ${russianName[name]}: ${lastLine(child.logFile)} (журнал: ${child.logFile})`,
      )
    }
    this.say(`Готово: ${russianName[name]}`)
  }

  #readyUrl(name: ProcessName): string {
    if (name === 'web') return `${this.urls.web}/`
    return name === 'gateway'
      ? `${this.urls.gateway}/readyz`
      : `http://127.0.0.1:${this.about.ports[name]}/readyz`
  }

  #remember(): void {
    const pids = [...this.#children].map(([name, child]) => [name, child.pid() ?? 0] as const)
    const { data, credentials } = this.about
    writeRunFile(data, { urls: this.urls, internalToken: credentials.internalToken }, new Map(pids))
  }
}

function obituary({ name, how, restartInMs, inARow, logFile }: Death): string {
  const again = inARow > 3 ? `останавливается снова и снова (${inARow} раз подряд)` : 'остановился'
  return `Процесс ${name} ${again}: ${how}; запуск через ${restartInMs / 1000} с; журнал: ${logFile}`
}
