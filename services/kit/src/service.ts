import { consume, type Acknowledge, type Handler } from './consumer.js'
import { Database, everything, type Entities, type Tx } from './database.js'
import type { Logger } from './logging.js'
import { migrate, type Migration } from './migrate.js'
import { connectQueue, type QueueKit, type QueuePlace } from './queue.js'
import { acknowledge, openDeliveries, Relay } from './relay.js'
import { readBody, sendJson, type Door, type RunningServer } from './server.js'
import { exportDoor, type ExportTable } from './export.js'
import { sql } from './sql.js'

/** Emits every fact of a school again; with `consumer` to that one only. */
export type Replay = (tx: Tx, schoolId: string, consumer?: string) => Promise<void>

export type ServiceParts = {
  readonly name: string
  readonly urls: { readonly app: string; readonly owner: string; readonly system: string }
  readonly queuePlace: QueuePlace
  readonly entities: Entities
  readonly migrations: readonly Migration[]
  readonly handlers: readonly Handler[]
  readonly replay?: Replay
  /** What a snapshot takes of the service's record, in key order. */
  readonly exports: readonly ExportTable[]
  readonly internalToken: string
  /** Addresses of the services whose events are consumed, by name. */
  readonly owners: Readonly<Record<string, string>>
  readonly log: Logger
}

/** What a service has when it runs, beside its own resolvers: two database roles, relay, consumer, internal doors. */
export type ServiceBase = {
  readonly db: Database
  readonly system: Database
  readonly queue: QueueKit
  readonly relay: Relay
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
  return {
    db,
    system,
    queue,
    relay,
    doors: internalDoors(parts, system, relay),
    ready: async () => {
      const [database, queued] = await Promise.all([db.answers(), queue.answers()])
      return [...(database ? [] : ['database']), ...(queued ? [] : ['queue'])]
    },
    stop: async (...servers) => {
      for (const server of servers) await server.stop()
      await relay.stop()
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

function internalDoors(parts: ServiceParts, system: Database, relay: Relay): Door[] {
  const { replay } = parts
  return [
    {
      method: 'POST',
      path: '/internal/ack',
      internal: true,
      answer: async (request, response) => {
        const body = JSON.parse((await readBody(request)).toString('utf8')) as {
          consumer: string
          events: string[]
        }
        await acknowledge(system, body.consumer, body.events)
        sendJson(response, 200, {})
      },
    },
    {
      method: 'GET',
      path: '/internal/outbox',
      internal: true,
      answer: async (_, response) => sendJson(response, 200, { open: await openDeliveries(system) }),
    },
    exportDoor(system, parts.exports),
    ...(replay
      ? [
          {
            method: 'POST' as const,
            path: '/internal/replay',
            internal: true,
            answer: async (
              request: Parameters<Door['answer']>[0],
              response: Parameters<Door['answer']>[1],
            ) => {
              const body = JSON.parse((await readBody(request)).toString('utf8') || '{}') as {
                schoolId?: string
                consumer?: string
              }
              const schools = body.schoolId
                ? [body.schoolId]
                : (
                    await system.read<{ id: string }>(
                      everything,
                      sql`select distinct school_id as id from outbox`,
                    )
                  ).map((s) => s.id)
              for (const school of schools)
                await system.write(everything, (tx) => replay(tx, school, body.consumer))
              relay.nudge()
              sendJson(response, 200, { schools: schools.length })
            },
          },
        ]
      : []),
  ]
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
