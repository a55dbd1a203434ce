// What each process is told: the variables it needs and no more. A key that a process does not hold cannot leak
// from it.
import { pick } from './settings.js'
import type { Credentials } from './credentials.js'
import type { DatabaseVariables } from './databases.js'
import { serviceNames, type Ports, type ProcessName } from './plan.js'

export type Addresses = {
  readonly gateway: string
  readonly web: string
  readonly roster: string
  readonly schedule: string
  readonly gradebook: string
  readonly reporting: string
}

export type Circumstances = {
  readonly data: string
  readonly host: string
  readonly publicUrl: string
  readonly ports: Ports
  readonly demo: boolean
  readonly databases: DatabaseVariables
  readonly credentials: Credentials
  /** `REDIS_URL`, `SMTP_URL`, `LOG_LEVEL` as given; tests may add more. */
  readonly passedOn: Readonly<Record<string, string>>
}

export type Environment = Readonly<Record<string, string>>

/** By which the processes find each other. `host` is where people come in, to the gateway and the portal. */
export function addressesOf(ports: Ports, host: string): Addresses {
  const everywhere = host === '0.0.0.0' || host === '::'
  const door = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  const at = (name: ProcessName) => `http://127.0.0.1:${ports[name]}`
  return {
    gateway: `http://${door}:${ports.gateway}`,
    web: `http://${door}:${ports.web}`,
    roster: at('roster'),
    schedule: at('schedule'),
    gradebook: at('gradebook'),
    reporting: at('reporting'),
  }
}

// The system's own, without which node or a child of it does not run.
const fromSystem = ['PATH', 'HOME', 'USER', 'TMPDIR', 'TZ', 'LANG', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS']

// Apollo's gateway looks up outside hosts as it loads, so this has to stand before the process begins.
const noTelemetry = {
  APOLLO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  TURBO_TELEMETRY_DISABLED: '1',
}

/** The whole environment of process `name`. */
export function environmentOf(name: ProcessName, about: Circumstances): Environment {
  const { credentials, passedOn } = about
  const base = { ...commonEnvironment(about), PORT: String(about.ports[name]) }
  const inner = { ...base, INTERNAL_TOKEN: credentials.internalToken }
  if (name === 'web') {
    return { ...base, WEB_PORT: String(about.ports.web), HOSTNAME: about.host, ZHURNAL_HOST: about.host }
  }
  if (name === 'gateway') {
    return {
      ...inner,
      ...withoutRedis(passedOn),
      GATEWAY_PORT: String(about.ports.gateway),
      ZHURNAL_HOST: about.host,
    }
  }
  const store = { ...inner, ...passedOn, ...databasesOf(name, about.databases) }
  if (name === 'reporting' || name === 'worker') return { ...store, ...snapshotKeys(credentials) }
  const keeper = { ...store, LOG_SIGNING_KEY: credentials.logPem }
  return name === 'roster' ? { ...keeper, ...rosterKeys(credentials) } : keeper
}

/** What a program has that fills the demonstration school: the public addresses and the right to sign passports. */
export function fillEnvironment(about: Circumstances): Environment {
  return {
    ...commonEnvironment(about),
    INTERNAL_TOKEN: about.credentials.internalToken,
    PASSPORT_PRIVATE_KEY: about.credentials.passport.privatePem,
  }
}

/** Everything there is, for those who start an installation in a test and look into it from outside. */
export function wholeEnvironment(about: Circumstances): Environment {
  const { credentials } = about
  return {
    ...fillEnvironment(about),
    ...about.passedOn,
    ...about.databases,
    ...rosterKeys(credentials),
    ...snapshotKeys(credentials),
    LOG_SIGNING_KEY: credentials.logPem,
  }
}

function commonEnvironment(about: Circumstances): Record<string, string> {
  const urls = addressesOf(about.ports, about.host)
  const services = serviceNames.map((name) => [`${name.toUpperCase()}_URL`, urls[name]] as const)
  return {
    ...pick(process.env, fromSystem),
    ...noTelemetry,
    ...Object.fromEntries(services),
    NODE_ENV: 'production',
    ZHURNAL_DATA: about.data,
    ZHURNAL_DEMO: about.demo ? '1' : '0',
    // Services and worker are for the processes of this machine; ZHURNAL_HOST is where people come in.
    ZHURNAL_HOST: '127.0.0.1',
    ZHURNAL_PUBLIC_URL: about.publicUrl,
    GATEWAY_URL: urls.gateway,
    PASSPORT_PUBLIC_KEY: about.credentials.passport.publicPem,
  }
}

const rosterKeys = (credentials: Credentials) => ({
  PASSPORT_PRIVATE_KEY: credentials.passport.privatePem,
  AUTH_SECRET: credentials.authSecret,
  ZHURNAL_SNILS_KEY: credentials.snilsKey,
})

const snapshotKeys = (credentials: Credentials) => ({
  SNAPSHOT_SIGNING_KEY: credentials.snapshot.privatePem,
  SNAPSHOT_CERTIFICATE: credentials.snapshot.certificatePem,
})

function databasesOf(name: ProcessName, databases: DatabaseVariables): Record<string, string> {
  // The worker belongs to reporting and works in its database.
  const prefix = name === 'worker' ? 'REPORTING' : name.toUpperCase()
  return pick(databases, [
    `${prefix}_DATABASE_URL`,
    `${prefix}_OWNER_DATABASE_URL`,
    `${prefix}_SYSTEM_DATABASE_URL`,
    'QUEUE_DATABASE_URL',
  ])
}

const withoutRedis = (passedOn: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(passedOn).filter(([name]) => name !== 'REDIS_URL' && name !== 'SMTP_URL'))
