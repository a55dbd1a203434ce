// The section «Посещаемость» of a class: days of a span by pupil (A5.18, A5.19).
import { sql, type Sql } from '@zhurnal/kit/sql'
import { dayIn, daysBetween } from '@zhurnal/kit/time'
import { GraphQLError } from 'graphql'
import { validate as isId } from 'uuid'
import type { Ctx } from '../context.js'
import { groupBy } from '../journal/page.js'
import { hasClass, overseesPupil, seesAttendance, seesPupilResults } from '../policy.js'
import { withoutHiddenCourses } from '../reference/specialists.js'
import { checksOf, type Check } from './checks.js'
import {
  covers,
  dayCell,
  daysOf,
  ownLessons,
  sumOf,
  totalsOf,
  type AbsenceLine,
  type PupilDay,
  type Totals,
} from './days.js'
import type { NoteRow } from './notes.js'
import { pupilName, spanRows, spanStatements, type SpanRows } from './span.js'

type Head = { id: string; name: string; schoolId: string; zone: string }
type Member = { pupilId: string; name: string; from: string; until: string | null }
export type AttendanceRow = {
  pupilId: string
  pupilName: string
  days: string[]
  totals: Totals
  notes: NoteRow[]
}
export type ClassAttendance = {
  schoolClass: { id: string }
  days: string[]
  rows: AttendanceRow[]
  totals: Totals
  checks: Check[]
  viewerCanSetReasons: boolean
}

/** Refuses a span that is turned round or longer than so many days. */
export function checkSpan(from: string, to: string, most: number): void {
  const days = daysBetween(from, to) + 1
  if (days < 1 || days > most)
    throw new GraphQLError(`Срок: не больше ${most} дней, конец не раньше начала.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    })
}

export async function classAttendance(
  ctx: Ctx,
  classId: string,
  from: string,
  to: string,
): Promise<ClassAttendance | null> {
  checkSpan(from, to, 62)
  if (!isId(classId)) return null
  const pupils = sql`select b.pupil_id from ref_membership b where b.class_id = ${classId} and not b.removed
    and b.from_day <= ${to} and (b.until_day is null or b.until_day >= ${from})`
  const [heads = [], members = [], days = [], marked = [], ...span] = await ctx.db.readAll(ctx.scope, [
    headStatement(classId),
    membersStatement(classId, from, to),
    daysStatement(ctx, classId, from, to),
    markedStatement(ctx, pupils, from, to),
    ...spanStatements(ctx.viewer, pupils, from, to),
  ])
  const head = heads[0] as Head | undefined
  if (!head || !seesAttendance(ctx.viewer, head)) return null
  if (!hasClass(ctx.viewer, head))
    ctx.readings.note(
      head.schoolId,
      `посещаемость: ${head.name}`,
      (members as unknown as Member[]).map((member) => member.pupilId),
    )
  const today = dayIn(head.zone, ctx.now)
  return assemble(ctx, head, {
    members: members as unknown as Member[],
    days: days.map((one) => String(one.day)).filter((day) => day <= today),
    marked: new Set(marked.map((one) => `${String(one.pupilId)} ${String(one.lessonId)}`)),
    rows: spanRows(span),
  })
}

type Parts = { members: Member[]; days: string[]; marked: ReadonlySet<string>; rows: SpanRows }

function assemble(ctx: Ctx, head: Head, { members, days, marked, rows }: Parts): ClassAttendance {
  const absences = groupBy(rows.absences, (one) => one.pupilId)
  const memberships = groupBy(rows.memberships, (one) => one.pupilId)
  const notes = groupBy(rows.notes, (one) => one.pupilId)
  const checks: Check[] = []
  const shown = [...groupBy(members, (one) => one.pupilId).entries()].map(([pupilId, spans]) => {
    const isHere = (day: string) => spans.some((span) => covers(span, day))
    const pupilNotes = notes.get(pupilId) ?? []
    const pupilDays = daysOf(
      ownLessons(memberships.get(pupilId) ?? [], rows.lessons),
      absences.get(pupilId) ?? [],
      pupilNotes,
    ).filter((one) => isHere(one.day))
    const name = spans[0]?.name ?? ''
    const lessonsMarked = new Set(
      pupilDays
        .flatMap((one) => one.lessons.map((lesson) => lesson.id))
        .filter((id) => marked.has(`${pupilId} ${id}`)),
    )
    checks.push(...checksOf({ id: pupilId, name }, pupilDays, pupilNotes, lessonsMarked))
    return { pupilId, name, isHere, pupilDays, pupilNotes }
  })
  const allDays = [
    ...new Set([
      ...days,
      ...shown.flatMap((one) => one.pupilDays.filter((day) => day.lines.length > 0).map((day) => day.day)),
    ]),
  ].sort()
  const result = shown.map(({ pupilId, name, isHere, pupilDays, pupilNotes }) => {
    const byDay = new Map<string, PupilDay>(pupilDays.map((one) => [one.day, one]))
    return {
      pupilId,
      pupilName: name,
      days: allDays.map((day) => (isHere(day) ? dayCell(byDay.get(day)) : '-')),
      totals: totalsOf(pupilDays.flatMap((one) => one.lines)),
      notes: pupilNotes,
    }
  })
  return {
    schoolClass: { id: head.id },
    days: allDays,
    rows: result,
    totals: sumOf(result.map((row) => row.totals)),
    checks: checks.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)),
    viewerCanSetReasons: hasClass(ctx.viewer, head),
  }
}

/**
 * Every absence of one pupil in the span, oldest first. With a class: of the days on which the pupil belonged to it, which
 * is the list behind a row of that class's attendance, and its class teacher's to see even when the pupil has left it.
 */
export async function absencesOf(
  ctx: Ctx,
  asked: { pupilId: string; from: string; to: string; schoolClassId?: string | null },
): Promise<AbsenceLine[] | null> {
  checkSpan(asked.from, asked.to, 366)
  const pupil = await ctx.loaders.pupil.load(asked.pupilId)
  const { schoolClassId } = asked
  if (!pupil) return null
  const ofClass = schoolClassId
    ? seesAttendance(ctx.viewer, { id: schoolClassId, schoolId: pupil.schoolId })
    : false
  if (!ofClass && !seesPupilResults(ctx.viewer, pupil)) return null
  const rows = spanRows(
    await ctx.db.readAll(
      ctx.scope,
      spanStatements(ctx.viewer, sql`select ${pupil.id}::uuid`, asked.from, asked.to),
    ),
  )
  const spans = rows.memberships.filter((one) => one.classId === schoolClassId)
  // A class that the pupil was never in tells its class teacher nothing, not even an empty list.
  if (schoolClassId && spans.length === 0) return null
  const ofOwn = schoolClassId && hasClass(ctx.viewer, { id: schoolClassId, schoolId: pupil.schoolId })
  if (!ofOwn && overseesPupil(ctx.viewer, pupil)) ctx.readings.note(pupil.schoolId, 'пропуски', [pupil.id])
  return daysOf(ownLessons(rows.memberships, rows.lessons), rows.absences, rows.notes)
    .filter((one) => !schoolClassId || spans.some((span) => covers(span, one.day)))
    .flatMap((one) => one.lines)
}

const headStatement = (classId: string): Sql =>
  sql`select k.id, k.name, k.school_id as "schoolId", s.time_zone as zone from ref_class k join ref_school s on s.id = k.school_id where k.id = ${classId}`

const membersStatement = (classId: string, from: string, to: string): Sql =>
  sql`select m.pupil_id as "pupilId", ${pupilName} as name, m.from_day as "from", m.until_day as until
    from ref_membership m join ref_person p on p.id = m.pupil_id
    where m.class_id = ${classId} and not m.removed and m.from_day <= ${to} and (m.until_day is null or m.until_day >= ${from})
    order by p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.patronymic collate "ru-RU-x-icu", p.id, m.from_day`

/** Days on which the class or a group of it has lessons; what was held counts by the day on which it was. */
const daysStatement = (ctx: Ctx, classId: string, from: string, to: string): Sql =>
  sql`with course as (select c.id, c.school_id from ref_course c where c.class_ids @> array[${classId}::uuid]
      and ${withoutHiddenCourses(ctx.viewer, sql`c.school_id`, sql`c.id`)})
    select l.day from course c join ref_lesson l on l.course_id = c.id and l.day between ${from} and ${to} where not l.removed and not l.cancelled
    union select r.day from course c join lesson_record r on r.course_id = c.id and r.day between ${from} and ${to} where r.held_at is not null and not r.outside
    order by day`

/** Lessons in which a pupil is absent and has a mark all the same; a point, a release and н/а say nothing of being there. */
const markedStatement = (ctx: Ctx, pupils: Sql, from: string, to: string): Sql =>
  sql`select distinct a.pupil_id as "pupilId", a.lesson_id as "lessonId" from absence a
      join mark k on k.lesson_id = a.lesson_id and k.pupil_id = a.pupil_id and k.withdrawn_at is null and k.value not in ('.', 'осв', 'н/а')
    where a.pupil_id in (${pupils}) and a.day between ${from} and ${to} and not a.removed and a.code not in ('LATE', 'RELEASED')
      and ${withoutHiddenCourses(ctx.viewer, sql`a.school_id`, sql`a.course_id`)}`
