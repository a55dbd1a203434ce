// Jobs that cannot be done, workers that die, and two workers at once.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { builtCommand } from '../../src/launch/plan.js'
import { freePort } from '../../src/ports.js'
import { Coordinator, inspectPrints } from '../jobs.js'
import { waitFor, type Place } from '../place.js'
import { Claims, type Outcome } from '../result.js'

type Letter = { id: string; kind: string; reason: string; attempts: number }
const lettersIn = async (place: Place): Promise<Letter[]> =>
  (await place.internal<{ letters: Letter[] }>('reporting', 'dead-letters')).letters

/** A job whose arguments do not parse, and a delivery that is none, among prints that are well. */
export async function poisonedData(place: Place): Promise<Outcome> {
  const coordinator = await Coordinator.signedIn(place)
  const claims = new Claims()
  const [jobId, eventId, bareId] = [randomUUID(), randomUUID(), randomUUID()]
  await place.sql(
    'reporting',
    `insert into job (id, school_id, kind, title, arguments, started_by_id, started_by_name, started_by_account, created_at)
      values ($1, $2, 'PRINT_CLASS_JOURNAL', 'Порченое задание', '{"classId": 7}', $1, 'Никто', $1, now())`,
    [jobId, place.school.id],
  )
  await deliver(place, eventId, [{ id: jobId, version: 0 }])
  await deliver(place, bareId, [{ id: 'not an id' }])
  const prints = await coordinator.print(6)
  const { done, doubled } = await inspectPrints(coordinator, place, prints, claims)
  const [healthy] = await place.sql<{ state: string }>('reporting', 'select state from job where id = $1', [
    jobId,
  ])
  claims.holds(healthy?.state !== 'DONE', 'a job with no arguments was done')
  await waitFor('two dead letters', async () => (await lettersIn(place)).length === 2, 120_000)
  const letters = await lettersIn(place)
  for (const id of [jobId, bareId]) {
    const letter = letters.find((one) => one.id === id)
    claims.holds((letter?.reason ?? '').length > 10, 'a dead letter without its reason')
    claims.holds((letter?.attempts ?? 0) >= 5, 'a dead letter that was hardly tried')
  }
  const [job] = await place.sql<{ state: string; error: string | null }>(
    'reporting',
    'select state, error from job where id = $1',
    [jobId],
  )
  claims.holds(job?.state === 'FAILED' && (job.error ?? '') !== '', 'a poisoned job is not told as failed')
  await place.sql('reporting', 'delete from dead_letter')
  return {
    done: 'a job and a delivery whose data do not parse, among 6 prints',
    acknowledged: prints.length,
    found: done,
    lost: prints.length - done,
    doubled,
    differing: claims.broken.length,
    notes: [
      ...claims.broken,
      ...letters.map((letter) => `dead ${letter.kind}: ${letter.reason.slice(0, 90)}`),
    ],
  }
}

async function deliver(place: Place, id: string, rows: readonly object[]): Promise<void> {
  const insert = `with event as (
      insert into outbox (id, school_id, name, payload, at) values ($1, $2, 'reporting.job-started.v1', $3::jsonb, now())
      returning id, position, school_id)
    insert into outbox_delivery (event_id, consumer, position, school_id) select id, 'worker', position, school_id from event`
  await place.sql('reporting', insert, [id, place.school.id, JSON.stringify(rows)])
}

/** One print under which the worker dies each time, as when it takes all memory; the others must not suffer by it. */
export async function deadlyJob(place: Place): Promise<Outcome> {
  const coordinator = await Coordinator.signedIn(place)
  const claims = new Claims()
  const [deadly = ''] = await coordinator.print(1)
  const prints = await coordinator.print(6)
  let kills = 0
  let attempt = 0
  const stateOf = async () => {
    const [row] = await place.sql<{ state: string; attempt: number }>(
      'reporting',
      'select state, attempt from job where id = $1',
      [deadly],
    )
    return row ?? { state: 'GONE', attempt: 0 }
  }
  for (const end = Date.now() + 180_000; Date.now() < end; await sleep(20)) {
    const seen = await stateOf()
    if (seen.state === 'FAILED' || seen.state === 'DONE') break
    if (seen.state !== 'RUNNING' || seen.attempt === attempt) continue
    attempt = seen.attempt
    kills += 1
    await place.installation.kill('worker')
  }
  const ended = await stateOf()
  claims.holds(ended.state === 'FAILED', `a job under which ${kills} workers died ended as ${ended.state}`)
  const letters = await lettersIn(place)
  const letter = letters.find((one) => one.id === deadly)
  claims.holds(letter !== undefined, 'it is not among the dead letters')
  const { done, doubled } = await inspectPrints(coordinator, place, prints, claims)
  await place.sql('reporting', 'delete from dead_letter')
  return {
    done: `a job under which the worker is killed each time (${kills}), among 6 prints`,
    acknowledged: prints.length,
    found: done,
    lost: prints.length - done,
    doubled,
    differing: claims.broken.length,
    notes: [...claims.broken, `dead JOB: ${letter?.reason ?? 'none'}`],
  }
}

/** A second worker beside the first: no job is done twice, and both work. */
export async function twoWorkers(place: Place): Promise<Outcome> {
  const coordinator = await Coordinator.signedIn(place)
  const claims = new Claims()
  const port = await freePort()
  const second = spawn(process.execPath, builtCommand('worker', '127.0.0.1', port), {
    env: { ...process.env, ...place.installation.env, PORT: String(port) },
    stdio: 'ignore',
  })
  try {
    const ready = () => fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => answer.ok)
    await waitFor('the second worker', ready)
    const prints = await coordinator.print(24)
    let atOnce = 0
    let over = false
    const watch = (async () => {
      for (; !over; await sleep(50)) {
        const [row] = await place.sql<{ count: number }>(
          'reporting',
          `select count(*)::int as count from job where state = 'RUNNING' and id = any($1)`,
          [prints],
        )
        atOnce = Math.max(atOnce, row?.count ?? 0)
      }
    })()
    const { done, doubled } = await inspectPrints(coordinator, place, prints, claims)
    over = true
    await watch
    // One worker runs two at a time: three are more than it can.
    claims.holds(atOnce > 2, 'the second worker did nothing')
    const [taken] = await place.sql<{ attempts: number }>(
      'reporting',
      'select max(attempt) as attempts from job where id = any($1)',
      [prints],
    )
    claims.holds(taken?.attempts === 1, `a print was taken ${taken?.attempts ?? 0} times`)
    return {
      done: 'two workers, 24 prints',
      acknowledged: prints.length,
      found: done,
      lost: prints.length - done,
      doubled,
      differing: claims.broken.length,
      notes: [...claims.broken, `at most ${atOnce} prints ran at once`],
    }
  } finally {
    second.kill('SIGTERM')
    await once(second, 'exit')
  }
}
