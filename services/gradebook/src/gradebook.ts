// Gradebook as a whole, put together for the process (main.ts) and for tests.
import { DailyCheckpoints } from '@zhurnal/kit/daily-checkpoints'
import type { Logger } from '@zhurnal/kit/logging'
import { checkpointDoor, logTables } from '@zhurnal/kit/log-doors'
import { LogSigner } from '@zhurnal/kit/log-tree'
import { PassportReader } from '@zhurnal/kit/passport'
import type { QueuePlace } from '@zhurnal/kit/queue'
import { schemaText } from '@zhurnal/kit/schema-text'
import { serveSubgraph, type RunningServer } from '@zhurnal/kit/server'
import { startBase, type ServiceBase } from '@zhurnal/kit/service'
import { viewerSchema } from '@zhurnal/roster/events'
import { readingsWriter } from './access-log/readings.js'
import { compromiseHandler } from './compromise/handler.js'
import { contextOf, type Ctx } from './context.js'
import { entities } from './entities.js'
import { exportTables } from './exports.js'
import { personTables } from './person-tables.js'
import { facts } from './facts.js'
import { handlers } from './reference/handlers.js'
import { mergeHandler } from './reference/merge-people.js'
import { migrations } from './migrations/index.js'
import { resolvers } from './resolvers.js'

export type GradebookSettings = {
  readonly urls: { readonly app: string; readonly owner: string; readonly system: string }
  readonly queuePlace: QueuePlace
  readonly listen: { readonly port: number; readonly host: string }
  readonly passportPublicKey: string
  readonly logSigningKey: string
  readonly internalToken: string
  /** Addresses of the services whose events are consumed. */
  readonly owners: { readonly roster: string; readonly schedule: string }
  readonly demo: boolean
  readonly clock: () => Date
  readonly log: Logger
  readonly timeZone?: string | undefined
}

export type Gradebook = {
  readonly server: RunningServer
  readonly base: ServiceBase
  readonly checkpoints: DailyCheckpoints
  /** Resolves when what was read of pupils is told to the access log. */
  readingsWritten(): Promise<void>
  stop(): Promise<void>
}

export async function startGradebook(settings: GradebookSettings): Promise<Gradebook> {
  const base = await startBase({
    name: 'gradebook',
    urls: settings.urls,
    queuePlace: settings.queuePlace,
    entities,
    migrations,
    handlers: [...handlers, mergeHandler(settings.log), compromiseHandler(settings.clock)],
    facts,
    exports: [...exportTables, ...logTables],
    personTables,
    internalToken: settings.internalToken,
    owners: settings.owners,
    log: settings.log,
    timeZone: settings.timeZone,
  })
  const passports = new PassportReader(settings.passportPublicKey, viewerSchema)
  const { db, relay } = base
  const signer = new LogSigner('gradebook', settings.logSigningKey)
  const checkpoints = new DailyCheckpoints({
    db,
    system: base.system,
    signer,
    clock: settings.clock,
    log: settings.log,
  })
  const parts = {
    db,
    passports,
    signer,
    log: settings.log,
    clock: settings.clock,
    demo: settings.demo,
    nudge: relay.nudge,
  }
  const readings = readingsWriter(db, settings.log)
  const server = await serveSubgraph<Ctx>(
    {
      typeDefs: schemaText(import.meta.url),
      resolvers,
      context: (request) => contextOf(parts, request),
      answered: (ctx) => readings.keep(ctx),
      doors: [...base.doors, checkpointDoor(db, signer, settings.clock)],
      ready: () => base.ready(),
      internalToken: settings.internalToken,
      log: settings.log,
    },
    settings.listen,
  )
  return {
    server,
    base,
    checkpoints,
    readingsWritten: () => readings.written(),
    stop: async () => {
      await readings.written()
      await checkpoints.stop()
      await base.stop(server)
    },
  }
}
