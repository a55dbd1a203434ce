// The record of a lesson as it stands: what was taught and set, who was there, for which works marks are given.
import type { Hand, Settle, Thing } from '@zhurnal/kit/acts'
import type { Tx } from '@zhurnal/kit/database'
import type { LogValue } from '@zhurnal/kit/record-log'
import { sql } from '@zhurnal/kit/sql'
import { keepFiles } from '../homework/homework-files.js'
import { tellHomeworkFiles } from '../facts.js'
import { putBack } from './entry.js'
import { keepHeld } from './held.js'

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
type Described = { topic: string | null; homework: string | null }

export const settleDescription: Settle = async (tx, hand, thing) => {
  const [row] = await tx.sql<Described>(sql`select topic, homework from lesson_record where id = ${thing.id}`)
  if (!row) return { entries: [] }
  const field = (name: 'topic' | 'homework') =>
    thing.held.has(name) ? textOf(thing.held.get(name)?.value) : row[name]
  const next = { topic: field('topic'), homework: field('homework') }
  const individual = await settleIndividual(tx, hand, thing)
  const files = await settleFiles(tx, hand, thing)
  if (next.topic === row.topic && next.homework === row.homework && !individual && !files)
    return { entries: [] }
  const setAt = thing.held.get('homework')?.by?.at ?? null
  await tx.sql(sql`update lesson_record set topic = ${next.topic}, homework = ${next.homework}, version = version + 1,
      homework_set_at = case when ${next.homework}::text is null then null when homework = ${next.homework} then homework_set_at
        else coalesce(${setAt}, homework_set_at, ${hand.now}) end
    where id = ${thing.id}`)
  await keepHeld(tx, hand, thing.id)
  return { entries: [putBack(hand, thing, row, next)] }
}

/** Files are never taken away, so that those of any entry can stand again. True where that changed anything. */
async function settleFiles(tx: Tx, hand: Hand, thing: Thing): Promise<boolean> {
  const held = thing.held.get('files')
  if (!held) return false
  const changed = await keepFiles(tx, thing.id, Array.isArray(held.value) ? held.value.map(String) : [])
  await tellHomeworkFiles(tx, hand.schoolId, changed, hand)
  return changed.length > 0
}

/** Homework of single pupils stands as the last entry that is not void wrote it. True where that changed anything. */
async function settleIndividual(tx: Tx, hand: Hand, thing: Thing): Promise<boolean> {
  const held = thing.held.get('individual')
  if (!held) return false
  const texts = held.by?.texts ?? {}
  const named = (kind: string) =>
    Object.entries(texts).flatMap(([name, text]) =>
      name.startsWith(`${kind}:`) && text ? [[name.slice(kind.length + 1), text] as const] : [],
    )
  const [homework, advice] = [new Map(named('homework')), new Map(named('advice'))]
  const wanted = [...new Set([...homework.keys(), ...advice.keys()])]
    .toSorted()
    .map((pupil) => ({ pupil, text: homework.get(pupil) ?? '', advice: advice.get(pupil) ?? null }))
  const stands = await tx.sql<(typeof wanted)[number]>(
    sql`select pupil_id as pupil, text, advice from individual_homework where lesson_id = ${thing.id} order by pupil_id::text collate "C"`,
  )
  if (JSON.stringify(stands) === JSON.stringify(wanted)) return false
  await tx.sql(sql`delete from individual_homework where lesson_id = ${thing.id}`)
  await tx.sql(sql`insert into individual_homework (lesson_id, pupil_id, school_id, text, advice)
    select distinct on (2) ${thing.id}::uuid, coalesce(g.kept_id, t.pupil), ${hand.schoolId}::uuid, t.text, t.advice
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as t(pupil uuid, text text, advice text) left join ref_merge g on g.id = t.pupil`)
  return true
}

type Absent = { pupil: string; code: string; minutes: number | null }
const rollOf = (tx: Tx, lessonId: string): Promise<Absent[]> =>
  tx.sql<Absent>(sql`select pupil_id as pupil, code, minutes_late as minutes from absence
    where lesson_id = ${lessonId} and not removed order by pupil_id`)

/** Pupil by pupil: whom somebody else has marked since stays as they marked them. */
export const settleAttendance: Settle = async (tx, hand, thing) => {
  const [record] = await tx.sql<{ taken: Date | null; course: string; day: string }>(sql`
    select attendance_taken_at as taken, course_id as course, day from lesson_record where id = ${thing.id}`)
  if (!record) return { entries: [] }
  const before = await rollOf(tx, thing.id)
  const takenHeld = thing.held.get('taken')
  const taken = takenHeld ? takenHeld.value === true : record.taken !== null
  const rows = [...thing.held].flatMap(([pupil, { value }]) =>
    pupil === 'taken' ? [] : [{ pupil, ...absentAs(taken ? value : null) }],
  )
  await writeRoll(tx, hand, thing.id, record, rows)
  const after = await rollOf(tx, thing.id)
  if (JSON.stringify(after) === JSON.stringify(before) && taken === (record.taken !== null))
    return { entries: [] }
  const at = taken ? (record.taken ?? takenHeld?.by?.at ?? hand.now) : null
  await tx.sql(
    sql`update lesson_record set attendance_taken_at = ${at}, version = version + 1 where id = ${thing.id}`,
  )
  await keepHeld(tx, hand, thing.id)
  return { entries: [putBack(hand, thing, record.taken ? before : null, taken ? after : null)] }
}

function absentAs(value: LogValue): { code: string | null; minutes: number | null } {
  if (value === null || typeof value !== 'object' || !('code' in value)) return { code: null, minutes: null }
  return { code: textOf(value.code), minutes: typeof value.minutes === 'number' ? value.minutes : null }
}

async function writeRoll(
  tx: Tx,
  hand: Hand,
  lessonId: string,
  { course, day }: { readonly course: string; readonly day: string },
  rows: readonly { pupil: string; code: string | null; minutes: number | null }[],
): Promise<void> {
  const given = sql`(select coalesce(g.kept_id, t.pupil) as pupil, t.code, t.minutes
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(pupil uuid, code text, minutes smallint) left join ref_merge g on g.id = t.pupil)`
  await tx.sql(sql`update absence a set removed = true, version = a.version + 1 from ${given} as t
    where a.lesson_id = ${lessonId} and a.pupil_id = t.pupil and t.code is null and not a.removed`)
  await tx.sql(sql`insert into absence as a (id, school_id, course_id, lesson_id, pupil_id, day, code, minutes_late)
    select gen_random_uuid(), ${hand.schoolId}, ${course}, ${lessonId}, t.pupil, ${day}, t.code, t.minutes from ${given} as t where t.code is not null
    on conflict on constraint absence_one do update set code = excluded.code, minutes_late = excluded.minutes_late, removed = false, version = a.version + 1
      where a.removed or a.code <> excluded.code or a.minutes_late is distinct from excluded.minutes_late`)
}

type WorkRow = {
  lessonId: string
  kind: string
  title: string | null
  weight: number
  handedInOn: string | null
  checkedOn: string | null
  internalMonitoring: boolean
  there: boolean
  marks: number
}

/** A work in which others have put marks stays; those of the stolen login have gone before it. */
export const settleWork: Settle = async (tx, hand, thing) => {
  const [row] =
    await tx.sql<WorkRow>(sql`select lesson_id as "lessonId", kind, title, weight::float8 as weight, handed_in_on as "handedInOn",
      checked_on as "checkedOn", internal_monitoring as "internalMonitoring", cancelled_at is null as there,
      (select count(*) from mark m where m.work_id = w.id and m.withdrawn_at is null) as marks
    from work w where id = ${thing.id}`)
  if (!row) return { entries: [] }
  const { lessonId, marks, ...stands } = row
  const field = <T>(name: string, read: (value: LogValue) => T, now: T): T => {
    const held = thing.held.get(name)
    return held && held.value !== null ? read(held.value) : now
  }
  const isThere = field('there', (value) => value === true, stands.there)
  const there = isThere || marks > 0
  const next = there
    ? {
        kind: field('kind', String, stands.kind),
        title: field('title', textOf, stands.title),
        weight: field('weight', Number, stands.weight),
        handedInOn: thing.held.has('handedInOn')
          ? textOf(thing.held.get('handedInOn')?.value)
          : stands.handedInOn,
        checkedOn: thing.held.has('checkedOn')
          ? textOf(thing.held.get('checkedOn')?.value)
          : stands.checkedOn,
        internalMonitoring: thing.held.has('internalMonitoring')
          ? thing.held.get('internalMonitoring')?.value === true
          : stands.internalMonitoring,
        there,
      }
    : { ...stands, there }
  const note = !isThere && there ? `Работа осталась: в ней есть отметки (${marks})` : undefined
  if (JSON.stringify(next) === JSON.stringify(stands)) return { entries: [], note }
  await tx.sql(sql`update work set kind = ${next.kind}, title = ${next.title}, weight = ${next.weight}, handed_in_on = ${next.handedInOn},
      checked_on = ${next.checkedOn}, internal_monitoring = ${next.internalMonitoring},
      cancelled_at = ${there ? null : hand.now}, version = version + 1 where id = ${thing.id}`)
  await keepHeld(tx, hand, lessonId)
  const shown = ({ there: is, ...work }: typeof next): LogValue => (is ? work : null)
  return { entries: [putBack(hand, thing, shown(stands), shown(next))], note }
}
