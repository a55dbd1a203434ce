// Makes memberships what the movements that stand say, and tells others what has changed by it.
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { membershipChanged } from '../../events.js'
import { tell } from '../facts.js'
import { classesBefore, staysOf, type Move, type Stay } from './chain.js'
import { fitGroups, type GroupStay } from './group-fit.js'

/** A movement that stands, with its order and its pupil's name. */
export type StandingMove = Move & {
  readonly pupilId: string
  readonly orderId: string
  readonly order: { readonly number: string; readonly date: string }
  readonly fromClassId: string | null
}
type ClassStay = Stay & { readonly id: string; readonly pupilId: string }
type OwnedGroupStay = GroupStay & { readonly pupilId: string }

/** A membership that came, went or has other days than before. */
export type MembershipChange = {
  readonly id: string
  readonly pupilId: string
  readonly classId: string | null
  readonly groupId: string | null
  readonly before: { readonly from: string; readonly until: string | null } | null
  readonly after: { readonly from: string; readonly until: string | null } | null
}

type MoveRow = Omit<StandingMove, 'to' | 'order'> & {
  number: string
  date: string
  toId: string | null
  toName: string | null
  toGrade: number | null
  toYear: string | null
}

/** Movements of these pupils that stand, by day of effect. */
export async function standingMoves(tx: Tx, pupilIds: readonly string[]): Promise<StandingMove[]> {
  const rows = await tx.sql<MoveRow>(sql`
    select v.id, v.pupil_id as "pupilId", v.order_id as "orderId", v.kind, v.effective_on as "effectiveOn",
      v.from_class_id as "fromClassId", o.number, o.date, c.id as "toId", c.name as "toName", c.grade as "toGrade", c.year_id as "toYear"
    from movement v join contingent_order o on o.id = v.order_id left join school_class c on c.id = v.to_class_id
    where v.pupil_id = any(${pupilIds}::uuid[]) and v.state = 'STANDING' order by v.effective_on`)
  return rows.map(({ number, date, toId, toName, toGrade, toYear, ...move }) => ({
    ...move,
    order: { number, date },
    to:
      toId && toName && toGrade && toYear ? { id: toId, name: toName, grade: toGrade, yearId: toYear } : null,
  }))
}

/**
 * Memberships of these pupils as their standing movements give them; their rows of `person` are locked by who calls.
 * A membership that is there already with the same class and first day is kept and gets its last day.
 */
export async function settle(
  tx: Tx,
  told: Told,
  schoolId: string,
  pupilIds: readonly string[],
): Promise<MembershipChange[]> {
  const moves = byPupil(await standingMoves(tx, pupilIds))
  const classRows = byPupil(await classStays(tx, pupilIds))
  await keepClassesBefore(tx, [...moves.values()])
  const stays = new Map(pupilIds.map((id) => [id, staysOf(moves.get(id) ?? [])]))
  const changes = pupilIds.flatMap((id) => classChanges(id, classRows.get(id) ?? [], stays.get(id) ?? []))
  await writeClasses(tx, schoolId, changes)
  await tell(
    tx,
    membershipChanged,
    schoolId,
    changes.map((one) => one.id),
    told,
  )
  return [...changes, ...(await fitGroupsTo(tx, told, schoolId, stays))]
}

type Told = { readonly now: Date; readonly nudge: () => void }

/** After an act on groups: nobody is in one of them beyond the class days that are known already. */
export async function boundGroups(
  tx: Tx,
  told: Told,
  schoolId: string,
  pupilIds: readonly string[],
): Promise<void> {
  if (pupilIds.length === 0) return
  const stays = byPupil((await classStays(tx, pupilIds)).toSorted((a, b) => (a.from < b.from ? -1 : 1)))
  await fitGroupsTo(tx, told, schoolId, stays)
}

async function fitGroupsTo(
  tx: Tx,
  told: Told,
  schoolId: string,
  stays: ReadonlyMap<string, readonly Stay[]>,
): Promise<MembershipChange[]> {
  const rows = byPupil(await groupStays(tx, [...stays.keys()]))
  const fitted: GroupStay[] = []
  const changes: MembershipChange[] = []
  for (const [pupilId, before] of rows) {
    const after = new Map(fitGroups(before, stays.get(pupilId) ?? []).map((row) => [row.id, row]))
    for (const row of before) {
      const one = after.get(row.id)
      if (!one || isSame(row, one)) continue
      fitted.push(one)
      changes.push(groupChange(row, one))
    }
  }
  await writeGroups(tx, fitted)
  await tell(
    tx,
    membershipChanged,
    schoolId,
    changes.map((one) => one.id),
    told,
  )
  return changes
}

/** Rows by their pupil, each list in the order of the rows. */
export function byPupil<T extends { readonly pupilId: string }>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const row of rows) {
    const list = found.get(row.pupilId)
    if (list) list.push(row)
    else found.set(row.pupilId, [row])
  }
  return found
}

const isSame = (a: GroupStay, b: GroupStay): boolean =>
  a.until === b.until && a.removed === b.removed && a.cut === b.cut && a.askedUntil === b.askedUntil

const spanOf = ({ from, until }: { from: string; until: string | null }) => ({ from, until })

const groupChange = (before: OwnedGroupStay, after: GroupStay): MembershipChange => ({
  id: before.id,
  pupilId: before.pupilId,
  classId: null,
  groupId: before.groupId,
  before: before.removed ? null : spanOf(before),
  after: after.removed ? null : spanOf(after),
})

function classChanges(
  pupilId: string,
  rows: readonly ClassStay[],
  stays: readonly Stay[],
): MembershipChange[] {
  const found = stays.map((stay) => ({
    stay,
    row: rows.find((row) => row.classId === stay.classId && row.from === stay.from),
  }))
  const kept = new Set(found.map(({ row }) => row))
  const base = (classId: string) => ({ pupilId, classId, groupId: null })
  return [
    ...rows
      .filter((row) => !kept.has(row))
      .map((row) => ({ id: row.id, ...base(row.classId), before: spanOf(row), after: null })),
    ...found
      .filter(({ stay, row }) => row?.until !== stay.until)
      .map(({ stay, row }) => ({
        id: row?.id ?? newId(),
        ...base(stay.classId),
        before: row ? spanOf(row) : null,
        after: spanOf(stay),
      })),
  ]
}

const classStays = (tx: Tx, pupilIds: readonly string[]): Promise<ClassStay[]> =>
  tx.sql<ClassStay>(sql`select id, pupil_id as "pupilId", class_id as "classId", from_day as "from", until_day as until
    from membership where pupil_id = any(${pupilIds}::uuid[]) and class_id is not null and not removed`)

const groupStays = (tx: Tx, pupilIds: readonly string[]): Promise<OwnedGroupStay[]> =>
  tx.sql<OwnedGroupStay>(sql`select m.id, m.pupil_id as "pupilId", m.group_id as "groupId", m.from_day as "from", m.until_day as until,
      m.removed, m.cut, m.asked_until as "askedUntil",
      array(select k.class_id from study_group_class k where k.group_id = m.group_id) as "classIds"
    from membership m join study_group g on g.id = m.group_id and not g.removed
    where m.pupil_id = any(${pupilIds}::uuid[]) and (not m.removed or m.cut) order by m.from_day, m.id`)

/** `from` of each movement is what stands before it: an order entered later for an earlier day changes it. */
async function keepClassesBefore(tx: Tx, chains: readonly (readonly StandingMove[])[]): Promise<void> {
  const rows = chains.flatMap((moves) => {
    const before = classesBefore(moves)
    return moves
      .filter((move) => move.fromClassId !== (before.get(move.id) ?? null))
      .map((move) => ({ id: move.id, from: before.get(move.id) ?? null }))
  })
  if (rows.length === 0) return
  await tx.sql(sql`update movement v set from_class_id = t."from"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, "from" uuid) where v.id = t.id`)
}

/** What goes, then what gets shorter, then what gets longer or comes: nobody is in two classes for a moment. */
async function writeClasses(tx: Tx, schoolId: string, changes: readonly MembershipChange[]): Promise<void> {
  const ofClass = changes.filter((one) => one.classId !== null)
  const gone = ofClass.filter((one) => !one.after).map((one) => one.id)
  const lasting = ofClass.filter((one) => one.before && one.after)
  const ends = (one: MembershipChange) => one.after?.until ?? '9999-12-31'
  const ended = (one: MembershipChange) => one.before?.until ?? '9999-12-31'
  const setUntil = async (list: readonly MembershipChange[]) => {
    if (list.length === 0) return
    const rows = list.map((one) => ({ id: one.id, until: one.after?.until ?? null }))
    await tx.sql(sql`update membership m set until_day = t.until, version = m.version + 1
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, until date) where m.id = t.id`)
  }
  if (gone.length > 0)
    await tx.sql(
      sql`update membership set removed = true, version = version + 1 where id = any(${gone}::uuid[])`,
    )
  await setUntil(lasting.filter((one) => ends(one) < ended(one)))
  await setUntil(lasting.filter((one) => ends(one) > ended(one)))
  const come = ofClass
    .filter((one) => !one.before && one.after)
    .map(({ id, pupilId, classId, after }) => ({ id, pupilId, classId, ...after }))
  if (come.length > 0)
    await tx.sql(sql`insert into membership (id, school_id, pupil_id, class_id, from_day, until_day)
      select t.id, ${schoolId}, t."pupilId", t."classId", t."from", t.until
      from jsonb_to_recordset(${JSON.stringify(come)}::jsonb) as t(id uuid, "pupilId" uuid, "classId" uuid, "from" date, until date)`)
}

async function writeGroups(tx: Tx, rows: readonly GroupStay[]): Promise<void> {
  // Shorter ones first, as with classes: nobody is in a group twice on one day (membership_one_group).
  for (const part of [rows.filter((row) => row.cut), rows.filter((row) => !row.cut)]) {
    if (part.length === 0) continue
    await tx.sql(sql`update membership m set until_day = t.until, removed = t.removed, cut = t.cut, asked_until = t."askedUntil",
        version = m.version + 1
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as t(id uuid, until date, removed boolean, cut boolean, "askedUntil" date)
      where m.id = t.id`)
  }
}
