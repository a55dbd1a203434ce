// Deciding about acts of a stolen login: what is void goes, what others have changed since stays, and all of it can be
// taken back. Values come out of the log (act-standing.ts), so that any order of decisions ends in the same page.
import {
  actsNamed,
  actsOfReport,
  historyOf,
  idOfSubject,
  kindOfSubject,
  type ActBook,
  type ActKind,
  type Hand,
  type Report,
  type Settled,
} from './acts.js'
import { laterByOthers, standingOf, type ActState, type FieldsOf, type LoggedAct } from './act-standing.js'
import type { Tx } from './database.js'
import { appendLog, type LogInput } from './record-log.js'
import { notFound, refuse } from './refusal.js'
import { sql } from './sql.js'

export type Verdict = 'VOID' | 'CONFIRM' | 'RESTORE'
type Decider = Omit<Hand, 'schoolId' | 'reportId' | 'act'>

/** From which states a verdict leads on, and whither. */
const leads = {
  VOID: { from: ['SUSPECT', 'CONFIRMED', 'RESTORED'], to: 'VOID' },
  CONFIRM: { from: ['SUSPECT', 'RESTORED'], to: 'CONFIRMED' },
  RESTORE: { from: ['VOID'], to: 'RESTORED' },
} as const satisfies Record<Verdict, { from: readonly ActState[]; to: ActState }>

const unknownAct: ActKind = { kind: 'Запись', byHand: 'Исправьте вручную и подтвердите запись.' }
const stateFields: FieldsOf = ({ from, to }) => ({ from: plain(from), to: plain(to) })
const plain = (value: LoggedAct['from']) => {
  const state = value !== null && typeof value === 'object' && 'state' in value ? value.state : null
  return { state: state ?? null }
}

/** What the service says of an act; a decision about other acts is one too. */
export function kindOf(book: ActBook, act: string): ActKind {
  if (act === book.decision) return { kind: 'Решение о записях', fields: stateFields }
  return book.acts[act] ?? unknownAct
}

const fieldsIn =
  (book: ActBook): FieldsOf =>
  (act) => {
    const kind = kindOf(book, act.act)
    return 'fields' in kind ? kind.fields(act) : { from: null, to: null }
  }

/** One decision in a school at a time: two about one thing would each miss what the other makes void. */
const lock = (tx: Tx, schoolId: string) =>
  tx.sql(sql`select pg_advisory_xact_lock(hashtextextended(${`acts ${schoolId}`}, 0))`)

/**
 * Decides about named acts, all or nothing: at most 1000. What was written after the notice and is not decided yet is
 * void at once, as the clause says. Codes: NOT_FOUND, BAD_INPUT, CANNOT_VOID.
 */
export async function decideActs(
  tx: Tx,
  book: ActBook,
  report: Report,
  input: { readonly entryIds: readonly string[]; readonly verdict: Verdict },
  by: Decider,
): Promise<void> {
  const ids = [...new Set(input.entryIds.map((id) => id.toLowerCase()))]
  if (ids.length === 0 || ids.length > 1000)
    refuse('BAD_INPUT', 'Записей: от 1 до 1000 за один раз.', 'entryIds')
  await lock(tx, report.schoolId)
  const { from, to } = leads[input.verdict]
  const states: readonly ActState[] = from
  const named = await actsNamed(tx, report, ids)
  if (named.length < ids.length) notFound('entryIds')
  const strange = named.find((act) => act.state !== to && !states.includes(act.state))
  if (strange)
    refuse(
      'BAD_INPUT',
      `${kindOf(book, strange.act).kind}: из этого состояния так решить нельзя.`,
      'entryIds',
    )
  const open = named.filter((act) => act.state !== to)
  const byHand = input.verdict === 'VOID' ? open.map((act) => kindOf(book, act.act)) : []
  for (const kind of byHand)
    if ('byHand' in kind) refuse('CANNOT_VOID', `${kind.kind}. ${kind.byHand}`, 'entryIds')
  await voidLate(tx, book, report, by, new Set(ids))
  await carryOut(tx, book, report, open, input.verdict, by)
}

async function carryOut(
  tx: Tx,
  book: ActBook,
  report: Report,
  open: readonly LoggedAct[],
  verdict: Verdict,
  by: Decider,
): Promise<void> {
  const hand = handOf(report, by, verdict === 'RESTORE' ? 'restoreAct' : 'voidAct')
  await book.take(tx, open)
  await write(tx, hand, open, leads[verdict].to)
  const entries: LogInput[] = []
  if (verdict !== 'CONFIRM') {
    const things = inOrder(book, open, verdict)
    for (const subject of things) {
      const settled = await settle(tx, book, hand, subject)
      if (settled.obstacle) refuse('CANNOT_VOID', settled.obstacle, 'entryIds')
      entries.push(...settled.entries)
    }
  }
  await log(tx, book, hand, [...entries, ...decisions(book, hand, open, leads[verdict].to)])
}

/**
 * Makes void at once what the login wrote after the notice came (4.4) and nobody has decided about, but for `except`.
 * What cannot be undone stays to be decided, with the reason.
 */
export async function voidLate(
  tx: Tx,
  book: ActBook,
  report: Report,
  by: Decider,
  except: ReadonlySet<string> = new Set(),
): Promise<void> {
  await lock(tx, report.schoolId)
  const late = (await actsOfReport(tx, report, { state: 'SUSPECT', since: report.receivedAt })).filter(
    (act) => act.note === null && !except.has(act.entryId),
  )
  if (late.length === 0) return
  const hand = handOf(report, by, 'voidAct')
  await book.take(tx, late)
  const entries: LogInput[] = []
  for (const subject of inOrder(book, late, 'VOID')) {
    const acts = late.filter((act) => act.subject === subject)
    await tx.sql(sql`savepoint late_act`)
    await write(tx, hand, acts, 'VOID')
    const settled = await settle(tx, book, hand, subject)
    if (settled.obstacle === undefined) {
      await tx.sql(sql`release savepoint late_act`)
      entries.push(...settled.entries, ...decisions(book, hand, acts, 'VOID'))
    } else {
      await tx.sql(sql`rollback to savepoint late_act`)
      await write(tx, hand, acts, 'SUSPECT', settled.obstacle)
    }
  }
  await log(tx, book, hand, entries)
}

const handOf = (report: Report, by: Decider, act: Hand['act']): Hand => ({
  ...by,
  act,
  schoolId: report.schoolId,
  reportId: report.id,
})

/** Things of the acts: what stands on others is undone before them. */
function inOrder(book: ActBook, acts: readonly LoggedAct[], verdict: Verdict): string[] {
  const kinds = ['act', ...book.things.map(([kind]) => kind)]
  const place = (subject: string) => kinds.indexOf(kindOfSubject(subject))
  const newestFirst = [...new Set(acts.toReversed().map((act) => act.subject))]
  const sorted = newestFirst.sort((a, b) => place(a) - place(b))
  return verdict === 'RESTORE' && book.backInReverse ? sorted.reverse() : sorted
}

async function write(
  tx: Tx,
  hand: Hand,
  acts: readonly LoggedAct[],
  state: ActState,
  note: string | null = null,
): Promise<void> {
  const rows = acts.map((act) => ({ id: act.entryId, seq: act.seq }))
  await tx.sql(sql`insert into decided_act as d (entry_id, report_id, school_id, seq, state, note, decided_at, decided_by_name)
    select t.id, ${hand.reportId}, ${hand.schoolId}, t.seq, ${state}, ${note}, ${hand.now}, ${hand.actor.name}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, seq bigint)
    on conflict (entry_id) do update set report_id = excluded.report_id, state = excluded.state, note = excluded.note,
      decided_at = excluded.decided_at, decided_by_name = excluded.decided_by_name`)
}

/** Writes what stands of one thing now, and beside its void acts what stayed because others have changed it since. */
async function settle(tx: Tx, book: ActBook, hand: Hand, subject: string): Promise<Settled> {
  const acts = (await historyOf(tx, hand.schoolId, [subject])).get(subject) ?? []
  const strange = acts
    .filter((act) => act.state === 'VOID')
    .map((act) => kindOf(book, act.act))
    .find((kind) => 'byHand' in kind)
  if (strange && 'byHand' in strange) return { entries: [], obstacle: `${strange.kind}. ${strange.byHand}` }
  const fieldsOf = fieldsIn(book)
  const thing = { subject, id: idOfSubject(subject), held: standingOf(acts, fieldsOf), acts }
  const kind = kindOfSubject(subject)
  const own = book.things.find(([name]) => name === kind)?.[1]
  if (kind !== 'act' && !own) throw new Error(`nobody says how ${kind} is made undone`)
  const settled = own ? await own(tx, hand, thing) : await settleDecision(tx, book, hand, thing)
  for (const act of acts.filter((one) => one.state === 'VOID' || one.state === 'RESTORED')) {
    const stayed = laterByOthers(act, thing.held, fieldsOf).map(
      ({ field, value, by }) => `Позже изменил(а) ${by.byName}: осталось ${book.inWords(field, value)}`,
    )
    const note = [...new Set([...stayed, ...(settled.note ? [settled.note] : [])])].join('. ') || null
    if (note !== act.note)
      await tx.sql(sql`update decided_act set note = ${note} where entry_id = ${act.entryId}`)
  }
  return settled
}

/** A decision that the stolen login has made about other acts: they are as before it, and what follows from them. */
async function settleDecision(
  tx: Tx,
  book: ActBook,
  hand: Hand,
  { id, held }: { readonly id: string; readonly held: ReturnType<typeof standingOf> },
): Promise<Settled> {
  const state = held.get('state')?.value ?? 'SUSPECT'
  const [target] = await tx.sql<{ subject: string }>(
    sql`update decided_act d set state = ${state} from log_entry l
      where d.entry_id = ${id} and l.id = d.entry_id and l.school_id = d.school_id returning l.subject`,
  )
  return target ? settle(tx, book, hand, target.subject) : { entries: [] }
}

/** One entry for each act: what was decided about it. */
function decisions(book: ActBook, hand: Hand, acts: readonly LoggedAct[], state: ActState): LogInput[] {
  return acts.map((act) => ({
    act: book.decision,
    subject: `act:${act.entryId}`,
    ...(act.aboutId ? { aboutId: act.aboutId } : {}),
    from: { state: act.state },
    to: { state, report: hand.reportId },
  }))
}

const log = (tx: Tx, book: ActBook, hand: Hand, inputs: readonly LogInput[]): Promise<void> =>
  appendLog(tx, book.log, hand.schoolId, hand.now, hand.actor, inputs)
