// Marks of all years by subject: the page «успеваемость» of a personal file (A1.15), and the family's own.
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { overseesPupil, seesPupilResults } from '../policy.js'
import { withoutHiddenCourses } from '../reference/specialists.js'
import { setMarkColumns } from './enter.js'
import type { FinalMarkRow } from './final-marks.js'
import type { PeriodMarkRow } from './period-marks.js'

type Named = { yearId: string; yearName: string; subjectName: string }
type OfPeriod = PeriodMarkRow &
  Named & { periodId: string; periodName: string; kind: string; startsOn: string; endsOn: string }
type OfEnd = FinalMarkRow & Named

/** Newest year first, subjects by name, periods in their order; null to who may not know the pupil's results. */
export async function yearMarks(ctx: Ctx, pupilId: string) {
  const pupil = await ctx.loaders.pupil.load(pupilId)
  if (!pupil || !seesPupilResults(ctx.viewer, pupil)) return null
  if (overseesPupil(ctx.viewer, pupil)) ctx.readings.note(pupil.schoolId, 'отметки по годам', [pupil.id])
  const shown = withoutHiddenCourses(ctx.viewer, sql`c.school_id`, sql`c.id`)
  const [marks = [], ends = []] = await ctx.db.readAll(ctx.scope, [
    sql`select ${setMarkColumns}, y.id as "yearId", y.name as "yearName", c.subject_name as "subjectName", p.id as "periodId", p.name as "periodName",
        p.kind, p.starts_on as "startsOn", p.ends_on as "endsOn"
      from period_mark pm join ref_course c on c.id = pm.course_id join ref_period p on p.id = pm.period_id join ref_year y on y.id = p.year_id
      where pm.pupil_id = ${pupil.id} and pm.withdrawn_at is null and ${shown}
      order by y.starts_on desc, c.subject_name collate "ru-RU-x-icu", p.kind = 'YEAR', p.starts_on`,
    sql`select ${setMarkColumns}, pm.kind, y.id as "yearId", y.name as "yearName", c.subject_name as "subjectName"
      from final_mark pm join ref_course c on c.id = pm.course_id join ref_year y on y.id = c.year_id
      where pm.pupil_id = ${pupil.id} and pm.withdrawn_at is null and ${shown}
      order by y.starts_on desc, c.subject_name collate "ru-RU-x-icu"`,
  ])
  return group(marks as unknown as OfPeriod[], ends as unknown as OfEnd[])
}

type Subject = { subjectName: string; periods: object[]; exam: OfEnd | null; final: OfEnd | null }

/** Two courses of one subject in a year, after a move to another class, are one line. */
function group(marks: readonly OfPeriod[], ends: readonly OfEnd[]) {
  const years = new Map<string, { yearId: string; yearName: string; subjects: Map<string, Subject> }>()
  const subjectOf = (named: Named): Subject => {
    const year = years.get(named.yearId) ?? {
      yearId: named.yearId,
      yearName: named.yearName,
      subjects: new Map(),
    }
    years.set(named.yearId, year)
    const subject = year.subjects.get(named.subjectName) ?? {
      subjectName: named.subjectName,
      periods: [],
      exam: null,
      final: null,
    }
    year.subjects.set(named.subjectName, subject)
    return subject
  }
  for (const mark of marks) subjectOf(mark).periods.push(mark)
  for (const mark of ends) subjectOf(mark)[mark.kind === 'EXAM' ? 'exam' : 'final'] = mark
  return [...years.values()].map((year) => ({ ...year, subjects: [...year.subjects.values()] }))
}
