// Marks of a period for a whole class (A5.10), and of a whole year for one course: what is set, what is proposed, what is due.
import { sql } from '@zhurnal/kit/sql'
import { addDays, dayIn, startOfDay } from '@zhurnal/kit/time'
import { validate as isId } from 'uuid'
import type { Ctx } from '../context.js'
import {
  hasClass,
  mayFillPeriodMarks,
  maySetPeriodMarks,
  overseesCourse,
  ownClasses,
  pageReach,
  seesSpecialists,
  seesWholeSchool,
} from '../policy.js'
import { cellOf, partsOfYear, type Cell } from './cell.js'
import {
  figuresOf,
  figureStatements,
  gridCourses,
  spot,
  yearPeriods,
  type Figures,
  type GridCourse,
  type Span,
  type YearPeriod,
} from './figures.js'

/** Marks are in time until the end of the seventh day after the period, by the school's days (3.6.8). */
export const dueAtOf = (zone: string, endsOn: string): Date => startOfDay(zone, addDays(endsOn, 8))

const overlaps = (span: Pick<Span, 'from' | 'until'>, period: YearPeriod): boolean =>
  span.from <= period.endsOn && (span.until === null || span.until >= period.startsOn)
const belongs = (span: Pick<Span, 'from' | 'until'>, day: string): boolean =>
  span.from <= day && (span.until === null || span.until >= day)

/** How a page stands: pupils of its last day with and without a mark. Locked as the journal's page is (6.2). */
function standOf(ctx: Ctx, figures: Figures, course: GridCourse, period: YearPeriod) {
  const at = spot(course.id, period.id)
  const lastDay = figures.lastDay.get(at)
  const on = lastDay ?? period.endsOn
  const due = (figures.members.get(course.id) ?? []).filter((span) => belongs(span, on))
  const set = due.filter((span) => figures.periodMarks.has(spot(course.id, period.id, span.pupilId))).length
  const attested = course.grade > 1 && !course.withoutAttestation
  const closed = figures.closed.has(at)
  return {
    set: attested ? set : 0,
    due: attested ? due.length : 0,
    locked: closed || (lastDay !== undefined && due.length > 0 && set === due.length),
    closed,
    viewerIsAuthor: maySetPeriodMarks(ctx.viewer, course),
    viewerCanSet:
      attested &&
      !closed &&
      dayIn(course.zone, ctx.now) >= period.startsOn &&
      (maySetPeriodMarks(ctx.viewer, course) || mayFillPeriodMarks(ctx.viewer, course)),
  }
}

type ClassRow = { id: string; name: string; schoolId: string; zone: string }
type Member = { pupilId: string; name: string; from: string; until: string | null }

/**
 * All subjects of a class in one period. The class teacher and staff in charge see all; who teaches in the class sees
 * the own courses. Null where there is none, or none for the viewer.
 */
export async function periodGrid(ctx: Ctx, args: { schoolClassId: string; periodId: string }) {
  if (!isId(args.schoolClassId) || !isId(args.periodId)) return null
  const classId = args.schoolClassId.toLowerCase()
  const [classes = [], periods = [], found = [], pupils = []] = await ctx.db.readAll(ctx.scope, [
    sql`select k.id, k.name, k.school_id as "schoolId", s.time_zone as zone from ref_class k join ref_school s on s.id = k.school_id where k.id = ${classId}`,
    yearPeriods(sql`(select year_id from ref_class where id = ${classId})`),
    gridCourses(sql`${classId}::uuid = any(c.class_ids) and not c.removed`),
    sql`select m.pupil_id as "pupilId", concat_ws(' ', n.last_name, n.first_name, n.patronymic) as name, m.from_day as from, m.until_day as until
      from ref_membership m join ref_person n on n.id = m.pupil_id where m.class_id = ${classId} and not m.removed
      order by n.last_name collate "ru-RU-x-icu", n.first_name collate "ru-RU-x-icu", n.patronymic collate "ru-RU-x-icu", n.id, m.from_day`,
  ])
  const schoolClass = classes[0] as ClassRow | undefined
  const period = (periods as unknown as YearPeriod[]).find((one) => one.id === args.periodId.toLowerCase())
  if (!schoolClass || !period) return null
  const courses = (found as unknown as GridCourse[]).filter((course) => seesInGrid(ctx, schoolClass, course))
  if (courses.length === 0) return null
  const figures = figuresOf(
    await ctx.db.readAll(
      ctx.scope,
      figureStatements(
        courses.map((course) => course.id),
        [period.id],
        ctx.now,
      ),
    ),
  )
  const all = periods as unknown as YearPeriod[]
  const members = new Map<string, Member>()
  for (const member of pupils as unknown as Member[])
    if (overlaps(member, period) && !members.has(member.pupilId)) members.set(member.pupilId, member)
  if (!hasClass(ctx.viewer, schoolClass) && courses.some((course) => overseesCourse(ctx.viewer, course)))
    ctx.readings.note(schoolClass.schoolId, `отметки за период: ${schoolClass.name}`, members.keys())
  const within = new Map(
    courses.map((course) => [
      course.id,
      new Set(
        (figures.members.get(course.id) ?? [])
          .filter((span) => overlaps(span, period))
          .map((span) => span.pupilId),
      ),
    ]),
  )
  return {
    schoolClassId: classId,
    period,
    dueAt: dueAtOf(schoolClass.zone, period.endsOn),
    courses: courses.map((course) => ({
      ...course,
      courseId: course.id,
      parts: partsOfYear(all, course),
      ...standOf(ctx, figures, course, period),
    })),
    rows: [...members.values()].map((member) => ({
      pupilId: member.pupilId,
      pupilName: member.name,
      cells: courses.map((course) =>
        within.get(course.id)?.has(member.pupilId)
          ? cellOf(figures, course, period, all, member.pupilId)
          : null,
      ),
    })),
  }
}

function seesInGrid(ctx: Ctx, schoolClass: ClassRow, course: GridCourse): boolean {
  const { viewer } = ctx
  if (seesWholeSchool(viewer, schoolClass.schoolId))
    return !course.ofSpecialist || seesSpecialists(viewer, schoolClass.schoolId)
  return hasClass(viewer, schoolClass) || maySetPeriodMarks(viewer, course)
}

/** All periods of one course's year, its examination and final marks, by pupil. As the journal, without substitutes. */
export async function courseGrid(ctx: Ctx, args: { courseId: string }) {
  if (!isId(args.courseId)) return null
  const [found = [], periods = []] = await ctx.db.readAll(ctx.scope, [
    gridCourses(sql`c.id = ${args.courseId}`),
    yearPeriods(sql`(select year_id from ref_course where id = ${args.courseId})`),
  ])
  const course = found[0] as GridCourse | undefined
  if (!course) return null
  const reach = pageReach(ctx.viewer, course)
  if (reach === 'SUBSTITUTED_ONLY') return null
  const all = periods as unknown as YearPeriod[]
  const shown = all.filter((one) => one.fromGrade <= course.grade && course.grade <= one.toGrade)
  const ids = shown.map((one) => one.id)
  const figures = figuresOf(await ctx.db.readAll(ctx.scope, figureStatements([course.id], ids, ctx.now)))
  const own = reach === 'OWN_CLASSES' ? ownClasses(ctx.viewer, course) : null
  const spans = new Map<string, Span[]>()
  for (const span of figures.members.get(course.id) ?? [])
    if (own === null || span.classIds.some((id) => own.includes(id)))
      spans.set(span.pupilId, [...(spans.get(span.pupilId) ?? []), span])
  if (overseesCourse(ctx.viewer, course))
    ctx.readings.note(course.schoolId, `отметки за год: ${course.subjectName}`, spans.keys())
  const year = shown.find((one) => one.kind === 'YEAR')
  return {
    course,
    periods: shown.map((period) => ({
      period,
      dueAt: dueAtOf(course.zone, period.endsOn),
      ...standOf(ctx, figures, course, period),
    })),
    viewerCanSetFinal: year ? standOf(ctx, figures, course, year).viewerCanSet : false,
    rows: [...spans].map(([pupilId, of]) => {
      const cells = shown.map((period): Cell | null =>
        of.some((span) => overlaps(span, period)) ? cellOf(figures, course, period, all, pupilId) : null,
      )
      const whole = cells[shown.findIndex((one) => one.kind === 'YEAR')] ?? null
      return {
        pupilId,
        pupilName: of[0]?.name ?? '',
        cells,
        exam: whole?.exam ?? null,
        final: whole?.final ?? null,
        proposedFinal: whole?.proposedFinal ?? null,
      }
    }),
  }
}
