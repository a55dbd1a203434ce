// What an owner of facts answers to a service that compares what it keeps of them: background work between services,
// never part of an answer to a person.
import { z } from 'zod'
import { everything, type Database } from './database.js'
import { columnsSchema, digestOf, toldHashes } from './fact-hash.js'
import type { FactSource } from './fact-source.js'
import { readBody, sendJson, type Door } from './server.js'
import { sql } from './sql.js'

export const compareQuestion = z.object({
  consumer: z.string(),
  kind: z.string(),
  schoolId: z.uuid(),
  columns: columnsSchema,
  /** Each row's hash too; without it the count and the hash of all. */
  each: z.boolean(),
})
export const compareAnswer = z.object({
  count: z.number().int(),
  hash: z.string(),
  /** Deliveries of this kind to this consumer that are not acknowledged: what they tell may be under way. */
  open: z.number().int(),
  rows: z.array(z.tuple([z.string(), z.string()])),
})
export const rowsQuestion = z.object({
  kind: z.string(),
  schoolId: z.uuid(),
  ids: z.array(z.uuid()).max(500),
})

export const schoolsOf = sql`select school_id as id from log_head union select school_id from outbox`

/** `/internal/facts/schools`, `/compare` and `/rows`: whose facts there are, how they stand, and some of them. */
export function factDoors(system: Database, sources: readonly FactSource[]): Door[] {
  const source = (kind: string): FactSource => {
    const found = sources.find((one) => one.kind.name === kind)
    if (!found) throw new Error(`no facts of kind ${kind} here`)
    return found
  }
  const door = (path: string, answer: (body: unknown) => Promise<unknown>): Door => ({
    method: 'POST',
    path: `/internal/facts/${path}`,
    internal: true,
    answer: async (request, response) =>
      sendJson(response, 200, await answer(JSON.parse((await readBody(request)).toString('utf8') || '{}'))),
  })
  return [
    door('schools', async () =>
      (await system.read<{ id: string }>(everything, schoolsOf)).map((row) => row.id),
    ),
    door('compare', async (body) => {
      const asked = compareQuestion.parse(body)
      return compared(system, source(asked.kind), asked)
    }),
    door('rows', async (body) => {
      const asked = rowsQuestion.parse(body)
      return system.read(everything, source(asked.kind).rows({ ids: asked.ids }))
    }),
  ]
}

/** Over one snapshot: what is told as open there is all that a consumer can be behind by. */
async function compared(
  system: Database,
  source: FactSource,
  asked: z.infer<typeof compareQuestion>,
): Promise<z.infer<typeof compareAnswer>> {
  const hashes = toldHashes(source.rows({ schoolId: asked.schoolId }), asked.columns)
  const [digest = [], open = [], rows = []] = await system.readAll(everything, [
    digestOf(hashes),
    sql`select count(*) as count from outbox_delivery d join outbox o on o.id = d.event_id
      where d.acked_at is null and d.consumer = ${asked.consumer} and d.school_id = ${asked.schoolId} and o.name = ${asked.kind}`,
    ...(asked.each ? [hashes] : []),
  ])
  const [all] = digest as { count: number; hash: string }[]
  const [waiting] = open as { count: number }[]
  return {
    count: all?.count ?? 0,
    hash: all?.hash ?? '',
    open: waiting?.count ?? 0,
    rows: (rows as { id: string; hash: string }[]).map((row) => [row.id, row.hash]),
  }
}
