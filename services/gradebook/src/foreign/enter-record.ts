// What was kept elsewhere before (joining in mid-year): entered as foreign, each row with its source. Nothing that stands
// here is overwritten by it.
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog, type LogInput, type LogValue } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import type { AbsenceCode } from '../attendance/attendance.js'
import { actorIn, type Ctx } from '../context.js'
import { enterMarks, type NewMark } from '../marks/enter-marks.js'
import { checkMark } from '../marks/scale.js'
import { mayEnterForeign } from '../policy.js'
import { keepRecords } from '../records/holding.js'
import { lessonsFor, type RecordRow } from '../records/lesson-facts.js'
import { checkPupils, refuseCancelled, refuseClosed, refuseEarly, refuseOutside } from '../records/rules.js'
import { worksByKind } from './works-by-kind.js'

export type ForeignRow = {
  lessonId: string
  topic?: string | null
  homework?: string | null
  pupilId?: string | null
  value?: string | null
  kind?: string | null
  code?: AbsenceCode | null
  minutesLate?: number | null
}
export type EnterForeignRecordInput = {
  requestId?: string | null
  schoolId: string
  source: string
  rows: ForeignRow[]
}
type Line = {
  readonly row: ForeignRow
  readonly lesson: RecordRow
  readonly pupilId: string
  readonly field: readonly string[]
}

/** Enters at most 500 rows of an old journal, all or nothing. A repeat adds nothing. */
export async function enterForeignRecord(ctx: Ctx, input: EnterForeignRecordInput) {
  return mutation(ctx.db, ctx.scope, 'enterForeignRecord', input, async (tx) => {
    if (!mayEnterForeign(ctx.viewer, input.schoolId)) return notFound('schoolId')
    const source = checkSource(input.source)
    if (input.rows.length === 0 || input.rows.length > 500)
      refuse('BAD_INPUT', 'Строк: от 1 до 500 за один раз.', 'rows')
    const lessons = await lessonsFor(
      ctx,
      tx,
      input.rows.map((row) => row.lessonId),
      'rows',
      (row) => row.schoolId === input.schoolId,
    )
    const lines = input.rows.map((row, i) => lineOf(ctx, row, lessons.get(row.lessonId.toLowerCase()), i))
    const topics = await enterTopics(ctx, tx, lines, source)
    const absences = await enterAbsences(ctx, tx, lines, source)
    const marks = await enterForeign(ctx, tx, lines, source)
    return {
      marks: marks.entered,
      absences: absences.entered,
      topics: topics.entered,
      unchanged: marks.unchanged + absences.unchanged + topics.unchanged,
      against: absences.against + topics.against,
    }
  })
}

export function checkSource(text: string): string {
  const source = text.trim()
  if (!source || source.length > 200) refuse('BAD_INPUT', 'Назовите источник: от 1 до 200 знаков.', 'source')
  return source
}

function lineOf(ctx: Ctx, row: ForeignRow, lesson: RecordRow | undefined, i: number): Line {
  const field = ['rows', String(i)]
  if (!lesson) return notFound('rows')
  refuseOutside(lesson)
  refuseEarly(lesson, ctx.now)
  refuseCancelled(lesson)
  refuseClosed(lesson)
  if ((row.value || row.code) && !row.pupilId)
    refuse('BAD_INPUT', 'Отметка или пропуск без ученика.', [...field, 'pupilId'])
  if (row.value) {
    checkMark(row.value, [...field, 'value'])
    if (lesson.grade === 1) refuse('NO_MARKS', 'Первый класс учится без отметок.', [...field, 'value'])
  }
  if ((row.topic?.length ?? 0) > 2000 || (row.homework?.length ?? 0) > 2000)
    refuse('BAD_INPUT', 'Тема и задание: не длиннее 2000 знаков.', field)
  if (row.minutesLate != null && (row.code !== 'LATE' || row.minutesLate < 1 || row.minutesLate > 240))
    refuse('BAD_INPUT', 'Минуты пишут только опоздавшему, от 1 до 240.', [...field, 'minutesLate'])
  return { row, lesson, pupilId: row.pupilId?.toLowerCase() ?? '', field }
}

type Counted = { entered: number; unchanged: number; against: number }

/** Topics and homework of lessons that have none; what a teacher has written here stays. */
async function enterTopics(ctx: Ctx, tx: Tx, lines: readonly Line[], source: string): Promise<Counted> {
  const counted: Counted = { entered: 0, unchanged: 0, against: 0 }
  const given = new Map<string, { lesson: RecordRow; topic: string | null; homework: string | null }>()
  for (const { row, lesson } of lines) {
    const topic = row.topic?.trim() || null
    const homework = row.homework?.trim() || null
    if (!topic && !homework) continue
    const before = given.get(lesson.id)
    given.set(lesson.id, {
      lesson,
      topic: before?.topic ?? topic,
      homework: before?.homework ?? homework,
    })
  }
  const fresh = [...given.values()].filter((one) => {
    const adds = (one.topic && !one.lesson.topic) || (one.homework && !one.lesson.homework)
    const differs =
      (one.topic && one.lesson.topic && one.topic !== one.lesson.topic) ||
      (one.homework && one.lesson.homework && one.homework !== one.lesson.homework)
    if (!adds) counted[differs ? 'against' : 'unchanged'] += 1
    return adds
  })
  const first = fresh[0]
  if (!first) return counted
  await keepRecords(
    ctx,
    tx,
    fresh.map((one) => one.lesson),
    true,
  )
  const rows = fresh.map(({ lesson, topic, homework }) => ({ id: lesson.id, topic, homework }))
  await tx.sql(sql`update lesson_record r set topic = coalesce(r.topic, t.topic), homework = coalesce(r.homework, t.homework),
      homework_set_at = case when r.homework is null and t.homework is not null then ${ctx.now} else r.homework_set_at end,
      source = ${source}, version = r.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, topic text, homework text)
    where r.id = t.id and r.id = any(${rows.map((row) => row.id)}::uuid[])`)
  await log(
    ctx,
    tx,
    first.lesson.schoolId,
    fresh.map(({ lesson, topic, homework }) => ({
      act: 'enterForeignRecord',
      subject: `lesson:${lesson.id}`,
      scopeId: lesson.courseId,
      from: { topic: lesson.topic, homework: lesson.homework },
      to: { topic: lesson.topic ?? topic, homework: lesson.homework ?? homework },
      facts: { course: lesson.courseId, lesson: lesson.id, day: lesson.day, source },
    })),
  )
  counted.entered = fresh.length
  return counted
}

type Standing = { lesson: string; pupil: string; code: AbsenceCode; minutes: number | null }

/** Absences of lessons; the attendance of such a lesson counts as taken. What stands otherwise is left as it is. */
async function enterAbsences(ctx: Ctx, tx: Tx, lines: readonly Line[], source: string): Promise<Counted> {
  const counted: Counted = { entered: 0, unchanged: 0, against: 0 }
  const given = lines.filter((line) => line.row.code)
  const first = given[0]
  if (!first) return counted
  const lessons = [...new Map(given.map((line) => [line.lesson.id, line.lesson])).values()]
  const before =
    await tx.sql<Standing>(sql`select lesson_id as lesson, pupil_id as pupil, code, minutes_late as minutes from absence
    where lesson_id = any(${lessons.map((lesson) => lesson.id)}::uuid[]) and not removed order by pupil_id for update`)
  const seen = new Set<string>()
  const fresh = given.filter(({ row, lesson, pupilId }) => {
    const key = `${lesson.id} ${pupilId}`
    const stands = before.find((one) => one.lesson === lesson.id && one.pupil === pupilId)
    if (seen.has(key) || stands) {
      counted[!stands || stands.code === row.code ? 'unchanged' : 'against'] += 1
      return false
    }
    seen.add(key)
    return true
  })
  if (fresh.length === 0) return counted
  await checkPupils(tx, fresh)
  const touched = lessons.filter((lesson) => fresh.some((line) => line.lesson.id === lesson.id))
  await keepRecords(ctx, tx, touched, true)
  const rows = fresh.map(({ row, lesson, pupilId }) => ({
    school: lesson.schoolId,
    course: lesson.courseId,
    lesson: lesson.id,
    pupil: pupilId,
    day: lesson.day,
    code: row.code ?? 'ABSENT',
    minutes: row.minutesLate ?? null,
  }))
  await tx.sql(sql`insert into absence as a (id, school_id, course_id, lesson_id, pupil_id, day, code, minutes_late, source)
    select gen_random_uuid(), t.school, t.course, t.lesson, t.pupil, t.day, t.code, t.minutes, ${source}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t(school uuid, course uuid, lesson uuid, pupil uuid, day date, code text, minutes smallint)
    on conflict on constraint absence_one do update set code = excluded.code, minutes_late = excluded.minutes_late, removed = false,
      source = excluded.source, version = a.version + 1`)
  await tx.sql(sql`update lesson_record set attendance_taken_at = coalesce(attendance_taken_at, ${ctx.now}), version = version + 1
    where id = any(${touched.map((lesson) => lesson.id)}::uuid[])`)
  await log(
    ctx,
    tx,
    first.lesson.schoolId,
    touched.map((lesson) => {
      const own = before.filter((one) => one.lesson === lesson.id)
      return {
        act: 'enterForeignRecord',
        subject: `attendance:${lesson.id}`,
        scopeId: lesson.courseId,
        from: lesson.attendanceTakenAt ? listed(own) : null,
        to: listed([...own, ...rows.filter((row) => row.lesson === lesson.id)]),
        facts: { course: lesson.courseId, lesson: lesson.id, day: lesson.day, source },
      }
    }),
  )
  counted.entered = fresh.length
  return counted
}

const listed = (all: readonly { pupil: string; code: string; minutes: number | null }[]): LogValue =>
  [...all]
    .sort((a, b) => a.pupil.localeCompare(b.pupil))
    .map((one) => ({ pupil: one.pupil, code: one.code, minutes: one.minutes }))

/** Marks that do not stand yet: of equal ones of a pupil in a work, as many as the file has more. */
async function enterForeign(ctx: Ctx, tx: Tx, lines: readonly Line[], source: string): Promise<Counted> {
  const given = lines.filter((line) => line.row.value)
  const counted: Counted = { entered: 0, unchanged: 0, against: 0 }
  if (given.length === 0) return counted
  const lessons = [...new Set(given.map((line) => line.lesson))]
  await keepRecords(ctx, tx, lessons, true)
  const works = await worksByKind(
    tx,
    given.map(({ lesson, row }) => ({ lesson, kind: row.kind ?? 'ANSWER' })),
  )
  const standing = await tx.sql<{ work: string; pupil: string; value: string; count: number }>(sql`
    select work_id as work, pupil_id as pupil, value, count(*)::integer as count from mark
    where lesson_id = any(${lessons.map((lesson) => lesson.id)}::uuid[]) and withdrawn_at is null group by work_id, pupil_id, value`)
  const left = new Map(standing.map((one) => [`${one.work} ${one.pupil} ${one.value}`, one.count]))
  const fresh = given.flatMap((line, i): NewMark[] => {
    const key = `${works[i]} ${line.pupilId} ${line.row.value}`
    const stands = left.get(key) ?? 0
    if (stands > 0) {
      left.set(key, stands - 1)
      counted.unchanged += 1
      return []
    }
    return [
      {
        lesson: line.lesson,
        pupilId: line.pupilId,
        workId: works[i] ?? null,
        value: line.row.value ?? '',
        comment: null,
        source,
        expectedMarks: null,
        field: [...line.field, 'pupilId'],
      },
    ]
  })
  await enterMarks(ctx, tx, fresh, 'enterForeignRecord')
  counted.entered = fresh.length
  return counted
}

const log = (ctx: Ctx, tx: Tx, schoolId: string, entries: LogInput[]): Promise<void> =>
  appendLog(tx, 'gradebook', schoolId, ctx.now, actorIn(ctx, schoolId), entries)
