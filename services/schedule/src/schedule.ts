// Schedule as a whole, put together for the process (main.ts) and for tests.
import type { Logger } from '@zhurnal/kit/logging'
import { checkpointDoor, logTables } from '@zhurnal/kit/log-doors'
import { LogSigner } from '@zhurnal/kit/log-tree'
import { PassportReader } from '@zhurnal/kit/passport'
import type { QueuePlace } from '@zhurnal/kit/queue'
import { schemaText } from '@zhurnal/kit/schema-text'
import { serveSubgraph, type RunningServer } from '@zhurnal/kit/server'
import { startBase, type ServiceBase } from '@zhurnal/kit/service'
import { viewerSchema } from '@zhurnal/roster/events'
import { contextOf, type Ctx } from './context.js'
import { entities } from './entities.js'
import { exportTables } from './exports.js'
import { personTables } from './person-tables.js'
import { facts } from './facts.js'
import { handlersBy } from './handlers.js'
import { migrations } from './migrations/index.js'
import { resolvers } from './resolvers.js'

export type ScheduleSettings = {
  readonly urls: { readonly app: string; readonly owner: string; readonly system: string }
  readonly queuePlace: QueuePlace
  readonly listen: { readonly port: number; readonly host: string }
  readonly passportPublicKey: string
  readonly logSigningKey: string
  readonly internalToken: string
  /** Addresses of the services whose events are consumed. */
  readonly owners: { readonly roster: string; readonly gradebook: string }
  readonly demo: boolean
  readonly clock: () => Date
  readonly log: Logger
  readonly timeZone?: string | undefined
}

export type Schedule = { readonly server: RunningServer; readonly base: ServiceBase; stop(): Promise<void> }

export async function startSchedule(settings: ScheduleSettings): Promise<Schedule> {
  const base = await startBase({
    name: 'schedule',
    urls: settings.urls,
    queuePlace: settings.queuePlace,
    entities,
    migrations,
    handlers: handlersBy(settings.clock),
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
  const parts = {
    db,
    passports,
    log: settings.log,
    clock: settings.clock,
    demo: settings.demo,
    nudge: relay.nudge,
  }
  const server = await serveSubgraph<Ctx>(
    {
      typeDefs: schemaText(import.meta.url),
      resolvers,
      context: (request) => contextOf(parts, request),
      doors: [
        ...base.doors,
        checkpointDoor(db, new LogSigner('schedule', settings.logSigningKey), settings.clock),
      ],
      ready: () => base.ready(),
      internalToken: settings.internalToken,
      log: settings.log,
    },
    settings.listen,
  )
  return { server, base, stop: () => base.stop(server) }
}
