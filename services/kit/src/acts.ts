// Acts of a stolen login (4.4): found in the log, not copied out of it, so that what is written late is found too.
import { validate as isId } from 'uuid'
import type { ActState, FieldsOf, Held, LoggedAct } from './act-standing.js'
import type { Tx } from './database.js'
import type { Actor, LogInput, LogValue } from './record-log.js'
import { sql, type Sql } from './sql.js'

export type Report = {
  readonly id: string
  readonly schoolId: string
  readonly accountId: string
  readonly personId: string
  readonly receivedAt: Date
  readonly suspectedSince: Date | null
  readonly reportedBy: string
  readonly reportedByAccount: string
  readonly ofCoordinator: boolean
}

export const reportOf = (
  where: Sql,
): Sql => sql`select id, school_id as "schoolId", account_id as "accountId", person_id as "personId",
  received_at as "receivedAt", suspected_since as "suspectedSince", reported_by as "reportedBy",
  reported_by_account as "reportedByAccount", of_coordinator as "ofCoordinator" from ref_compromise where ${where}`

/** What an act is called, and how it is made undone: out of its fields, or by hand, and then how. */
export type ActKind = { readonly kind: string } & (
  { readonly fields: FieldsOf } | { readonly byHand: string }
)

export type Hand = {
  readonly schoolId: string
  readonly reportId: string
  readonly now: Date
  readonly nudge: () => void
  readonly actor: Actor
  /** Of the entries that the decision writes. */
  readonly act: 'voidAct' | 'restoreAct'
}

/** What stands of a thing after a decision. */
export type Thing = {
  readonly subject: string
  readonly id: string
  readonly held: ReadonlyMap<string, Held>
  /** All entries of the thing, oldest first. */
  readonly acts: readonly LoggedAct[]
}

/** `note`: what could not follow, in words. `obstacle`: why the decision cannot be carried out at all. */
export type Settled = {
  readonly entries: readonly LogInput[]
  readonly note?: string | undefined
  readonly obstacle?: string | undefined
}
export type Settle = (tx: Tx, hand: Hand, thing: Thing) => Promise<Settled>

/** All that a service says of its acts: every act that it writes has a line. */
export type ActBook = {
  /** The log's name. */
  readonly log: string
  /** Under which name decisions stand in the log. */
  readonly decision: string
  readonly acts: Readonly<Record<string, ActKind>>
  /** By kind of subject; what stands on others comes before them. */
  readonly things: readonly (readonly [kind: string, settle: Settle])[]
  /** Whether things come back in the opposite order: what others stand on is made again before them. */
  readonly backInReverse: boolean
  /** Takes what is about to be written, so that nobody writes to it meanwhile. */
  readonly take: (tx: Tx, acts: readonly LoggedAct[]) => Promise<void>
  /** A value in words, for «осталось …». */
  readonly inWords: (field: string, value: LogValue) => string
}

/** Entries that follow from a decision: they are not acts of their own. */
export const followUps: readonly string[] = ['voidAct', 'restoreAct']

type Asked = { sql<T extends object>(statement: Sql): Promise<T[]> }
type Row = {
  entryId: string
  seq: number
  at: Date
  act: string
  subject: string
  scopeId: string | null
  aboutId: string | null
  leaf: Readonly<Record<string, LogValue>>
  texts: Readonly<Record<string, string>>
  state: ActState
  note: string | null
  decidedByName: string | null
}

const columns = sql`l.id as "entryId", l.seq, l.at, l.act, l.subject, l.scope_id as "scopeId", l.about_id as "aboutId",
  l.leaf::jsonb as leaf, coalesce(d.state, 'SUSPECT') as state, d.note,
  case when d.state <> 'SUSPECT' then d.decided_by_name end as "decidedByName",
  coalesce((select jsonb_object_agg(t.name, t.text) from log_text t where t.entry_id = l.id), '{}'::jsonb) as texts`

const actOf = (row: Row): LoggedAct => ({
  ...row,
  byName: String(row.leaf.byName ?? ''),
  account: String(row.leaf.account ?? ''),
  from: row.leaf.from ?? null,
  to: row.leaf.to ?? null,
})

/** At most so many are shown of one report. */
const actsAtMost = 5000

/** What the login wrote since the suspected beginning, oldest first. The log is read by day, not as a whole. */
export async function actsOfReport(
  db: Asked,
  report: Report,
  only: { readonly state?: string | null; readonly since?: Date } = {},
): Promise<LoggedAct[]> {
  const since = only.since ?? report.suspectedSince ?? report.receivedAt
  const rows =
    await db.sql<Row>(sql`select ${columns} from log_entry l left join decided_act d on d.entry_id = l.id
    where l.school_id = ${report.schoolId} and l.at >= ${since} and l.by_id = ${report.personId}
      and l.leaf::jsonb ->> 'account' = ${report.accountId} and l.act <> all(${followUps}::text[])
      and (${only.state ?? null}::text is null or coalesce(d.state, 'SUSPECT') = ${only.state ?? null})
    order by l.seq limit ${actsAtMost}`)
  return rows.map(actOf)
}

/** Every entry of the things, oldest first, by thing. */
export async function historyOf(
  db: Asked,
  schoolId: string,
  subjects: readonly string[],
): Promise<Map<string, LoggedAct[]>> {
  const rows =
    await db.sql<Row>(sql`select ${columns} from log_entry l left join decided_act d on d.entry_id = l.id
    where l.subject = any(${subjects}::text[]) and l.school_id = ${schoolId} and l.act <> all(${followUps}::text[]) order by l.seq`)
  const found = new Map<string, LoggedAct[]>(subjects.map((subject) => [subject, []]))
  for (const row of rows) found.get(row.subject)?.push(actOf(row))
  return found
}

/** Acts of the report by their entries, whatever was decided about them. */
export async function actsNamed(
  db: Asked,
  report: Report,
  entryIds: readonly string[],
): Promise<LoggedAct[]> {
  const named = [...new Set(entryIds.map((id) => id.toLowerCase()))].filter(isId)
  const rows =
    await db.sql<Row>(sql`select ${columns} from log_entry l left join decided_act d on d.entry_id = l.id
    where l.id = any(${named}::uuid[]) and l.school_id = ${report.schoolId} and l.by_id = ${report.personId}
      and l.at >= ${report.suspectedSince ?? report.receivedAt} and l.leaf::jsonb ->> 'account' = ${report.accountId}
      and l.act <> all(${followUps}::text[]) order by l.seq`)
  return rows.map(actOf)
}

export const kindOfSubject = (subject: string): string => subject.slice(0, subject.indexOf(':'))
export const idOfSubject = (subject: string): string => subject.slice(subject.indexOf(':') + 1)
