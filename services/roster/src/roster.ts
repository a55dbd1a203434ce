// Roster as a whole, put together for the process (main.ts) and for tests.
import type { Logger } from '@zhurnal/kit/logging'
import { checkpointDoor, logTables } from '@zhurnal/kit/log-doors'
import { LogSigner } from '@zhurnal/kit/log-tree'
import { PassportReader, PassportSigner } from '@zhurnal/kit/passport'
import type { QueuePlace } from '@zhurnal/kit/queue'
import { schemaText } from '@zhurnal/kit/schema-text'
import { serveSubgraph, type RunningServer } from '@zhurnal/kit/server'
import { startBase, type ServiceBase } from '@zhurnal/kit/service'
import { viewerSchema } from '../events.js'
import { journalReadings } from './access-log/journal-readings.js'
import { cardReadingsWriter } from './access-log/readings.js'
import { authDoor } from './accounts/auth-door.js'
import { authPool, makeAuth } from './accounts/auth.js'
import { issueDoors } from './accounts/issue-door.js'
import { passportDoor } from './accounts/passport-door.js'
import { SignInLimit } from './accounts/sign-in-limit.js'
import { compromiseLetterDoor } from './compromise/letter-door.js'
import { contextOf, type Ctx } from './context.js'
import { entities } from './entities.js'
import { exportTables } from './exports.js'
import { personTables } from './person-tables.js'
import { facts } from './facts.js'
import { migrations } from './migrations/index.js'
import { resolvers } from './resolvers.js'
import { schoolsDoor } from './schools/schools-door.js'

export type RosterSettings = {
  readonly urls: { readonly app: string; readonly owner: string; readonly system: string }
  readonly queuePlace: QueuePlace
  readonly listen: { readonly port: number; readonly host: string }
  readonly passportPrivateKey: string
  readonly passportPublicKey: string
  readonly logSigningKey: string
  readonly internalToken: string
  /** Address of the service whose events are consumed. */
  readonly owners: { readonly gradebook: string }
  readonly authSecret: string
  /** Keys the hashes of people's numbers (СНИЛС); it lies outside of the database. */
  readonly snilsKey: string
  readonly origins: readonly string[]
  readonly secureCookies: boolean
  readonly demo: boolean
  readonly clock: () => Date
  readonly log: Logger
  readonly timeZone?: string | undefined
}

export type Roster = {
  readonly server: RunningServer
  readonly base: ServiceBase
  /** Resolves when what was read of personal data is in the log of it. */
  readingsWritten(): Promise<void>
  stop(): Promise<void>
}

export async function startRoster(settings: RosterSettings): Promise<Roster> {
  const base = await startBase({
    name: 'roster',
    urls: settings.urls,
    queuePlace: settings.queuePlace,
    entities,
    migrations,
    handlers: [journalReadings],
    facts,
    exports: [...exportTables, ...logTables],
    personTables,
    internalToken: settings.internalToken,
    owners: settings.owners,
    log: settings.log,
    timeZone: settings.timeZone,
  })
  const pool = authPool(settings.urls.app)
  const auth = makeAuth(
    {
      secret: settings.authSecret,
      origins: settings.origins,
      secureCookies: settings.secureCookies,
      clock: settings.clock,
    },
    pool,
  )
  const passports = new PassportReader(settings.passportPublicKey, viewerSchema)
  const { db, relay } = base
  const parts = {
    db,
    system: base.system,
    auth,
    passports,
    log: settings.log,
    clock: settings.clock,
    demo: settings.demo,
    nudge: relay.nudge,
    authSecret: settings.authSecret,
    snilsKey: settings.snilsKey,
  }
  const accessLog = cardReadingsWriter(db, settings.log)
  const server = await serveSubgraph<Ctx>(
    {
      typeDefs: schemaText(import.meta.url),
      resolvers,
      context: (request) => contextOf(parts, request),
      answered: (ctx) => accessLog.keep(ctx),
      doors: [
        ...base.doors,
        ...issueDoors(parts, passports),
        compromiseLetterDoor(base.system, settings.clock),
        authDoor(auth, new SignInLimit(pool)),
        passportDoor(base.system, new PassportSigner(settings.passportPrivateKey), settings.clock),
        schoolsDoor(base.system, settings.clock),
        checkpointDoor(db, new LogSigner('roster', settings.logSigningKey), settings.clock),
      ],
      ready: () => base.ready(),
      internalToken: settings.internalToken,
      log: settings.log,
    },
    settings.listen,
  )
  return {
    server,
    base,
    readingsWritten: () => accessLog.written(),
    stop: async () => {
      await accessLog.written()
      await base.stop(server)
      await pool.end()
    },
  }
}
