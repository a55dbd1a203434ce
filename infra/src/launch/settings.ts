// What the launcher takes from its own environment (documented in .env.example).
import { isAbsolute, join } from 'node:path'
import { isZone } from '@zhurnal/kit/time'
import { Complaint } from '../complaint.js'
import { defaultPorts, portVariable, processNames, rootFolder, serviceNames, type Ports } from './plan.js'

/**
 * Where the five databases are: on the embedded server, on a server where we may make them, or each at an address
 * of its own. `given` holds the variables as they came.
 */
export type DatabaseChoice =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'server'; readonly adminUrl: string }
  | { readonly kind: 'separate'; readonly given: Readonly<Record<string, string>> }

export type LaunchSettings = {
  readonly data: string
  readonly host: string
  readonly publicUrl: string | undefined
  readonly ports: Ports
  readonly demo: boolean
  /** What the first school of an empty installation is called; empty: none is made at the first start. */
  readonly schoolName: string
  /** IANA name: of the first school, and of the night in which nightly work is done. */
  readonly timeZone: string
  readonly database: DatabaseChoice
  /** Variables that go to the services as they are: `REDIS_URL`, `SMTP_URL`, `LOG_LEVEL`, `ZHURNAL_ORIGINS`. */
  readonly passedOn: Readonly<Record<string, string>>
}

type Environment = Readonly<Record<string, string | undefined>>

/** Throws Complaint for a value that cannot be meant. */
export function readSettings(env: Environment): LaunchSettings {
  const data = env['ZHURNAL_DATA'] || '.data'
  return {
    data: isAbsolute(data) ? data : join(rootFolder, data),
    host: env['ZHURNAL_HOST'] || '127.0.0.1',
    publicUrl: env['ZHURNAL_PUBLIC_URL'] || undefined,
    ports: readPorts(env),
    demo: env['ZHURNAL_DEMO'] !== '0',
    schoolName: (env['ZHURNAL_SCHOOL_NAME'] ?? 'Школа').trim(),
    timeZone: readTimeZone(env),
    database: readDatabase(env),
    passedOn: pick(env, ['REDIS_URL', 'SMTP_URL', 'LOG_LEVEL', 'ZHURNAL_ORIGINS', 'ZHURNAL_TIME_ZONE']),
  }
}

function readTimeZone(env: Environment): string {
  const zone = env['ZHURNAL_TIME_ZONE'] || 'Europe/Moscow'
  if (isZone(zone)) return zone
  throw new Complaint(`ZHURNAL_TIME_ZONE=${zone}: нет такого часового пояса; пример: Asia/Yekaterinburg.`)
}

/** The variables that are set, and not empty, among `names`. */
export function pick(env: Environment, names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of names) {
    const value = env[name]
    if (value) found[name] = value
  }
  return found
}

function readPorts(env: Environment): Ports {
  const ports = { ...defaultPorts }
  for (const name of processNames) {
    const text = env[portVariable(name)]
    if (!text) continue
    const port = Number(text)
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Complaint(
        `${portVariable(name)}=${text} не похоже на номер порта: нужно целое число от 1 до 65535.`,
      )
    }
    ports[name] = port
  }
  for (const name of processNames) {
    const twin = processNames.find((other) => other !== name && ports[other] === ports[name])
    if (twin) {
      throw new Complaint(
        `${portVariable(name)} и ${portVariable(twin)} указывают на один порт ${ports[name]}: разведите их.`,
      )
    }
  }
  return ports
}

function readDatabase(env: Environment): DatabaseChoice {
  const names = [...serviceNames.map((name) => name.toUpperCase()), 'QUEUE']
  const given = pick(
    env,
    names.flatMap((name) => [
      `${name}_DATABASE_URL`,
      `${name}_OWNER_DATABASE_URL`,
      `${name}_SYSTEM_DATABASE_URL`,
    ]),
  )
  if (Object.keys(given).length === 0) {
    return env['DATABASE_URL'] ? { kind: 'server', adminUrl: env['DATABASE_URL'] } : { kind: 'embedded' }
  }
  const missing = names.map((name) => `${name}_DATABASE_URL`).filter((name) => !given[name])
  if (missing.length > 0) {
    throw new Complaint(
      `Задана не вся пятёрка адресов баз данных, не хватает ${missing.join(', ')}: задайте их или одну DATABASE_URL.`,
    )
  }
  return { kind: 'separate', given }
}
