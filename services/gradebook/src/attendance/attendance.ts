import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog, type LogInput, type LogValue } from '@zhurnal/kit/record-log'
import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { conflictOf } from '../records/describe.js'
import { markFromPaper } from '../records/from-paper.js'
import { keepRecords } from '../records/holding.js'
import { behalfIn, lessonsToKeep, type RecordRow } from '../records/lesson-facts.js'
import {
  checkPupils,
  refuseAfterWindow,
  refuseCancelled,
  refuseClosed,
  refuseEarly,
  refuseOutside,
} from '../records/rules.js'

export type AbsenceCode = 'ABSENT' | 'ILL' | 'EXCUSED' | 'UNEXCUSED' | 'LATE' | 'RELEASED'
export type AbsenceInput = { pupilId: string; code: AbsenceCode; minutesLate?: number | null }
export type AbsenceRow = {
  id: string
  courseId: string
  lessonId: string
  pupilId: string
  date: string
  code: AbsenceCode
  minutesLate: number | null
  version: number
  /** What is said beside the code; left out of a page as of an instant, which shows codes alone. */
  reasonCode?: AbsenceCode | null
  reasonByName?: string | null
  source?: string | null
}

export const absenceColumns = sql`a.id, a.course_id as "courseId", a.lesson_id as "lessonId", a.pupil_id as "pupilId", a.day as date, a.code,
  a.minutes_late as "minutesLate", a.version, a.reason_code as "reasonCode", a.reason_by_name as "reasonByName", a.source`

/** Who is absent or late, the full list in one act: everybody else is present (3.6.1). */
export async function takeAttendance(
  ctx: Ctx,
  input: {
    requestId?: string | null
    lessonId: string
    absences: AbsenceInput[]
    fromPaper?: boolean | null
    expectedVersion?: number | null
  },
) {
  const keep = (tx: Tx) => lessonsToKeep(ctx, tx, [input.lessonId])
  const act = async (tx: Tx, lessons: Map<string, RecordRow>) => {
    const lesson = lessons.values().next().value as RecordRow
    if (input.expectedVersion != null && input.expectedVersion !== lesson.version) conflictOf(lesson.id)
    const fromPaper = input.fromPaper ?? false
    await enterAttendance(ctx, tx, [{ lesson, absences: input.absences, version: lesson.version, fromPaper }])
    if (fromPaper) await markFromPaper(ctx, tx, [lesson])
    return { record: { id: lesson.id } }
  }
  return mutation(ctx.db, ctx.scope, 'takeAttendance', input, act, keep)
}

export type Roll = {
  readonly lesson: RecordRow
  readonly absences: readonly AbsenceInput[]
  /** Of the record, as it stands. */ readonly version: number
  /** Entered from a blank page after an emergency. */ readonly fromPaper?: boolean
}
type Known = { lesson: string; pupil: string; code: AbsenceCode; minutes: number | null }

/** Takes attendance of any number of lessons of one school. One statement a table. */
export async function enterAttendance(ctx: Ctx, tx: Tx, rolls: readonly Roll[]): Promise<void> {
  const first = rolls[0]
  if (!first) return
  rolls.forEach((roll) => checkRoll(roll, ctx.now))
  const lessons = rolls.map((roll) => roll.lesson)
  const before =
    await tx.sql<Known>(sql`select lesson_id as lesson, pupil_id as pupil, code, minutes_late as minutes from absence
    where lesson_id = any(${lessons.map((lesson) => lesson.id)}::uuid[]) and not removed order by pupil_id`)
  // A locked row may stay as it is: only what changes is asked of the rules.
  await checkPupils(
    tx,
    rolls.flatMap((roll) => changed(roll, before)),
  )
  await keepRecords(ctx, tx, lessons, true)
  // The ids stand there twice: for a record set alone the planner would read the whole table.
  const rows = rolls.map(({ lesson, version }) => ({ id: lesson.id, version }))
  const taken = await tx.sql<{
    id: string
  }>(sql`update lesson_record r set attendance_taken_at = ${ctx.now}, version = r.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, version integer)
    where r.id = t.id and r.version = t.version and r.id = any(${rows.map((row) => row.id)}::uuid[]) returning r.id`)
  if (taken.length < rows.length)
    conflictOf(rows.find((row) => !taken.some((one) => one.id === row.id))?.id ?? '')
  await writeAbsences(tx, rolls)
  await appendLog(
    tx,
    'gradebook',
    first.lesson.schoolId,
    ctx.now,
    actorIn(ctx, first.lesson.schoolId),
    rolls.map((roll) => ({ ...logOf(roll, before), behalf: behalfIn(ctx, roll.lesson) })),
  )
}

function checkRoll({ lesson, absences }: Roll, now: Date): void {
  refuseOutside(lesson)
  refuseEarly(lesson, now)
  refuseCancelled(lesson)
  refuseClosed(lesson)
  if (lesson.attendanceTakenAt) refuseAfterWindow(lesson, now)
  const seen = new Set<string>()
  absences.forEach((one, i) => {
    const field = ['absences', String(i)]
    if (seen.has(one.pupilId)) refuse('BAD_INPUT', 'Один ученик назван дважды.', field)
    seen.add(one.pupilId)
    if (one.minutesLate != null && one.code !== 'LATE')
      refuse('BAD_INPUT', 'Минуты пишут только опоздавшему.', [...field, 'minutesLate'])
    if (one.minutesLate != null && (one.minutesLate < 1 || one.minutesLate > 240))
      refuse('BAD_INPUT', 'Опоздание: от 1 до 240 минут.', [...field, 'minutesLate'])
  })
}

function changed(
  { lesson, absences }: Roll,
  before: readonly Known[],
): { lesson: RecordRow; pupilId: string; field: readonly string[] }[] {
  const known = new Map(before.filter((one) => one.lesson === lesson.id).map((one) => [one.pupil, one]))
  const given = new Map(absences.map((one, i) => [one.pupilId, { ...one, i }]))
  const entered = [...given.values()].filter((one) => {
    const stands = known.get(one.pupilId)
    return stands?.code !== one.code || (stands.minutes ?? null) !== (one.minutesLate ?? null)
  })
  const gone = [...known.keys()].filter((pupil) => !given.has(pupil))
  return [
    ...entered.map((one) => ({
      lesson,
      pupilId: one.pupilId,
      field: ['absences', String(one.i), 'pupilId'],
    })),
    ...gone.map((pupilId) => ({ lesson, pupilId, field: ['absences'] })),
  ]
}

async function writeAbsences(tx: Tx, rolls: readonly Roll[]): Promise<void> {
  const rows = rolls.flatMap(({ lesson, absences }) =>
    absences.map((one) => ({
      school: lesson.schoolId,
      course: lesson.courseId,
      lesson: lesson.id,
      pupil: one.pupilId,
      day: lesson.day,
      code: one.code,
      minutes: one.minutesLate ?? null,
    })),
  )
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as t(school uuid, course uuid, lesson uuid, pupil uuid, day date, code text, minutes smallint)`
  await tx.sql(sql`update absence a set removed = true, version = a.version + 1
    where a.lesson_id = any(${rolls.map((roll) => roll.lesson.id)}::uuid[]) and not a.removed
      and not exists (select 1 from ${given} where t.lesson = a.lesson_id and t.pupil = a.pupil_id)`)
  await tx.sql(sql`insert into absence as a (id, school_id, course_id, lesson_id, pupil_id, day, code, minutes_late)
    select gen_random_uuid(), t.school, t.course, t.lesson, t.pupil, t.day, t.code, t.minutes from ${given}
    on conflict on constraint absence_one do update set code = excluded.code, minutes_late = excluded.minutes_late, removed = false, version = a.version + 1
      where a.removed or a.code <> excluded.code or a.minutes_late is distinct from excluded.minutes_late`)
}

/** One act, one entry: the whole list before and after. */
function logOf({ lesson, absences, fromPaper }: Roll, before: readonly Known[]): LogInput {
  const list = (all: readonly { pupil: string; code: string; minutes: number | null }[]): LogValue =>
    [...all]
      .sort((a, b) => a.pupil.localeCompare(b.pupil))
      .map((one) => ({ pupil: one.pupil, code: one.code, minutes: one.minutes }))
  return {
    act: 'takeAttendance',
    subject: `attendance:${lesson.id}`,
    scopeId: lesson.courseId,
    from: lesson.attendanceTakenAt ? list(before.filter((one) => one.lesson === lesson.id)) : null,
    to: list(
      absences.map((one) => ({ pupil: one.pupilId, code: one.code, minutes: one.minutesLate ?? null })),
    ),
    facts: {
      course: lesson.courseId,
      lesson: lesson.id,
      day: lesson.day,
      ...(fromPaper ? { fromPaper: true } : {}),
    },
  }
}
