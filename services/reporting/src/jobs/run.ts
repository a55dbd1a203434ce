// One job's life in the worker: taken, followed, finished once. What it makes is in the makers.
import { everything, type Database, type Tx } from '@zhurnal/kit/database'
import { bury, reasonOf, unbury } from '@zhurnal/kit/dead-letters'
import type { Logger } from '@zhurnal/kit/logging'
import { sql } from '@zhurnal/kit/sql'
import type { Graph } from '../graph.js'
import { jobArguments, type JobKind } from './jobs.js'
import type { Turns } from './turns.js'

export type TakenJob = {
  readonly id: string
  readonly schoolId: string
  readonly kind: JobKind
  readonly title: string
  readonly arguments: unknown
  readonly attempt: number
  readonly failures: number
  readonly deaths: number
  readonly startedById: string
  readonly startedByAccount: string
  readonly createdAt: Date
}

/** What a maker is given to work with. */
export type JobHands = {
  readonly job: TakenJob
  readonly db: Database
  readonly graph: Graph
  readonly clock: () => Date
  /** Says how far it is, from 0 to 1, and what it does now; throws when the job was cancelled or is another's by now. */
  step(progress: number, text: string): Promise<void>
  /**
   * Writes what the job made and ends it, in one transaction, once: a worker that was thought dead and comes back finds
   * its job taken by another and writes nothing.
   */
  finish(write: (tx: Tx) => Promise<void>, failure?: string): Promise<void>
}

/** A reason that another try would not mend; the text is for the person who started the job. */
export class JobFailure extends Error {}
class Cancelled extends Error {}
class TakenOver extends Error {}

/** With the relay's pauses half a minute passes until the last: longer than a service takes to come back. */
const tries = 5
/** A job under which so many workers died is not given another. */
const deathsAtMost = 3

export type Makers = {
  readonly [K in JobKind]: (
    hands: JobHands,
    args: ReturnType<(typeof jobArguments)[K]['parse']>,
  ) => Promise<void>
}

export type RunParts = {
  readonly db: Database
  readonly graph: Graph
  readonly makers: Makers
  readonly clock: () => Date
  readonly log: Logger
  readonly turns: Turns
}

/** Runs a job to its end. Rejects when it should be tried again: the queue waits a while and does. */
export async function runJob(parts: RunParts, jobId: string): Promise<void> {
  // Taken when its turn has come: one that only waits would count the death of a worker that another job ends.
  await parts.turns.run(await isSuspect(parts.db, jobId), async () => {
    const job = await take(parts.db, jobId, parts.clock())
    if (!job) return
    if (job.deaths >= deathsAtMost) return endDead(parts, job, deadly, `${job.deaths} workers died under it`)
    await tryJob(parts, job)
  })
}

/** True when a worker has died under it, just now or before. */
async function isSuspect(db: Database, jobId: string): Promise<boolean> {
  const [job] = await db.read<{ suspect: boolean }>(
    everything,
    sql`select deaths > 0 or state = 'RUNNING' as suspect from job where id = ${jobId}`,
  )
  return job?.suspect ?? false
}

const deadly =
  'Задание несколько раз прерывало работу исполнителя, больше его не запускаем. Сообщите в поддержку, что это за задание.'
const hopeless =
  'Не получилось с пяти попыток. Попробуйте повторить позже; если не поможет, обратитесь в поддержку.'

async function tryJob(parts: RunParts, job: TakenJob): Promise<void> {
  const hands = handsOf(parts, job)
  try {
    await hands.step(0, 'Начато')
    await make(parts.makers, hands)
  } catch (error) {
    if (error instanceof TakenOver) return
    if (error instanceof Cancelled) return end(parts, job, 'CANCELLED', null)
    parts.log.warn({ err: error, job: job.id, attempt: job.attempt }, 'job: a try failed')
    if (error instanceof JobFailure) return end(parts, job, 'FAILED', error.message)
    if (job.failures + 1 >= tries) return endDead(parts, job, hopeless, reasonOf(error))
    await putBack(parts.db, job)
    throw error
  }
}

/** Between two tries it waits: a worker that finds it running knows that another died. */
async function putBack(db: Database, job: TakenJob): Promise<void> {
  await db.write(everything, (tx) =>
    tx.sql(sql`update job set state = 'WAITING', failures = failures + 1, step = 'Не получилось, скоро ещё попытка'
      where id = ${job.id} and attempt = ${job.attempt} and state = 'RUNNING'`),
  )
}

/** Not a failure of its maker but one that nobody foresaw: the operator finds it among the dead letters. */
async function endDead(parts: RunParts, job: TakenJob, said: string, reason: string): Promise<void> {
  await end(parts, job, 'FAILED', said, (tx) =>
    bury(tx, {
      id: job.id,
      kind: 'JOB',
      name: job.kind,
      schoolId: job.schoolId,
      reason,
      attempts: job.failures + job.deaths + 1,
    }),
  )
  parts.log.error({ job: job.id, kind: job.kind }, 'dead letter: a job did not end')
}

/** Says of jobs under way in this process that they wait again: it stops, and did not die under them. */
export async function handBack(db: Database, jobIds: readonly string[]): Promise<void> {
  await db.write(everything, (tx) =>
    tx.sql(sql`update job set state = 'WAITING' where id = any(${jobIds}::uuid[]) and state = 'RUNNING'`),
  )
}

async function make<K extends JobKind>(makers: Makers, hands: JobHands): Promise<void> {
  const kind = hands.job.kind as K
  const args = jobArguments[kind].parse(hands.job.arguments) as ReturnType<(typeof jobArguments)[K]['parse']>
  await makers[kind](hands, args)
}

/** Takes a job that waits, or one whose worker died: each taking is a new attempt, and only the last may finish. */
async function take(db: Database, jobId: string, now: Date): Promise<TakenJob | undefined> {
  const [job] = await db.write(everything, (tx) =>
    tx.sql<TakenJob>(sql`update job set state = 'RUNNING', attempt = attempt + 1,
        deaths = deaths + case when state = 'RUNNING' then 1 else 0 end, started_at = coalesce(started_at, ${now})
      where id = ${jobId} and state in ('WAITING', 'RUNNING')
      returning id, school_id as "schoolId", kind, title, arguments, attempt, failures, deaths, started_by_id as "startedById",
        started_by_account as "startedByAccount", created_at as "createdAt"`),
  )
  return job
}

function handsOf(parts: { db: Database; graph: Graph; clock: () => Date }, job: TakenJob): JobHands {
  const mine = sql`id = ${job.id} and attempt = ${job.attempt} and state = 'RUNNING'`
  return {
    job,
    db: parts.db,
    graph: parts.graph,
    clock: parts.clock,
    step: async (progress, text) => {
      const [row] = await parts.db.write(everything, (tx) =>
        tx.sql<{ cancel: boolean }>(
          sql`update job set progress = ${progress}, step = ${text} where ${mine} returning cancel_requested as cancel`,
        ),
      )
      if (!row) throw new TakenOver()
      if (row.cancel) throw new Cancelled()
    },
    finish: async (write, failure) =>
      parts.db.write(everything, async (tx) => {
        const state = failure ? 'FAILED' : 'DONE'
        const ended =
          await tx.sql(sql`update job set state = ${state}, progress = case when ${failure ?? null}::text is null then 1 else progress end, step = null,
          error = ${failure ?? null}, finished_at = ${parts.clock()} where ${mine} returning id`)
        if (ended.length === 0) throw new TakenOver()
        await unbury(tx, job.id)
        await write(tx)
      }),
  }
}

async function end(
  parts: { db: Database; clock: () => Date },
  job: TakenJob,
  state: 'CANCELLED' | 'FAILED',
  error: string | null,
  also: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<void> {
  await parts.db.write(everything, async (tx) => {
    const ended =
      await tx.sql(sql`update job set state = ${state}, step = null, error = ${error}, finished_at = ${parts.clock()}
      where id = ${job.id} and attempt = ${job.attempt} and state = 'RUNNING' returning id`)
    if (ended.length > 0) await also(tx)
  })
}
