// What an order does, in words: lists of classes and groups, and the days that have passed already.
import type { Tx } from '@zhurnal/kit/database'
import { someOf } from '@zhurnal/kit/batch'
import { sql } from '@zhurnal/kit/sql'
import { addDays } from '@zhurnal/kit/time'
import type { MembershipChange } from './settle.js'
import { dayWords } from './words.js'

type Names = ReadonlyMap<string, string>
type Line = { readonly key: string; readonly pupil: string }

/** One line each: who leaves a list from which day, who comes into it, and what of the past is worked out anew. */
export async function consequencesOf(
  tx: Tx,
  changes: readonly MembershipChange[],
  today: string,
): Promise<string[]> {
  if (changes.length === 0) return []
  const names = await namesOf(tx, changes)
  const lines = changes.flatMap((change) => linesOf(change, names))
  const byKey = new Map<string, string[]>()
  for (const { key, pupil } of lines) byKey.set(key, [...(byKey.get(key) ?? []), pupil])
  const said = [...byKey].map(([key, pupils]) => `${key}: ${someOf([...new Set(pupils)].toSorted())}.`)
  const first = changes.map(firstDay).toSorted()[0]
  if (first === undefined || first >= today) return said
  return [
    ...said,
    `Списки за прошедшие дни, с ${dayWords(first)}, составлены заново. Записи в журнале за эти дни остаются.`,
  ]
}

function linesOf({ pupilId, classId, groupId, before, after }: MembershipChange, names: Names): Line[] {
  const where = classId ? (names.get(classId) ?? '') : `Группа «${names.get(groupId ?? '') ?? ''}»`
  const pupil = names.get(pupilId) ?? ''
  if (!before) return after ? [{ key: `${where}, с ${dayWords(after.from)} в списке`, pupil }] : []
  if (!after) return [{ key: `${where}, с ${dayWords(before.from)} в списке нет`, pupil }]
  if (after.until === null) return [{ key: `${where}, и дальше в списке`, pupil }]
  const longer = before.until !== null && before.until < after.until
  return [
    longer
      ? { key: `${where}, в списке до ${dayWords(after.until)}`, pupil }
      : { key: `${where}, с ${dayWords(addDays(after.until, 1))} в списке нет`, pupil },
  ]
}

/** The first day on which the list is another one than before. */
function firstDay({ before, after }: MembershipChange): string {
  if (!before || !after) return (before ?? after)?.from ?? ''
  const ends = [before.until, after.until].filter((day) => day !== null).toSorted()
  return addDays(ends[0] ?? before.from, 1)
}

async function namesOf(tx: Tx, changes: readonly MembershipChange[]): Promise<Names> {
  const ids = (of: (change: MembershipChange) => string | null) => [
    ...new Set(changes.flatMap((one) => of(one) ?? [])),
  ]
  const rows = await tx.sql<{ id: string; name: string }>(sql`
    select id, concat_ws(' ', last_name, first_name) as name from person where id = any(${ids((one) => one.pupilId)}::uuid[])
    union all select id, name from school_class where id = any(${ids((one) => one.classId)}::uuid[])
    union all select id, name from study_group where id = any(${ids((one) => one.groupId)}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.name]))
}
