// What an installation consists of: its processes, their files, ports and the variables that move those.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The four services that own a database, upstream first. */
export const serviceNames = ['roster', 'schedule', 'gradebook', 'reporting'] as const
export type ServiceName = (typeof serviceNames)[number]

/** All processes, in the order of their start; they are stopped in the reverse one. */
export const processNames = [...serviceNames, 'worker', 'gateway', 'web'] as const
export type ProcessName = (typeof processNames)[number]

export type Ports = Readonly<Record<ProcessName, number>>

export const defaultPorts: Ports = {
  roster: 4001,
  schedule: 4002,
  gradebook: 4003,
  reporting: 4004,
  worker: 4005,
  gateway: 4000,
  web: 3000,
}

/** The variable that moves a process to another port. */
export const portVariable = (name: ProcessName): string => `${name.toUpperCase()}_PORT`

/** What the person at the terminal reads instead of a code name. */
export const russianName: Readonly<Record<ProcessName, string>> = {
  roster: 'служба roster (люди и классы)',
  schedule: 'служба schedule (расписание)',
  gradebook: 'служба gradebook (журнал)',
  reporting: 'служба reporting (отчёты)',
  worker: 'исполнитель заданий worker',
  gateway: 'вход gateway',
  web: 'портал web',
}

/** Root of the built tree; the files below are found from here whatever the current folder is. */
export const rootFolder = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

/** Arguments for `node`: the process's file and what follows it. */
export type CommandOf = (name: ProcessName, host: string, port: number) => readonly string[]

/** The built programs of this tree. */
export const builtCommand: CommandOf = (name, host, port) => {
  if (name === 'worker') return [join(rootFolder, 'services/reporting/dist/src/worker.js')]
  if (name === 'gateway') return [join(rootFolder, 'gateway/dist/main.js')]
  if (name === 'web') return webCommand(host, port)
  return [join(rootFolder, `services/${name}/dist/src/main.js`)]
}

function webCommand(host: string, port: number): readonly string[] {
  const web = join(rootFolder, 'web')
  const own = join(web, 'server', 'main.mjs')
  if (existsSync(own)) return [own]
  const next = createRequire(join(web, 'package.json')).resolve('next/dist/bin/next')
  return [next, 'start', web, '--port', String(port), '--hostname', host]
}
