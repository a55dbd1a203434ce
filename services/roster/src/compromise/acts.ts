import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { actInWords } from './act-words.js'
import type { ActEntry } from './outcome.js'
import { turn } from './undo.js'

export type ReportRow = {
  readonly id: string
  readonly schoolId: string
  readonly accountId: string
  readonly personId: string
  readonly receivedAt: Date
  readonly suspectedSince: Date | null
  readonly note: string | null
  readonly reportedById: string
  readonly reportedByName: string
  readonly dueAt: Date
  readonly stopped: string[]
  readonly closedAt: Date | null
  /** The login is, or was when it was reported, a coordinator's own. */
  readonly ofCoordinator: boolean
}

export const reportColumns = sql`r.id, r.school_id as "schoolId", r.account_id as "accountId", r.person_id as "personId",
  r.received_at as "receivedAt", r.suspected_since as "suspectedSince", r.note, r.reported_by_id as "reportedById",
  r.reported_by_name as "reportedByName", r.due_at as "dueAt", r.stopped, r.closed_at as "closedAt",
  exists (select 1 from role_grant g where g.person_id = r.person_id and g.role = 'COORDINATOR'
    and (g.until_day is null or g.until_day >= r.received_at::date)) as "ofCoordinator"`

type Found = {
  entryId: string
  seq: number
  at: Date
  act: string
  subject: string
  aboutId: string | null
  leaf: string
  texts: Record<string, string>
  name: string | null
}

/** Texts beside an entry `l` of the log, those that are not erased. */
const texts = sql`coalesce((select jsonb_object_agg(x.name, x.text) from log_text x where x.entry_id = l.id), '{}') as texts`

/**
 * Takes the acts of the login into the report that are not in it yet. Those that stand in the log when the notice comes
 * are suspect; what is found later was written after it, and is void at once where that can be (4.4): the order of the
 * log decides, not the clocks of two requests. The log is read by day, not as a whole.
 */
export async function collectActs(
  tx: Tx,
  ctx: Ctx,
  report: ReportRow,
  when: 'AT_NOTICE' | 'SINCE_NOTICE',
): Promise<void> {
  const since = report.suspectedSince ?? report.receivedAt
  const found =
    await tx.sql<Found>(sql`select l.id as "entryId", l.seq, l.at, l.act, l.subject, l.about_id as "aboutId", l.leaf, ${texts},
      (select concat_ws(' ', p.last_name, p.first_name, p.patronymic) from person p where p.id = l.about_id) as name
    from log_entry l where l.school_id = ${report.schoolId} and l.at >= ${since} and l.by_id = ${report.personId}
      and l.leaf::jsonb ->> 'account' = ${report.accountId}
      and l.act not in ('reportCompromise', 'decideRosterActs', 'closeCompromise')
      -- An order's entry speaks for its movements.
      and not (l.act in ('recordOrder', 'withdrawOrder', 'promoteSchool') and l.subject like 'person:%')
      and not exists (select 1 from compromised_act c where c.report_id = ${report.id} and c.entry_id = l.id)
    order by l.seq`)
  for (const one of found.toReversed()) {
    const late = when === 'SINCE_NOTICE'
    const { obstacle, note } = late ? await turn(tx, ctx, entryOf(report.schoolId, one), 'undo') : {}
    const state = late && obstacle === undefined ? 'VOID' : 'SUSPECT'
    await tx.sql(sql`insert into compromised_act (report_id, entry_id, school_id, seq, at, act, what, state, note)
      values (${report.id}, ${one.entryId}, ${report.schoolId}, ${one.seq}, ${one.at}, ${one.act}, ${actInWords(one.act, one.name)}, ${state},
        ${obstacle ?? note ?? null})`)
  }
}

const entryOf = (schoolId: string, one: Omit<Found, 'seq' | 'name'>): ActEntry => {
  const leaf = JSON.parse(one.leaf) as { from: unknown; to: unknown }
  return { ...one, schoolId, from: leaf.from, to: leaf.to }
}

export type TakenAct = ActEntry & { readonly state: string; readonly what: string }

/** Acts of a report that are named, newest first, locked for the decision. */
export async function takenActs(tx: Tx, report: ReportRow, entryIds: readonly string[]): Promise<TakenAct[]> {
  const rows = await tx.sql<Omit<Found, 'name'> & { state: string; what: string }>(sql`
    select c.entry_id as "entryId", c.seq, c.at, c.act, c.state, c.what, l.subject, l.about_id as "aboutId", l.leaf, ${texts}
    from compromised_act c join log_entry l on l.school_id = c.school_id and l.seq = c.seq
    where c.report_id = ${report.id} and c.entry_id = any(${entryIds}::uuid[]) order by c.seq desc for update of c`)
  return rows.map((row) => ({ ...entryOf(report.schoolId, row), state: row.state, what: row.what }))
}
