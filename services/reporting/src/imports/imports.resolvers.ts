import { sql, type Sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { jobColumns, type JobRow } from '../jobs/jobs.js'
import { job as jobOf } from '../jobs/jobs.resolvers.js'
import { mayImport } from '../policy.js'
import { schoolMeant } from '../schools.js'
import { importColumns, itemColumns, type ImportRow, type ItemRow } from './import-row.js'
import { applyImport, decideImport, dropImport, undoImport } from './imports.js'
import type { RawFiles } from './raw-files.js'

type Ref = { id: string }
type Payload = { import?: Ref | null; job?: Ref | null }
const payload = {
  import: (answer: Payload, _: unknown, ctx: Ctx) => (answer.import ? importOf(ctx, answer.import.id) : null),
  job: (answer: Payload, _: unknown, ctx: Ctx) => (answer.job ? jobOf(ctx, answer.job.id) : null),
}

type Shown = ImportRow & { readonly shownJob: JobRow | null }

/**
 * Imports with the jobs that work on them, as they stood at one moment: read one after the other, a job that has just ended
 * would stand beside an import that has not.
 */
async function importsWhere(ctx: Ctx, where: Sql, first: number): Promise<Shown[]> {
  const [rows = [], jobs = []] = await ctx.db.readAll(ctx.scope, [
    sql`select ${importColumns} from import i where ${where} order by i.created_at desc, i.id limit ${first}`,
    sql`select ${jobColumns} from job j where j.id in (select i.job_id from import i where ${where} order by i.created_at desc, i.id limit ${first})`,
  ])
  const byId = new Map((jobs as unknown as JobRow[]).map((job) => [job.id, job]))
  return (rows as unknown as ImportRow[])
    .filter((row) => mayImport(ctx.viewer, row.schoolId))
    .map((row) => ({ ...row, shownJob: byId.get(row.jobId ?? '') ?? null }))
}

const importOf = async (ctx: Ctx, id: string): Promise<Shown | null> =>
  (await importsWhere(ctx, sql`i.id::text = ${id}`, 1))[0] ?? null

const sum = (row: ImportRow, field: string): number =>
  row.counts.reduce((total, count) => total + Number(count[field] ?? 0), 0)

type ItemArgs = {
  entity?: string | null
  action?: string | null
  search?: string | null
  first?: number | null
  after?: string | null
}

/** Items in the file's order, narrowed; a page is counted from the item that `after` names. */
async function items(row: ImportRow, args: ItemArgs, ctx: Ctx) {
  const first = Math.min(Math.max(args.first ?? 50, 1), 200)
  const after = Number(args.after ?? -1)
  // A search for «%» or «_» means these letters.
  const like = `%${(args.search ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const narrowed: Sql = sql`t.import_id = ${row.id} and (${args.entity ?? null}::text is null or t.entity = ${args.entity ?? null})
    and (${args.action ?? null}::text is null or t.action = ${args.action ?? null}) and t.name ilike ${like}`
  const [rows, counted] = await ctx.db.readAll(ctx.scope, [
    sql`select ${itemColumns} from import_item t where ${narrowed} and t.ordinal > ${Number.isInteger(after) ? after : -1}
      order by t.ordinal limit ${first + 1}`,
    sql`select count(*)::integer as count from import_item t where ${narrowed}`,
  ])
  const found = (rows ?? []) as unknown as ItemRow[]
  const page = found.slice(0, first)
  return {
    edges: page.map((node) => ({ node, cursor: String(node.ordinal) })),
    pageInfo: {
      hasNextPage: found.length > first,
      endCursor: page.length ? String(page.at(-1)?.ordinal) : null,
    },
    totalCount: Number(counted?.[0]?.count ?? 0),
  }
}

/** `files`: where the bytes of what is given up are deleted. */
export const importResolvers = (files: RawFiles) => ({
  Query: {
    import: (_: unknown, args: Ref, ctx: Ctx) => importOf(ctx, args.id),
    imports: async (_: unknown, args: { schoolId?: string | null; first?: number | null }, ctx: Ctx) => {
      const schoolId = schoolMeant(ctx, args.schoolId)
      if (!schoolId || !mayImport(ctx.viewer, schoolId)) return null
      const first = Math.min(Math.max(args.first ?? 50, 1), 100)
      return importsWhere(ctx, sql`i.school_id = ${schoolId}`, first)
    },
  },
  Mutation: {
    decideImport: (_: unknown, { input }: { input: Parameters<typeof decideImport>[1] }, ctx: Ctx) =>
      decideImport(ctx, input),
    applyImport: (_: unknown, { input }: { input: Parameters<typeof applyImport>[1] }, ctx: Ctx) =>
      applyImport(ctx, input),
    undoImport: (_: unknown, { input }: { input: Parameters<typeof undoImport>[1] }, ctx: Ctx) =>
      undoImport(ctx, input),
    dropImport: (_: unknown, { input }: { input: Parameters<typeof undoImport>[1] }, ctx: Ctx) =>
      dropImport(ctx, input, files),
  },
  DecideImportPayload: payload,
  ApplyImportPayload: payload,
  UndoImportPayload: payload,
  DropImportPayload: payload,
  Import: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => importOf(ctx, ref.id),
    created: (row: ImportRow) => sum(row, 'created'),
    changed: (row: ImportRow) => sum(row, 'changed'),
    unchanged: (row: ImportRow) => sum(row, 'unchanged'),
    removed: (row: ImportRow) => sum(row, 'removed'),
    undecided: (row: ImportRow) => sum(row, 'undecided'),
    missing: (row: ImportRow) => sum(row, 'missing'),
    // Counts that were written before somebody could be missing do not tell it.
    counts: (row: ImportRow) => row.counts.map((one) => ({ missing: 0, ...one })),
    problems: (row: ImportRow) => row.problems.map((one) => ({ count: 1, fatal: false, ...one })),
    items,
    job: (row: ImportRow | Shown, _: unknown, ctx: Ctx) =>
      'shownJob' in row ? row.shownJob : row.jobId ? jobOf(ctx, row.jobId) : null,
  },
  ImportItem: { decided: (row: ItemRow) => row.decision !== null },
})
