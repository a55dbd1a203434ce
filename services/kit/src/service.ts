import { consume, type Acknowledge, type Handler } from './consumer.js'
import { Database, type Entities } from './database.js'
import type { ExportTable } from './export.js'
import type { PersonTable } from './person-export.js'
import type { FactSource } from './fact-source.js'
import type { Logger } from './logging.js'
import { defaultZone } from './env.js'
import { migrate, type Migration } from './migrate.js'
import { connectQueue, type QueueKit, type QueuePlace } from './queue.js'
import { Nights } from './night.js'
import { Relay } from './relay.js'
import type { Door, RunningServer } from './server.js'
import { internalDoors } from './service-doors.js'
import { Upkeep } from './upkeep.js'

export type ServiceParts = {
  readonly name: string
  readonly urls: { readonly app: string; readonly owner: string; readonly system: string }
  readonly queuePlace: QueuePlace
  readonly entities: Entities
  readonly migrations: readonly Migration[]
  readonly handlers: readonly Handler[]
  /** What the service tells others, for replay and comparison. */
  readonly facts?: readonly FactSource[]
  /** What a snapshot takes of the service's record, in key order. */
  readonly exports: readonly ExportTable[]
  /** What the service holds on one person, for the person (152-ФЗ, ст. 14). */
  readonly personTables: readonly PersonTable[]
  readonly internalToken: string
  /** Addresses of the services whose events are consumed, by name. */
  readonly owners: Readonly<Record<string, string>>
  readonly log: Logger
  /** The installation's zone: when its night is. */
  readonly timeZone?: string | undefined
}

/** What a service has when it runs, beside its own resolvers: two database roles, relay, consumer, internal doors. */
export type ServiceBase = {
  readonly db: Database
  readonly system: Database
  readonly queue: QueueKit
  readonly relay: Relay
  readonly nights: Nights
  readonly upkeep: Upkeep
  readonly doors: readonly Door[]
  ready(): Promise<string[]>
  /** Stops servers, relay, consumer, then connections. */
  stop(...servers: readonly RunningServer[]): Promise<void>
}

export async function startBase(parts: ServiceParts): Promise<ServiceBase> {
  await migrate(parts.urls.owner, parts.migrations)
  const name = `zhurnal ${parts.name}`
  const db = await Database.connect({ url: parts.urls.app, entities: parts.entities, name, poolSize: 12 })
  const system = await Database.connect({
    url: parts.urls.system,
    entities: parts.entities,
    name: `${name} system`,
    poolSize: 6,
  })
  const queue = connectQueue(parts.queuePlace)
  const relay = new Relay(system, queue, parts.log)
  relay.start()
  const consumer = parts.handlers.length
    ? consume({
        name: parts.name,
        db: system,
        queue,
        handlers: parts.handlers,
        acknowledge: overHttp(parts),
        log: parts.log,
      })
    : undefined
  const nights = new Nights({
    name: parts.name,
    db: system,
    handlers: parts.handlers,
    owners: parts.owners,
    internalToken: parts.internalToken,
    log: parts.log,
    zone: parts.timeZone ?? defaultZone,
    clock: () => new Date(),
  })
  nights.start()
  const upkeep = new Upkeep(system, () => new Date(), parts.log)
  const { handlers, exports, personTables, facts = [] } = parts
  return {
    db,
    system,
    queue,
    relay,
    nights,
    upkeep,
    doors: internalDoors({ system, relay, nights, facts, handlers, exports, personTables }),
    ready: async () => {
      const [database, queued] = await Promise.all([db.answers(), queue.answers()])
      return [...(database ? [] : ['database']), ...(queued ? [] : ['queue'])]
    },
    stop: async (...servers) => {
      for (const server of servers) await server.stop()
      await Promise.all([relay.stop(), nights.stop(), upkeep.stop()])
      await consumer?.close()
      await queue.close()
      await Promise.all([db.close(), system.close()])
    },
  }
}

function overHttp(parts: ServiceParts): Acknowledge {
  return async (owner, eventId) => {
    const response = await fetch(`${parts.owners[owner] ?? ''}/internal/ack`, {
      method: 'POST',
      headers: { authorization: `Bearer ${parts.internalToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ consumer: parts.name, events: [eventId] }),
      signal: AbortSignal.timeout(5000),
    })
    if (!response.ok) throw new Error(`${owner} did not take an acknowledgement: ${response.status}`)
  }
}

/** Stops cleanly when the launcher says so. */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false
  const end = () => {
    if (stopping) return
    stopping = true
    void stop().finally(() => process.exit(0))
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  // The launcher's channel closes when it dies: nobody is left to stop us.
  process.on('disconnect', end)
}
