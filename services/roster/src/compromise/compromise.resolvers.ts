import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { at, seesCompromises } from '../policy.js'
import { actInWords } from './act-words.js'
import { reportColumns, type ReportRow } from './acts.js'
import { closeCompromise, decideRosterActs, type DecideRosterActsInput } from './decide-acts.js'
import { reportCompromise, type ReportCompromiseInput } from './report-compromise.js'

type Ref = { id: string }

const sees = (ctx: Ctx, report: ReportRow): boolean =>
  seesCompromises(ctx.viewer, report.schoolId) ||
  at(ctx.viewer, report.schoolId)?.person === report.reportedById

async function reportOf(ctx: Ctx, id: string): Promise<ReportRow | null> {
  const [row] = await ctx.db.read<ReportRow>(
    ctx.scope,
    sql`select ${reportColumns} from compromise_report r where r.id::text = ${id}`,
  )
  return row && sees(ctx, row) ? row : null
}

async function reportsOfSchool(ctx: Ctx, schoolId: string, open: boolean | null | undefined) {
  if (!seesCompromises(ctx.viewer, schoolId)) return null
  const narrowed = open == null ? sql`true` : open ? sql`r.closed_at is null` : sql`r.closed_at is not null`
  return ctx.db.read<ReportRow>(
    ctx.scope,
    sql`select ${reportColumns} from compromise_report r where r.school_id = ${schoolId} and ${narrowed}
      order by r.received_at desc, r.id limit 500`,
  )
}

/** Who decided last, by the log: the entry about the same thing that names the act `c`. */
const decider = sql`(select d.leaf::jsonb ->> 'byName' from log_entry l join log_entry d on d.subject = l.subject
    and d.school_id = l.school_id and d.act = 'decideRosterActs' and d.leaf::jsonb -> 'from' ->> 'entry' = c.entry_id::text
  where l.school_id = c.school_id and l.seq = c.seq and c.state <> 'SUSPECT' order by d.seq desc limit 1)`

type Payload = { report?: Ref | null }
const payload = {
  report: (answer: Payload, _: unknown, ctx: Ctx) => (answer.report ? reportOf(ctx, answer.report.id) : null),
}

export const compromiseResolvers = {
  Query: {
    compromiseReport: (_: unknown, args: Ref, ctx: Ctx) => reportOf(ctx, args.id),
  },
  Mutation: {
    reportCompromise: (_: unknown, { input }: { input: ReportCompromiseInput }, ctx: Ctx) =>
      reportCompromise(ctx, input),
    decideRosterActs: (_: unknown, { input }: { input: DecideRosterActsInput }, ctx: Ctx) =>
      decideRosterActs(ctx, input),
    closeCompromise: (
      _: unknown,
      { input }: { input: { requestId?: string | null; reportId: string } },
      ctx: Ctx,
    ) => closeCompromise(ctx, input),
  },
  CompromisedAct: { kind: ({ act }: { act: string }) => actInWords(act, null) },
  ReportCompromisePayload: payload,
  DecideRosterActsPayload: payload,
  CloseCompromisePayload: payload,
  School: {
    compromiseReports: (ref: Ref, args: { open?: boolean | null }, ctx: Ctx) =>
      reportsOfSchool(ctx, ref.id, args.open),
  },
  CompromiseReport: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => reportOf(ctx, ref.id),
    account: (row: ReportRow, _: unknown, ctx: Ctx) =>
      seesCompromises(ctx.viewer, row.schoolId) ? { id: row.accountId } : null,
    person: (row: ReportRow) => ({ id: row.personId }),
    rosterActs: async (row: ReportRow, args: { state?: string | null }, ctx: Ctx) => {
      if (!seesCompromises(ctx.viewer, row.schoolId)) return null
      return ctx.db.read(
        ctx.scope,
        sql`select entry_id as "entryId", at, act, what, state, note, ${decider} as "decidedByName" from compromised_act c
          where report_id = ${row.id} and (${args.state ?? null}::text is null or state = ${args.state ?? null}) order by seq limit 5000`,
      )
    },
  },
}
