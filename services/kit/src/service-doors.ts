// What a service answers to the others and to the operator's commands, by the installation's own token.
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { applyEvent, type Handler } from './consumer.js'
import { everything, type Database } from './database.js'
import { deadEvent, deadLetters, reasonOf, unbury } from './dead-letters.js'
import { exportDoor, type ExportTable } from './export.js'
import { factDoors, schoolsOf } from './fact-doors.js'
import { replayFacts, type FactSource } from './fact-source.js'
import type { Nights } from './night.js'
import { personDoor, type PersonTable } from './person-export.js'
import { acknowledge, openDeliveries, type Relay } from './relay.js'
import { readBody, sendJson, type Door } from './server.js'
import { sql } from './sql.js'

export type DoorParts = {
  readonly system: Database
  readonly relay: Relay
  readonly nights: Nights
  readonly facts: readonly FactSource[]
  readonly handlers: readonly Handler[]
  readonly exports: readonly ExportTable[]
  readonly personTables: readonly PersonTable[]
}

const acknowledged = z.object({ consumer: z.string(), events: z.array(z.uuid()) })
const replayed = z.object({ schoolId: z.uuid().optional(), consumer: z.string().optional() })
const asked = z.object({ schoolId: z.uuid().optional() })
const named = z.object({ id: z.uuid() })

const bodyOf = async <S extends z.ZodType>(request: IncomingMessage, schema: S): Promise<z.output<S>> =>
  schema.parse(JSON.parse((await readBody(request)).toString('utf8') || '{}'))

export function internalDoors(parts: DoorParts): Door[] {
  const { system, relay, nights, facts } = parts
  const door = (
    method: 'GET' | 'POST',
    path: string,
    answer: (request: IncomingMessage) => Promise<unknown>,
  ): Door => ({
    method,
    path: `/internal/${path}`,
    internal: true,
    answer: async (request, response) => sendJson(response, 200, await answer(request)),
  })
  return [
    door('POST', 'ack', async (request) => {
      const body = await bodyOf(request, acknowledged)
      await acknowledge(system, body.consumer, body.events)
      return {}
    }),
    door('GET', 'outbox', async () => ({ open: await openDeliveries(system) })),
    exportDoor(system, parts.exports),
    personDoor(system, parts.personTables),
    ...factDoors(system, facts),
    door('POST', 'replay', async (request) => {
      const body = await bodyOf(request, replayed)
      const schools = body.schoolId
        ? [body.schoolId]
        : (await system.read<{ id: string }>(everything, schoolsOf)).map((school) => school.id)
      for (const school of schools)
        await system.write(everything, (tx) => replayFacts(tx, facts, school, body.consumer))
      relay.nudge()
      return { schools: schools.length }
    }),
    door('POST', 'compare', async (request) => nights.now((await bodyOf(request, asked)).schoolId)),
    door('GET', 'dead-letters', async () => ({ letters: await deadLetters(system) })),
    door('POST', 'dead-letters', async (request) => tryAgain(parts, (await bodyOf(request, named)).id)),
  ]
}

/**
 * Applies a dead event once more. One whose consumer is another process (a worker's) goes out again by the relay.
 * NOT_HERE: no such event; REFUSED: with the reason of now.
 */
async function tryAgain(
  { system, handlers, relay }: DoorParts,
  id: string,
): Promise<{ outcome: 'DONE' | 'SENT' | 'REFUSED' | 'NOT_HERE'; reason?: string }> {
  const event = await deadEvent(system, id)
  if (!event) return { outcome: 'NOT_HERE' }
  if (!handlers.some((handler) => handler.kind.name === event.name)) {
    const sent = await system.write(everything, async (tx) => {
      await unbury(tx, id)
      return tx.sql(
        sql`update outbox_delivery set acked_at = null, queued_at = null where event_id = ${id} returning event_id`,
      )
    })
    relay.nudge()
    return { outcome: sent.length > 0 ? 'SENT' : 'NOT_HERE' }
  }
  try {
    await applyEvent(system, new Map(handlers.map((one) => [one.kind.name, one])), event)
    await system.write(everything, (tx) => unbury(tx, id))
    return { outcome: 'DONE' }
  } catch (error) {
    return { outcome: 'REFUSED', reason: reasonOf(error) }
  }
}
