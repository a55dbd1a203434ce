import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import type { Ctx } from '../context.js'
import type { CourseRow } from '../loaders.js'
import {
  givesLesson,
  overseesCourse,
  overseesPupil,
  pageReach,
  seesLesson,
  seesPupilResults,
  seesSpecialists,
} from '../policy.js'
import { withoutHiddenCourses } from '../reference/specialists.js'
import { changesOf } from '../log/mark-changes.js'
import { markColumns, type MarkRow } from './mark-row.js'
import { recordMark, withdrawMark, type RecordMarkInput } from './marks.js'
import { plainMean, weightedMean, withoutRetaken } from './means.js'

type Ref = { id: string }

/** A mark's course; null where it is of a specialist's group and the viewer does not see those. */
async function knownCourse(ctx: Ctx, mark: MarkRow): Promise<CourseRow | null> {
  const course = await ctx.loaders.course.load(mark.courseId)
  return course && (!course.ofSpecialist || seesSpecialists(ctx.viewer, course.schoolId)) ? course : null
}

/** A mark is seen by who sees its lesson in the journal, and by the pupil's own family, class teacher, administration. */
async function visibleMark(ctx: Ctx, id: string): Promise<MarkRow | null> {
  const mark = await ctx.loaders.mark.load(id)
  if (!mark) return null
  const pupil = await ctx.loaders.pupil.load(mark.pupilId)
  if (pupil && seesPupilResults(ctx.viewer, pupil)) {
    const course = await knownCourse(ctx, mark)
    if (!course) return null
    if (overseesPupil(ctx.viewer, pupil) && overseesCourse(ctx.viewer, course))
      ctx.readings.note(pupil.schoolId, 'отметки', [pupil.id])
    return mark
  }
  const record = await ctx.loaders.record.load(mark.lessonId)
  // Who sees the rows of own classes only sees others' in the lessons that they give.
  return record && (pageReach(ctx.viewer, record) === 'WHOLE' || givesLesson(ctx.viewer, record))
    ? mark
    : null
}

/** Marks of a pupil: all subjects for those who see the pupil's results, own courses for a teacher. */
export async function marksOfPupil(
  ctx: Ctx,
  pupilId: string,
  args: { courseId?: string | null; periodId?: string | null },
): Promise<MarkRow[] | null> {
  const pupil = await ctx.loaders.pupil.load(pupilId)
  if (!pupil) return null
  const today = dayIn(pupil.zone, ctx.now)
  const span = args.periodId
    ? sql`between (select starts_on from ref_period where id::text = ${args.periodId}) and (select ends_on from ref_period where id::text = ${args.periodId})`
    : sql`between (select max(starts_on) from ref_year where school_id = ${pupil.schoolId} and starts_on <= ${today})
        and (select ends_on from ref_year where school_id = ${pupil.schoolId} and starts_on <= ${today} order by starts_on desc limit 1)`
  const marks = await ctx.db.read<MarkRow>(
    ctx.scope,
    sql`select ${markColumns} from mark m where m.pupil_id = ${pupil.id} and m.withdrawn_at is null and m.day ${span}
      and ${withoutHiddenCourses(ctx.viewer, sql`m.school_id`, sql`m.course_id`)}
      and (${args.courseId ?? null}::text is null or m.course_id::text = ${args.courseId ?? null}) order by m.day, m.set_at, m.id`,
  )
  if (seesPupilResults(ctx.viewer, pupil)) {
    if (overseesPupil(ctx.viewer, pupil)) ctx.readings.note(pupil.schoolId, 'отметки', [pupil.id])
    return marks
  }
  const courses = await Promise.all(marks.map((mark) => ctx.loaders.course.load(mark.courseId)))
  const taught = marks.filter((_, i) => {
    const course = courses[i]
    return course ? pageReach(ctx.viewer, course) === 'WHOLE' : false
  })
  // A teacher of nothing that this pupil has marks in learns nothing of the pupil, not even that there are none.
  return taught.length > 0 ? taught : null
}

/** Means of a pupil's row after an act, for the shortest period that holds the day. Rights are read beside the marks. */
async function rowMeans(
  ctx: Ctx,
  mark: { courseId: string; pupilId: string; date: string } | null | undefined,
) {
  if (!mark) return null
  const [course, pupil, rows] = await Promise.all([
    ctx.loaders.course.load(mark.courseId),
    ctx.loaders.pupil.load(mark.pupilId),
    rowMarks(ctx, mark),
  ])
  // A substitute sees the lesson, not how the pupil does in the subject.
  const whole = course !== null && pageReach(ctx.viewer, course) === 'WHOLE'
  if (!whole && !(pupil && seesPupilResults(ctx.viewer, pupil))) return null
  return withoutRetaken(rows.map((mark) => ({ value: mark.value, weight: mark.weight, mark })))
}

const rowMarks = (ctx: Ctx, mark: { courseId: string; pupilId: string; date: string }) =>
  ctx.db.read<{ id: string; retakeOf: string | null; value: string; weight: string }>(
    ctx.scope,
    sql`select m.id, m.retake_of as "retakeOf", m.value, w.weight from mark m join work w on w.id = m.work_id
      where m.course_id = ${mark.courseId} and m.pupil_id = ${mark.pupilId} and m.withdrawn_at is null
        and m.day between (select p.starts_on from ref_period p join ref_course c on c.year_id = p.year_id where c.id = ${mark.courseId}
            and ${mark.date} between p.starts_on and p.ends_on and c.grade between p.from_grade and p.to_grade order by p.ends_on - p.starts_on limit 1)
          and (select p.ends_on from ref_period p join ref_course c on c.year_id = p.year_id where c.id = ${mark.courseId}
            and ${mark.date} between p.starts_on and p.ends_on and c.grade between p.from_grade and p.to_grade order by p.ends_on - p.starts_on limit 1)`,
  )

type Payload = { mark?: MarkRow | null; errors: readonly unknown[] }
type Counted = Awaited<ReturnType<typeof rowMeans>>

/** Both means are made of what is read once for an answer. */
const countedOf = new WeakMap<Payload, Promise<Counted>>()
function counted(payload: Payload, ctx: Ctx): Promise<Counted> {
  const known = countedOf.get(payload) ?? rowMeans(ctx, payload.errors.length ? null : payload.mark)
  countedOf.set(payload, known)
  return known
}
const payloadMeans = {
  mean: async (payload: Payload, _: unknown, ctx: Ctx) => {
    const marks = await counted(payload, ctx)
    return marks && plainMean(marks)
  },
  weightedMean: async (payload: Payload, _: unknown, ctx: Ctx) => {
    const marks = await counted(payload, ctx)
    return marks && weightedMean(marks)
  },
}

export const markResolvers = {
  Mutation: {
    recordMark: (_: unknown, { input }: { input: RecordMarkInput }, ctx: Ctx) => recordMark(ctx, input),
    withdrawMark: (_: unknown, { input }: { input: Parameters<typeof withdrawMark>[1] }, ctx: Ctx) =>
      withdrawMark(ctx, input),
  },
  RecordMarkPayload: payloadMeans,
  WithdrawMarkPayload: payloadMeans,
  Mark: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => visibleMark(ctx, ref.id),
    // Of a family's mark the lesson's record is not theirs to see: topic and homework come in the diary.
    record: async (mark: MarkRow, _: unknown, ctx: Ctx) => {
      const record = await ctx.loaders.record.load(mark.lessonId)
      return record && seesLesson(ctx.viewer, record) ? record : null
    },
    work: async (mark: MarkRow, _: unknown, ctx: Ctx) => ctx.loaders.work.load(mark.workId),
    subjectName: async (mark: MarkRow, _: unknown, ctx: Ctx) =>
      (await ctx.loaders.course.load(mark.courseId))?.subjectName ?? null,
    claim: async (mark: MarkRow, _: unknown, ctx: Ctx) => ctx.loaders.openClaim.load(mark.id),
    retaken: async (mark: MarkRow, _: unknown, ctx: Ctx) => ctx.loaders.retaken.load(mark.id),
    changes: async (mark: MarkRow, _: unknown, ctx: Ctx) => changesOf(ctx, mark.id),
  },
  Pupil: {
    __resolveReference: async (ref: Ref) => ({ id: ref.id }),
    marks: (ref: Ref, args: { courseId?: string | null; periodId?: string | null }, ctx: Ctx) =>
      marksOfPupil(ctx, ref.id, args),
    entriesCount: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const pupil = await ctx.loaders.pupil.load(ref.id)
      return pupil && seesPupilResults(ctx.viewer, pupil) ? ctx.loaders.entriesOfPupil.load(pupil.id) : null
    },
  },
  Absence: {
    record: async (absence: { lessonId: string }, _: unknown, ctx: Ctx) => {
      const record = await ctx.loaders.record.load(absence.lessonId)
      return record && seesLesson(ctx.viewer, record) ? record : null
    },
  },
}
