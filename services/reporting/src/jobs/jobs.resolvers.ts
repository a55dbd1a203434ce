import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { documentColumns, readable, type DocumentRow } from '../documents/documents.js'
import { importColumns, type ImportRow } from '../imports/import-row.js'
import { mayImport, seesJob, seesJobs } from '../policy.js'
import { schoolMeant } from '../schools.js'
import { snapshotColumns } from '../snapshots/snapshots.js'
import {
  cancelJob,
  jobColumns,
  printClassJournal,
  retryJob,
  takeSnapshot,
  verifySnapshot,
  type JobRow,
} from './jobs.js'

type Ref = { id: string }

export async function job(ctx: Ctx, id: string): Promise<JobRow | null> {
  const [row] = await ctx.db.read<JobRow>(
    ctx.scope,
    sql`select ${jobColumns} from job j where j.id::text = ${id}`,
  )
  return row && seesJob(ctx.viewer, row) ? row : null
}

type Payload = { job?: Ref | JobRow | null; errors: readonly unknown[] }
/** A payload shows the job as it stands after the act. */
const payload = {
  job: (answer: Payload, _: unknown, ctx: Ctx) => (answer.job ? job(ctx, answer.job.id) : null),
}

export const jobResolvers = {
  Query: {
    job: (_: unknown, args: Ref, ctx: Ctx) => job(ctx, args.id),
    jobs: async (_: unknown, args: { schoolId?: string | null; first?: number | null }, ctx: Ctx) => {
      const schoolId = schoolMeant(ctx, args.schoolId)
      if (!schoolId || !seesJobs(ctx.viewer, schoolId)) return null
      const first = Math.min(Math.max(args.first ?? 50, 1), 100)
      return ctx.db.read<JobRow>(
        ctx.scope,
        sql`select ${jobColumns} from job j where j.school_id = ${schoolId} order by j.created_at desc, j.id limit ${first}`,
      )
    },
  },
  Mutation: {
    printClassJournal: (
      _: unknown,
      { input }: { input: Parameters<typeof printClassJournal>[1] },
      ctx: Ctx,
    ) => printClassJournal(ctx, input),
    takeSnapshot: (_: unknown, { input }: { input: Parameters<typeof takeSnapshot>[1] }, ctx: Ctx) =>
      takeSnapshot(ctx, input),
    verifySnapshot: (_: unknown, { input }: { input: Parameters<typeof verifySnapshot>[1] }, ctx: Ctx) =>
      verifySnapshot(ctx, input),
    cancelJob: (_: unknown, { input }: { input: Parameters<typeof cancelJob>[1] }, ctx: Ctx) =>
      cancelJob(ctx, input),
    retryJob: (_: unknown, { input }: { input: Parameters<typeof retryJob>[1] }, ctx: Ctx) =>
      retryJob(ctx, input),
  },
  PrintClassJournalPayload: payload,
  TakeSnapshotPayload: payload,
  VerifySnapshotPayload: payload,
  CancelJobPayload: payload,
  RetryJobPayload: payload,
  Job: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => job(ctx, ref.id),
    documents: async (row: JobRow, _: unknown, ctx: Ctx) =>
      readable(
        ctx,
        await ctx.db.read<DocumentRow>(
          ctx.scope,
          sql`select ${documentColumns} from document d where d.job_id = ${row.id} order by d.created_at, d.id`,
        ),
      ),
    import: async (row: JobRow, _: unknown, ctx: Ctx) => {
      const [found] = await ctx.db.read<ImportRow>(
        ctx.scope,
        sql`select ${importColumns} from import i where i.id::text = (select arguments ->> 'importId' from job where id = ${row.id})`,
      )
      return found && mayImport(ctx.viewer, found.schoolId) ? found : null
    },
    snapshot: async (row: JobRow, _: unknown, ctx: Ctx) => {
      const [found] = await ctx.db.read(
        ctx.scope,
        sql`select ${snapshotColumns} from snapshot s where s.job_id = ${row.id} or s.id::text = (select arguments ->> 'snapshotId' from job where id = ${row.id})`,
      )
      return found ?? null
    },
  },
}
