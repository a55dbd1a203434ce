// New marks of any number of lessons: the rules of each, one statement a table, one entry in the log a mark.
import { together, type Tx } from '@zhurnal/kit/database'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId, validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { keepRecords } from '../records/holding.js'
import { behalfIn, type RecordRow } from '../records/lesson-facts.js'
import { checkPupils, refuseCancelled, refuseClosed, refuseEarly } from '../records/rules.js'
import { defaultWorks } from '../records/works.js'
import { logOf } from './mark-log.js'
import type { MarkRow } from './mark-row.js'
import { insertMarks } from './places.js'

export type NewMark = {
  readonly lesson: RecordRow
  readonly pupilId: string
  readonly workId: string | null
  readonly value: string
  readonly comment: string | null
  readonly retakeOf?: string | null
  readonly dueOn?: string | null
  readonly source?: string | null
  readonly expectedMarks: number | null
  readonly field: readonly string[]
}

/** The rules of any act on a mark of a lesson but its window. */
export function refuseMark(lesson: RecordRow, now: Date): void {
  refuseEarly(lesson, now)
  refuseCancelled(lesson)
  refuseClosed(lesson)
  if (lesson.grade === 1) refuse('NO_MARKS', 'Первый класс учится без отметок.', 'value')
}

/** Enters new marks of any number of lessons of one school. One statement a table. */
export async function enterMarks(
  ctx: Ctx,
  tx: Tx,
  entries: readonly NewMark[],
  act = 'recordMark',
): Promise<MarkRow[]> {
  const first = entries[0]
  if (!first) return []
  for (const lesson of new Set(entries.map((entry) => entry.lesson))) refuseMark(lesson, ctx.now)
  entries.forEach(checkDue)
  const lessons = [...new Set(entries.map((entry) => entry.lesson))]
  // In this order: the works stand on records.
  const [, , , works] = await together([
    checkPupils(tx, entries),
    checkRetakes(tx, entries),
    keepRecords(ctx, tx, lessons, true),
    worksOf(tx, entries),
  ])
  const actor = actorIn(ctx, first.lesson.schoolId)
  const rows = entries.map((entry, i) => ({
    id: newId(),
    school_id: entry.lesson.schoolId,
    course_id: entry.lesson.courseId,
    lesson_id: entry.lesson.id,
    work_id: works[i],
    pupil_id: entry.pupilId,
    day: entry.lesson.day,
    // The n-th mark of one pupil in one work within this act comes after those that stand.
    nth:
      entries.slice(0, i).filter((other, k) => other.pupilId === entry.pupilId && works[k] === works[i])
        .length + 1,
    expected: entry.expectedMarks,
    value: entry.value,
    comment: entry.comment?.trim() || null,
    retake_of: entry.retakeOf ?? null,
    due_on: entry.dueOn ?? null,
    source: entry.source ?? null,
  }))
  const marks = await insertMarks(ctx, tx, rows, actor.name)
  await appendLog(
    tx,
    'gradebook',
    first.lesson.schoolId,
    ctx.now,
    actor,
    entries.map((entry, i) => ({
      ...logOf(act, marks[i] as MarkRow, null, entry.value, { comment: entry.comment }, entry.lesson.unlock),
      behalf: behalfIn(ctx, entry.lesson),
    })),
  )
  return marks
}

/** The day of a point: only with a point, and not before the lesson. */
export function checkDue(entry: {
  readonly lesson: { readonly day: string }
  readonly value: string
  readonly dueOn?: string | null
}): void {
  if (!entry.dueOn) return
  if (entry.value !== '.') refuse('BAD_INPUT', 'Срок сдачи пишут только к точке.', 'dueOn')
  if (entry.dueOn < entry.lesson.day) refuse('BAD_INPUT', 'Срок сдачи раньше самого урока.', 'dueOn')
}

/** A retake stands beside a mark of the same pupil and course that no other retake has replaced (3.6.9). */
async function checkRetakes(tx: Tx, entries: readonly NewMark[]): Promise<void> {
  const asked = entries.flatMap(({ retakeOf, lesson, pupilId }) =>
    retakeOf
      ? [{ first: retakeOf.toLowerCase(), course: lesson.courseId, pupil: pupilId, day: lesson.day }]
      : [],
  )
  if (asked.length === 0) return
  if (!asked.every((one) => isId(one.first))) notFound('retakeOf')
  const firsts = await tx.sql<{
    id: string
    course: string
    pupil: string
    day: string
    retaken: boolean
  }>(sql`
    select m.id, m.course_id as course, m.pupil_id as pupil, m.day,
      exists (select 1 from mark r where r.retake_of = m.id and r.withdrawn_at is null) as retaken
    from mark m where m.id = any(${asked.map((one) => one.first)}::uuid[]) and m.withdrawn_at is null order by m.id for update of m`)
  for (const one of asked) {
    const first = firsts.find((mark) => mark.id === one.first)
    if (!first || first.course !== one.course || first.pupil !== one.pupil) return notFound('retakeOf')
    if (first.day > one.day) refuse('BAD_INPUT', 'Пересдача не может быть раньше самой работы.', 'retakeOf')
    if (first.retaken) refuse('CONFLICT', 'Эту отметку уже пересдали.', 'retakeOf')
  }
}

/** The work of each entry: the one named, which must be the lesson's, or the lesson's first. */
async function worksOf(tx: Tx, entries: readonly NewMark[]): Promise<string[]> {
  const unnamed = entries.filter((entry) => !entry.workId).map((entry) => entry.lesson)
  const first = unnamed.length > 0 ? await defaultWorks(tx, unnamed) : new Map<string, string>()
  const named = [...new Set(entries.flatMap((entry) => entry.workId?.toLowerCase() ?? []))]
  if (!named.every(isId)) notFound('workId')
  const found =
    named.length > 0
      ? await tx.sql<{ id: string; lesson: string }>(
          sql`select id, lesson_id as lesson from work where id = any(${named}::uuid[]) and cancelled_at is null`,
        )
      : []
  const lessonOf = new Map(found.map((work) => [work.id, work.lesson]))
  return entries.map((entry) => {
    if (!entry.workId) return first.get(entry.lesson.id) ?? notFound('workId')
    const id = entry.workId.toLowerCase()
    return lessonOf.get(id) === entry.lesson.id ? id : notFound('workId')
  })
}
