// Facts that get lost on their way, or after it: the relay sends again, the nightly comparison finds and mends, a replay
// fills what was emptied.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectQueue } from '@zhurnal/kit/queue'
import { inspectLog, inspectReferences, nothingOpen } from '../inspect.js'
import { waitFor, type Place } from '../place.js'
import { Claims, type Outcome } from '../result.js'

/** People taken on by the office, each asked for until it is answered. */
async function takeOn(place: Place, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  await Promise.all(
    ids.map(async (id) => {
      const person = { id, lastName: 'Новиков', firstName: 'Новичок', staff: { position: 'учитель' } }
      const input = { requestId: randomUUID(), schoolId: place.school.id, people: [person] }
      const asked = () =>
        place.school.tell('roster', 'addPeople', input).then(
          () => true,
          (error: unknown) => String(error).includes('ALREADY_EXISTS'),
        )
      while (!(await asked())) await sleep(200)
    }),
  )
  return ids
}

async function arrived(place: Place, ids: readonly string[], claims: Claims, done: string): Promise<Outcome> {
  const references = await inspectReferences(place, claims)
  await inspectLog(place, [], claims)
  const found = await place.sql('gradebook', 'select id from ref_person where id = any($1)', [ids])
  return {
    done,
    acknowledged: ids.length,
    found: found.length,
    lost: ids.length - found.length,
    doubled: 0,
    differing: claims.broken.length,
    notes: [...claims.broken, references],
  }
}

/** Roster dies again and again while it moves events: some have gone out and are not marked as sent, some not. */
export async function killRelay(place: Place): Promise<Outcome> {
  const ids: string[] = []
  for (let round = 0; round < 3; round += 1) {
    const asked = takeOn(place, 20)
    await sleep(30 + round * 60)
    await place.installation.kill('roster')
    ids.push(...(await asked))
  }
  await place.ready()
  return arrived(
    place,
    ids,
    new Claims(),
    'roster, whose relay moves the events of 60 people, killed 3 times',
  )
}

/** The queue takes events, loses them all, and was the only one that had them beside the outbox. */
export async function emptyQueue(place: Place, empty: () => Promise<void>): Promise<Outcome> {
  await place.installation.kill('gradebook', { revive: false })
  const ids = await takeOn(place, 20)
  await waitFor('the relay to have sent them', async () => {
    const [row] = await place.sql<{ left: number }>(
      'roster',
      'select count(*)::int as left from outbox_delivery where queued_at is null and acked_at is null',
    )
    return row?.left === 0
  })
  await empty()
  await place.installation.restart('gradebook')
  return arrived(place, ids, new Claims(), 'the queue emptied with the events of 20 people in it')
}

/** Empties the consumer's queue where BullMQ keeps it in PostgreSQL. */
export const emptyInPostgres = (place: Place) => async (): Promise<void> => {
  const kit = connectQueue({ postgresUrl: String(place.installation.env['QUEUE_DATABASE_URL']) })
  await kit.queue('events-gradebook').obliterate({ force: true })
  await kit.close()
}

const damages: readonly (readonly [service: 'schedule' | 'gradebook', statement: string])[] = [
  ['gradebook', `delete from ref_person where id in (select id from ref_person order by id limit 20)`],
  [
    'gradebook',
    `update ref_lesson set day = day + 1 where id in (select id from ref_lesson order by id limit 20)`,
  ],
  ['gradebook', `update ref_course set version = version + 100, learners_name = 'чужие'`],
  [
    'gradebook',
    `insert into ref_class (id, school_id, year_id, name, grade, version)
      select gen_random_uuid(), school_id, year_id, '11Я', 11, 1 from ref_class limit 1`,
  ],
  ['schedule', `delete from ref_membership`],
  [
    'schedule',
    `update lesson set held_at = null where id in (select id from lesson where held_at is not null limit 33)`,
  ],
]

/** What no relay can know of: rows lost, changed and added in the consumers' tables after they were acknowledged. */
export async function nightlyComparison(place: Place): Promise<Outcome> {
  const claims = new Claims()
  let damaged = 0
  for (const [service, statement] of damages)
    damaged += (await place.sql(service, `${statement} returning 1`)).length
  const from = Date.now()
  let mended = 0
  for (const service of ['schedule', 'gradebook'] as const) {
    const { findings } = await place.internal<{
      findings: { kind: string; missing: number; changed: number; extra: number; outcome: string }[]
    }>(service, 'compare', {})
    for (const { kind, missing, changed, extra, outcome } of findings) {
      claims.holds(outcome === 'MENDED', `${service}: ${kind} ended as ${outcome}`)
      if (outcome === 'MENDED') mended += missing + changed + extra
    }
  }
  const seconds = ((Date.now() - from) / 1000).toFixed(1)
  const references = await inspectReferences(place, claims)
  return {
    done: `${damages.length} kinds of damage to kept facts, then the comparison`,
    acknowledged: damaged,
    found: mended,
    lost: damaged - mended,
    doubled: 0,
    differing: claims.broken.length,
    notes: [...claims.broken, `found and mended in ${seconds} s`, references],
  }
}

/** A consumer that lost all its tables is told everything again. */
export async function emptyConsumer(place: Place): Promise<Outcome> {
  const claims = new Claims()
  const tables = ['school', 'year', 'period', 'class', 'group', 'person', 'membership', 'course', 'lesson']
  const contents = async () => {
    const parts = tables.map(
      (name) => `select '${name}' as name, (select json_agg(t order by t.id) from ref_${name} t) as rows`,
    )
    return JSON.stringify(await place.sql('gradebook', parts.join(' union all ')))
  }
  const count = async () => {
    const parts = tables.map((name) => `(select count(*) from ref_${name})`)
    const [row] = await place.sql<{ count: number }>(
      'gradebook',
      `select (${parts.join(' + ')})::int as count`,
    )
    return row?.count ?? 0
  }
  const [before, rows] = [await contents(), await count()]
  for (const name of tables) await place.sql('gradebook', `delete from ref_${name}`)
  await place.sql('gradebook', 'delete from inbox')
  for (const service of ['roster', 'schedule'] as const)
    await place.internal(service, 'replay', { consumer: 'gradebook' })
  await waitFor('the replay to be applied', () => nothingOpen(place), 90_000)
  claims.holds((await contents()) === before, 'the tables are not what they were')
  const found = await count()
  return {
    done: 'all kept facts of gradebook emptied, then replay',
    acknowledged: rows,
    found,
    lost: Math.max(0, rows - found),
    doubled: 0,
    differing: claims.broken.length,
    notes: claims.broken,
  }
}
