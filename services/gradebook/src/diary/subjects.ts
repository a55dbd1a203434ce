// A pupil's subjects in one period: the own marks with their means, absences, marks of all periods of the year.
import { sql, type Sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import type { Ctx } from '../context.js'
import { groupBy } from '../journal/page.js'
import { markColumns, type MarkRow } from '../marks/mark-row.js'
import type { Weighed } from '../marks/means.js'
import { setMarkColumns } from '../periods/enter.js'
import type { FinalMarkRow } from '../periods/final-marks.js'
import { overseesPupil, seesPupilResults } from '../policy.js'
import { withoutHiddenCourses } from '../reference/specialists.js'

type CourseRow = {
  courseId: string
  subjectName: string
  teacherName: string | null
  withoutAttestation: boolean
  grade: number
  /** Decimal text: from which fraction on a mean is rounded up. */
  rounding: string
  missed: number
  late: number
}
type PeriodRow = {
  courseId: string
  periodId: string
  periodName: string
  kind: string
  startsOn: string
  endsOn: string
  value: string | null
  setByName: string | null
  setAt: Date | null
}
type WeighedMark = Weighed & { readonly mark: MarkRow; readonly workTitle: string }
export type DiarySubjectRow = CourseRow & {
  weighed: readonly WeighedMark[]
  periodMarks: PeriodRow[]
  exam: FinalMarkRow | null
  final: FinalMarkRow | null
  /** Whether a mark for the period can be proposed here at all. */
  proposes: boolean
}

/** By name; null for who does not see the pupil's results, and for a period that is none. One round trip of four statements. */
export async function diarySubjects(
  ctx: Ctx,
  pupilId: string,
  periodId: string,
): Promise<DiarySubjectRow[] | null> {
  const pupil = await ctx.loaders.pupil.load(pupilId)
  if (!pupil || !isId(periodId) || !seesPupilResults(ctx.viewer, pupil)) return null
  if (overseesPupil(ctx.viewer, pupil)) ctx.readings.note(pupil.schoolId, 'дневник', [pupil.id])
  const shown = coursesOf(ctx, pupil.id, periodId)
  const [courses = [], marks = [], periods = [], ends = []] = await ctx.db.readAll(ctx.scope, [
    courseStatement(pupil.id, periodId, shown),
    sql`select ${markColumns}, w.weight, coalesce(w.title, '') as "workTitle"
      from mark m join work w on w.id = m.work_id join ref_period p on p.id = ${periodId}
      where m.pupil_id = ${pupil.id} and m.day between p.starts_on and p.ends_on and m.withdrawn_at is null
      order by m.day, m.lesson_id, m.place, m.id`,
    periodStatement(pupil.id, periodId, shown),
    sql`select pm.course_id as "courseId", pm.kind, ${setMarkColumns} from final_mark pm where pm.pupil_id = ${pupil.id} and pm.withdrawn_at is null`,
  ])
  const rows = courses as unknown as CourseRow[]
  if (rows.length === 0) return (await periodIsThere(ctx, pupil.schoolId, periodId)) ? [] : null
  const marksOf = groupBy(
    marks as unknown as (MarkRow & { weight: string; workTitle: string })[],
    (mark) => mark.courseId,
  )
  const endOf = (courseId: string, kind: FinalMarkRow['kind']) =>
    (ends as unknown as (FinalMarkRow & { courseId: string })[]).find(
      (end) => end.courseId === courseId && end.kind === kind,
    ) ?? null
  const periodsOf = groupBy(periods as unknown as PeriodRow[], (period) => period.courseId)
  return rows.map((course) => ({
    ...course,
    proposes: course.grade > 1 && !course.withoutAttestation,
    weighed: (marksOf.get(course.courseId) ?? []).map(({ weight, workTitle, ...mark }) => ({
      value: mark.value,
      weight,
      mark,
      workTitle,
    })),
    periodMarks: periodsOf.get(course.courseId) ?? [],
    exam: endOf(course.courseId, 'EXAM'),
    final: endOf(course.courseId, 'FINAL'),
  }))
}

async function periodIsThere(ctx: Ctx, schoolId: string, periodId: string): Promise<boolean> {
  const found = await ctx.db.read(
    ctx.scope,
    sql`select 1 as there from ref_period where id = ${periodId} and school_id = ${schoolId}`,
  )
  return found.length > 0
}

/** Courses of the pupil's classes and groups in the period; one that was taken out stays where it has left a mark. */
const coursesOf = (ctx: Ctx, pupilId: string, periodId: string): Sql => sql`(
  select c.* from ref_period p join ref_course c on c.year_id = p.year_id
  where p.id = ${periodId} and c.grade between p.from_grade and p.to_grade
    and exists (select 1 from ref_membership m where m.pupil_id = ${pupilId} and not m.removed
      and (m.class_id = c.class_id or m.group_id = c.group_id)
      and daterange(m.from_day, m.until_day, '[]') && daterange(p.starts_on, p.ends_on, '[]'))
    and (not c.removed or exists (select 1 from mark k where k.pupil_id = ${pupilId} and k.course_id = c.id and k.withdrawn_at is null))
    and ${withoutHiddenCourses(ctx.viewer, sql`c.school_id`, sql`c.id`)})`

const courseStatement = (pupilId: string, periodId: string, shown: Sql): Sql => sql`
  select c.id as "courseId", c.subject_name as "subjectName",
    nullif(concat_ws(' ', t.last_name, t.first_name, t.patronymic), '') as "teacherName", c.without_attestation as "withoutAttestation", c.grade,
    coalesce(w.rounding, 0.5) as rounding, coalesce(a.missed, 0)::integer as missed, coalesce(a.late, 0)::integer as late
  from ${shown} c left join ref_person t on t.id = c.teacher_id left join school_setting w on w.school_id = c.school_id
    left join (select a.course_id, count(*) filter (where a.code not in ('LATE', 'RELEASED')) as missed,
        count(*) filter (where a.code = 'LATE') as late
      from absence a join ref_period p on p.id = ${periodId}
      where a.pupil_id = ${pupilId} and a.day between p.starts_on and p.ends_on and not a.removed group by a.course_id) a on a.course_id = c.id
  order by c.subject_name collate "ru-RU-x-icu", c.id`

const periodStatement = (pupilId: string, periodId: string, shown: Sql): Sql => sql`
  select c.id as "courseId", q.id as "periodId", q.name as "periodName", q.kind, q.starts_on as "startsOn", q.ends_on as "endsOn",
    k.value, k.set_by_name as "setByName", k.set_at as "setAt"
  from ${shown} c join ref_period p on p.id = ${periodId}
    join ref_period q on q.year_id = p.year_id and c.grade between q.from_grade and q.to_grade
    left join period_mark k on k.course_id = c.id and k.period_id = q.id and k.pupil_id = ${pupilId} and k.withdrawn_at is null
  order by c.id, q.kind = 'YEAR', q.starts_on, q.id`
