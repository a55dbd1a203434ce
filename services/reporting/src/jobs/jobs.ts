// Starting, cancelling and repeating jobs. What a job does is in the worker.
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { emit } from '@zhurnal/kit/outbox'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { jobStarted } from '../../events.js'
import { actorIn, type Ctx } from '../context.js'
import { mayKeepArchive, mayPrintClass, seesJob } from '../policy.js'

/** What a job needs to know beside who started it: ids only, parsed going in and coming out. */
export const jobArguments = {
  PRINT_CLASS_JOURNAL: z.object({
    classId: z.uuid(),
    periodId: z.uuid(),
    courseIds: z.array(z.uuid()).nullable(),
  }),
  TAKE_SNAPSHOT: z.object({ yearId: z.uuid() }),
  VERIFY_SNAPSHOT: z.object({ snapshotId: z.uuid() }),
  CHECK_IMPORT: z.object({ importId: z.uuid() }),
  APPLY_IMPORT: z.object({ importId: z.uuid() }),
  UNDO_IMPORT: z.object({ importId: z.uuid() }),
  ISSUE_ACCOUNTS: z.object({
    personIds: z.array(z.uuid()).min(1).max(1000),
    delivery: z.enum(['PRINT', 'EMAIL']),
  }),
  SEND_LETTER: z.object({ reportId: z.uuid() }),
  PRINT_COMPROMISE_ACT: z.object({ reportId: z.uuid() }),
  PRINT_BLANK_PAGES: z.object({ classIds: z.array(z.uuid()).min(1).max(100), date: z.iso.date() }),
  PRINT_TRANSFER_SHEET: z.object({ pupilId: z.uuid(), periodId: z.uuid() }),
  SAVE_MARK_CHANGES: z.object({
    from: z.iso.date(),
    to: z.iso.date(),
    courseId: z.uuid().nullable(),
    actorId: z.uuid().nullable(),
    pupilId: z.uuid().nullable(),
    schoolClassId: z.uuid().nullable(),
    changedOnly: z.boolean(),
  }),
  EXPORT_PERSON: z.object({ personId: z.uuid() }),
} as const
export type JobKind = keyof typeof jobArguments
export const jobKinds = Object.keys(jobArguments) as JobKind[]

export type JobRow = {
  id: string
  schoolId: string
  kind: JobKind
  title: string
  state: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED'
  progress: number
  step: string | null
  startedById: string
  startedByName: string
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  error: string | null
}

export const jobColumns = sql`j.id, j.school_id as "schoolId", j.kind, j.title, j.state, j.progress, j.step, j.started_by_id as "startedById",
  j.started_by_name as "startedByName", j.created_at as "createdAt", j.started_at as "startedAt", j.finished_at as "finishedAt", j.error`

/** Puts a job in line, in the transaction of the act that asks for it. */
export async function startJob(
  ctx: Ctx,
  tx: Tx,
  schoolId: string,
  kind: JobKind,
  title: string,
  args: object,
): Promise<JobRow> {
  const actor = actorIn(ctx, schoolId)
  const checked = JSON.stringify(jobArguments[kind].parse(args))
  const [job] =
    await tx.sql<JobRow>(sql`insert into job as j (id, school_id, kind, title, arguments, started_by_id, started_by_name, started_by_account, created_at)
    values (${newId()}, ${schoolId}, ${kind}, ${title}, ${checked}::jsonb, ${actor.personId}, ${actor.name}, ${actor.accountId}, ${ctx.now}) returning ${jobColumns}`)
  if (!job) throw new Error('a job that was inserted is not there')
  await appendLog(tx, 'reporting', schoolId, ctx.now, actor, [
    { act: 'startJob', subject: `job:${job.id}`, from: null, to: { kind, title } },
  ])
  await emit(tx, jobStarted, schoolId, ctx.now, [{ id: job.id, version: 0 }], { nudge: ctx.nudge })
  return job
}

export async function printClassJournal(
  ctx: Ctx,
  input: { requestId?: string | null; schoolClassId: string; periodId: string; courseIds?: string[] | null },
) {
  return mutation(ctx.db, ctx.scope, 'printClassJournal', input, async (tx) => {
    const [page] = await tx.sql<{ schoolId: string; className: string; periodName: string }>(sql`
      select k.school_id as "schoolId", k.name as "className", p.name as "periodName" from ref_class k join ref_period p on p.year_id = k.year_id
      where k.id::text = ${input.schoolClassId} and not k.removed and p.id::text = ${input.periodId}`)
    if (!page || !mayPrintClass(ctx.viewer, page.schoolId, input.schoolClassId))
      return notFound('schoolClassId')
    if (input.courseIds && (input.courseIds.length === 0 || input.courseIds.length > 100))
      refuse('BAD_INPUT', 'Курсов: от 1 до 100.', 'courseIds')
    const title = `Журнал ${page.className}, ${page.periodName}`
    const args = {
      classId: input.schoolClassId,
      periodId: input.periodId,
      courseIds: input.courseIds ?? null,
    }
    return { job: await startJob(ctx, tx, page.schoolId, 'PRINT_CLASS_JOURNAL', title, args) }
  })
}

export async function takeSnapshot(ctx: Ctx, input: { requestId?: string | null; yearId: string }) {
  return mutation(ctx.db, ctx.scope, 'takeSnapshot', input, async (tx) => {
    const [year] = await tx.sql<{
      schoolId: string
      name: string
      stores: number
    }>(sql`select y.school_id as "schoolId", y.name,
      (select count(*) from store s where s.school_id = y.school_id) as stores from ref_year y where y.id::text = ${input.yearId}`)
    if (!year || !mayKeepArchive(ctx.viewer, year.schoolId)) return notFound('yearId')
    if (year.stores === 0)
      refuse(
        'NO_STORES',
        'Сначала назовите хранилища: папки на двух носителях в разных помещениях (п. 3.3).',
        'yearId',
      )
    return {
      job: await startJob(ctx, tx, year.schoolId, 'TAKE_SNAPSHOT', `Снимок архива, ${year.name}`, {
        yearId: input.yearId,
      }),
    }
  })
}

export async function verifySnapshot(ctx: Ctx, input: { requestId?: string | null; snapshotId: string }) {
  return mutation(ctx.db, ctx.scope, 'verifySnapshot', input, async (tx) => {
    const [snapshot] = await tx.sql<{ schoolId: string; yearName: string }>(
      sql`select school_id as "schoolId", year_name as "yearName" from snapshot where id::text = ${input.snapshotId}`,
    )
    if (!snapshot || !mayKeepArchive(ctx.viewer, snapshot.schoolId)) return notFound('snapshotId')
    return {
      job: await startJob(
        ctx,
        tx,
        snapshot.schoolId,
        'VERIFY_SNAPSHOT',
        `Проверка снимка, ${snapshot.yearName}`,
        { snapshotId: input.snapshotId },
      ),
    }
  })
}

async function jobToChange(ctx: Ctx, tx: Tx, jobId: string): Promise<JobRow> {
  const [job] = await tx.sql<JobRow>(
    sql`select ${jobColumns} from job j where j.id::text = ${jobId} for update`,
  )
  return job && seesJob(ctx.viewer, job) ? job : notFound('jobId')
}

/** A job that waits ends at once; one that runs ends at its next step. */
export async function cancelJob(ctx: Ctx, input: { requestId?: string | null; jobId: string }) {
  return mutation(ctx.db, ctx.scope, 'cancelJob', input, async (tx) => {
    const job = await jobToChange(ctx, tx, input.jobId)
    if (job.state !== 'WAITING' && job.state !== 'RUNNING')
      refuse('FINISHED', 'Задание уже закончено.', 'jobId')
    await tx.sql(sql`update job set cancel_requested = true where id = ${job.id}`)
    if (job.state === 'WAITING')
      await tx.sql(sql`update job set state = 'CANCELLED', finished_at = ${ctx.now} where id = ${job.id}`)
    return { job: { id: job.id } }
  })
}

export async function retryJob(ctx: Ctx, input: { requestId?: string | null; jobId: string }) {
  return mutation(ctx.db, ctx.scope, 'retryJob', input, async (tx) => {
    const job = await jobToChange(ctx, tx, input.jobId)
    if (job.state !== 'FAILED' && job.state !== 'CANCELLED')
      refuse('NOT_FAILED', 'Повторить можно задание, которое не удалось или отменено.', 'jobId')
    // It runs with the authority of who started it: nobody may run it under another's.
    if (job.startedById !== actorIn(ctx, job.schoolId).personId) return notFound('jobId')
    await tx.sql(sql`update job set state = 'WAITING', progress = 0, step = null, error = null, failures = 0, deaths = 0, cancel_requested = false,
      started_at = null, finished_at = null where id = ${job.id}`)
    await emit(tx, jobStarted, job.schoolId, ctx.now, [{ id: job.id, version: 0 }], { nudge: ctx.nudge })
    return { job: { id: job.id } }
  })
}
