// What marks of a period are made of, for any number of courses and periods at once: a fixed number of statements.
import { sql, type Sql } from '@zhurnal/kit/sql'
import { withoutRetaken, type Weighed } from '../marks/means.js'
import { setMarkColumns } from './enter.js'
import { ofSpecialist } from '../reference/specialists.js'
import type { FinalKind, FinalMarkRow } from './final-marks.js'
import type { PeriodMarkRow } from './period-marks.js'

export type GridCourse = {
  id: string
  schoolId: string
  subjectName: string
  learnersName: string
  teacherId: string | null
  teacherName: string
  classId: string | null
  groupId: string | null
  classIds: string[]
  ofSpecialist: boolean
  grade: number
  withoutAttestation: boolean
  zone: string
  /** Decimal text. */
  rounding: string
  fewMarks: number
}
export const gridCourses = (where: Sql): Sql =>
  sql`select c.id, c.school_id as "schoolId", c.subject_name as "subjectName", c.learners_name as "learnersName", c.teacher_id as "teacherId",
      concat_ws(' ', t.last_name, t.first_name, t.patronymic) as "teacherName", c.class_id as "classId", c.group_id as "groupId",
      c.class_ids as "classIds", ${ofSpecialist} as "ofSpecialist", c.grade, c.without_attestation as "withoutAttestation", s.time_zone as zone,
      coalesce(w.rounding, 0.5) as rounding, coalesce(w.few_marks, 3) as "fewMarks"
    from ref_course c join ref_school s on s.id = c.school_id left join school_setting w on w.school_id = c.school_id
      left join ref_person t on t.id = c.teacher_id
    where ${where} order by c.subject_name collate "ru-RU-x-icu", c.learners_name, c.id`

export type YearPeriod = {
  id: string
  name: string
  kind: string
  startsOn: string
  endsOn: string
  fromGrade: number
  toGrade: number
}
/** Periods of a year, the shorter ones first in their order, then the year. */
export const yearPeriods = (yearId: Sql): Sql =>
  sql`select p.id, p.name, p.kind, p.starts_on as "startsOn", p.ends_on as "endsOn", p.from_grade as "fromGrade", p.to_grade as "toGrade"
    from ref_period p where p.year_id = ${yearId} order by p.kind = 'YEAR', p.starts_on, p.id`

export type Span = { pupilId: string; from: string; until: string | null; classIds: string[]; name: string }
export type Figures = {
  /** Marks that count, with weights. */
  readonly marks: ReadonlyMap<string, readonly Weighed[]>
  readonly missed: ReadonlyMap<string, number>
  readonly lessons: ReadonlyMap<string, number>
  readonly periodMarks: ReadonlyMap<string, PeriodMarkRow>
  readonly finalMarks: ReadonlyMap<string, FinalMarkRow>
  /** Intervals of all that ever belonged to a course, by name of pupil. */
  readonly members: ReadonlyMap<string, readonly Span[]>
  /** Day of the page's last lesson; of a year, its end. */
  readonly lastDay: ReadonlyMap<string, string>
  readonly closed: ReadonlySet<string>
}

/** The key of a page and of a square on it. */
export const spot = (...parts: readonly string[]): string => parts.join(' ')

/** `periodIds`: those whose marks and lessons are counted. Period marks come of every period of the year. */
export function figureStatements(
  courseIds: readonly string[],
  periodIds: readonly string[],
  now: Date,
): Sql[] {
  const courses = sql`any(${courseIds}::uuid[])`
  const spans = sql`ref_period p on p.id = any(${periodIds}::uuid[])`
  return [
    sql`select m.course_id as "courseId", p.id as "periodId", m.pupil_id as "pupilId",
        string_agg(m.id || '|' || m.value || '|' || w.weight || '|' || coalesce(m.retake_of::text, ''), ' ' order by m.day, m.id) as packed
      from mark m join work w on w.id = m.work_id join ${spans} and p.kind <> 'YEAR' and m.day between p.starts_on and p.ends_on
      where m.course_id = ${courses} and m.withdrawn_at is null group by 1, 2, 3`,
    sql`select a.course_id as "courseId", p.id as "periodId", a.pupil_id as "pupilId", count(*)::integer as count
      from absence a join ${spans} and a.day between p.starts_on and p.ends_on
      where a.course_id = ${courses} and not a.removed and a.code not in ('LATE', 'RELEASED') group by 1, 2, 3`,
    sql`select l.course_id as "courseId", p.id as "periodId", k.pupil_id as "pupilId", count(*)::integer as count
      from ref_lesson l join ref_course c on c.id = l.course_id join ${spans} and l.day between p.starts_on and p.ends_on
        join ref_membership k on (k.class_id = c.class_id or k.group_id = c.group_id) and not k.removed and k.from_day <= l.day
          and (k.until_day is null or k.until_day >= l.day)
      where l.course_id = ${courses} and not l.removed and not l.cancelled and l.starts_at <= ${now} group by 1, 2, 3`,
    sql`select pm.course_id as "courseId", pm.period_id as "periodId", ${setMarkColumns} from period_mark pm
      where pm.course_id = ${courses} and pm.withdrawn_at is null`,
    sql`select pm.course_id as "courseId", pm.kind, ${setMarkColumns} from final_mark pm where pm.course_id = ${courses} and pm.withdrawn_at is null`,
    sql`select c.id as "courseId", m.pupil_id as "pupilId", m.from_day as from, m.until_day as until,
        concat_ws(' ', n.last_name, n.first_name, n.patronymic) as name,
        array(select k.class_id from ref_membership k where k.pupil_id = m.pupil_id and k.class_id = any(c.class_ids) and not k.removed) as "classIds"
      from ref_course c join ref_membership m on (m.class_id = c.class_id or m.group_id = c.group_id) and not m.removed
        join ref_person n on n.id = m.pupil_id where c.id = ${courses}
      order by n.last_name collate "ru-RU-x-icu", n.first_name collate "ru-RU-x-icu", n.patronymic collate "ru-RU-x-icu", n.id, m.from_day`,
    sql`select l.course_id as "courseId", p.id as "periodId", max(l.day) as day from ref_lesson l join ${spans} and l.day between p.starts_on and p.ends_on
      where l.course_id = ${courses} and not l.removed group by 1, 2`,
    sql`select course_id as "courseId", period_id as "periodId" from page_close where course_id = ${courses}`,
  ]
}

type Row = Readonly<Record<string, unknown>>

export function figuresOf(results: readonly (readonly object[])[]): Figures {
  const [marks, missed, lessons, periodMarks, finalMarks, members, lastDay, closed] =
    results as readonly (readonly Row[])[]
  const square = (row: Row) => spot(String(row.courseId), String(row.periodId), String(row.pupilId))
  const page = (row: Row) => spot(String(row.courseId), String(row.periodId))
  const by = <T>(rows: readonly Row[] | undefined, key: (row: Row) => string, value: (row: Row) => T) =>
    new Map((rows ?? []).map((row) => [key(row), value(row)] as const))
  const count = (row: Row) => Number(row.count)
  const spans = new Map<string, Span[]>()
  for (const row of (members ?? []) as readonly (Span & { courseId: string })[]) {
    const of = spans.get(row.courseId)
    if (of) of.push(row)
    else spans.set(row.courseId, [row])
  }
  return {
    marks: by(marks, square, (row) => counted(String(row.packed))),
    missed: by(missed, square, count),
    lessons: by(lessons, square, count),
    periodMarks: by(periodMarks, square, (row) => row as unknown as PeriodMarkRow),
    finalMarks: by(
      finalMarks,
      (row) => finalSpot(String(row.courseId), String(row.pupilId), row.kind as FinalKind),
      (row) => row as unknown as FinalMarkRow,
    ),
    members: spans,
    lastDay: by(lastDay, page, (row) => String(row.day)),
    closed: new Set((closed ?? []).map(page)),
  }
}

export const finalSpot = (courseId: string, pupilId: string, kind: FinalKind): string =>
  spot(courseId, pupilId, kind)

/** What the database packed: `id|value|weight|retakeOf`, by space. */
function counted(packed: string): readonly Weighed[] {
  const marks = packed.split(' ').map((one) => {
    const [id = '', value = '', weight = '1', retakeOf = ''] = one.split('|')
    return { value, weight, mark: { id, retakeOf: retakeOf || null } }
  })
  return withoutRetaken(marks)
}
