// Marks that a pupil brings from another school (settled.md, Contingent): one column a period, each mark with its own day.
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import { v7 as newId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { logOf } from '../marks/mark-log.js'
import { markColumns, type MarkRow } from '../marks/mark-row.js'
import { checkMark } from '../marks/scale.js'
import { mayEnterForeign, mayKeepCourse } from '../policy.js'
import { takeCourseAlone } from '../records/lesson-facts.js'
import { insertOutside, outsideCourse, type OutsideCourse } from '../records/outside-work.js'
import { ruDay } from '../records/rules.js'
import { checkTitle, checkWeight } from '../records/works.js'
import { checkSource } from './enter-record.js'

export type EnterForeignMarksInput = {
  requestId?: string | null
  courseId: string
  pupilId: string
  source: string
  marks: { date: string; value: string; title?: string | null; weight?: number | null }[]
}

/** Enters them into the subject's page, from the other school's sheet. Membership of then is not asked. */
export async function enterForeignMarks(ctx: Ctx, input: EnterForeignMarksInput) {
  return mutation(ctx.db, ctx.scope, 'enterForeignMarks', input, async (tx) => {
    const course = await outsideCourse(tx, input.courseId)
    if (!course || !(mayKeepCourse(ctx.viewer, course) || mayEnterForeign(ctx.viewer, course.schoolId)))
      return notFound('courseId')
    const source = checkSource(input.source)
    if (input.marks.length === 0 || input.marks.length > 200)
      refuse('BAD_INPUT', 'Отметок: от 1 до 200 за один раз.', 'marks')
    await takeCourseAlone(tx, course.id)
    const periods = await periodsOf(tx, course, input.pupilId)
    const today = dayIn(course.zone, ctx.now)
    const rows = []
    for (const [i, mark] of input.marks.entries()) {
      const field = ['marks', String(i)]
      checkMark(mark.value, [...field, 'value'])
      if (mark.date > today) refuse('BAD_INPUT', `${ruDay(mark.date)} ещё впереди.`, [...field, 'date'])
      const period = periods.find((one) => one.startsOn <= mark.date && mark.date <= one.endsOn)
      if (!period)
        return refuse('BAD_INPUT', `${ruDay(mark.date)} не в учебном периоде этого года.`, [...field, 'date'])
      if (period.locked)
        refuse('LOCKED', `Отметка за период «${period.name}» уже выставлена (п. 6.2).`, [...field, 'date'])
      rows.push({
        ...mark,
        period,
        weight: checkWeight(mark.weight ?? 1),
        title: checkTitle(mark.title?.trim() ?? ''),
      })
    }
    const marks: MarkRow[] = []
    for (const row of rows) {
      const place = await foreignWork(ctx, tx, course, row.period, row.weight)
      const [mark] =
        await tx.sql<MarkRow>(sql`insert into mark as m (id, school_id, course_id, lesson_id, work_id, pupil_id, day, place, value, comment,
          source, set_by_name, set_at)
        select ${newId()}, ${course.schoolId}, ${course.id}, ${place.record}, ${place.work}, ${input.pupilId}, ${row.date},
          coalesce((select max(o.place) from mark o where o.work_id = ${place.work} and o.pupil_id = ${input.pupilId} and o.withdrawn_at is null), 0) + 1,
          ${row.value}, ${row.title || null}, ${source}, ${actorIn(ctx, course.schoolId).name}, ${ctx.now} returning ${markColumns}`)
      if (mark) marks.push(mark)
    }
    await appendLog(
      tx,
      'gradebook',
      course.schoolId,
      ctx.now,
      actorIn(ctx, course.schoolId),
      marks.map((mark) => logOf('enterForeignMarks', mark, null, mark.value, { comment: mark.comment })),
    )
    return { marks: marks.length }
  })
}

type Period = { id: string; name: string; startsOn: string; endsOn: string; locked: boolean }

/** Periods of the course's year for its grade, the year itself left out, and whether the pupil's row is locked in each. */
async function periodsOf(tx: Tx, course: OutsideCourse, pupilId: string): Promise<Period[]> {
  const [member] =
    await tx.sql(sql`select 1 as one from ref_course c join ref_membership m on (m.class_id = c.class_id or m.group_id = c.group_id)
    where c.id = ${course.id} and m.pupil_id::text = ${pupilId} and not m.removed limit 1`)
  if (!member) refuse('NOT_MEMBER', 'Ученик не учится в этом классе или группе.', 'pupilId')
  return tx.sql<Period>(sql`select p.id, p.name, p.starts_on as "startsOn", p.ends_on as "endsOn",
      exists (select 1 from page_close pc where pc.course_id = c.id and pc.period_id = p.id)
        or exists (select 1 from period_mark pm where pm.course_id = c.id and pm.period_id = p.id and pm.pupil_id = ${pupilId} and pm.withdrawn_at is null) as locked
    from ref_course c join ref_period p on p.year_id = c.year_id and c.grade between p.from_grade and p.to_grade
    where c.id = ${course.id} and p.kind <> 'YEAR' order by p.starts_on`)
}

const title = 'Отметки из другой школы'

/** The column of the period for such marks, and the work of that weight in it; made where there is none yet. */
async function foreignWork(
  ctx: Ctx,
  tx: Tx,
  course: OutsideCourse,
  period: Period,
  weight: number,
): Promise<{ record: string; work: string }> {
  const [record] = await tx.sql<{
    id: string
  }>(sql`select id from lesson_record where course_id = ${course.id} and outside
    and day = ${period.startsOn} and source = ${title} limit 1`)
  if (!record) {
    const made = {
      id: newId(),
      recordId: newId(),
      date: period.startsOn,
      kind: 'FOREIGN',
      title,
      weight,
      internal: false,
      source: title,
    }
    await insertOutside(ctx, tx, course, made)
    return { record: made.recordId, work: made.id }
  }
  const [work] = await tx.sql<{ id: string }>(
    sql`select id from work where lesson_id = ${record.id} and weight = ${weight} and cancelled_at is null limit 1`,
  )
  if (work) return { record: record.id, work: work.id }
  const [made] = await tx.sql<{
    id: string
  }>(sql`insert into work (id, school_id, course_id, lesson_id, day, place, kind, title, weight)
    select ${newId()}, ${course.schoolId}, ${course.id}, ${record.id}, ${period.startsOn},
      (select max(place) + 1 from work where lesson_id = ${record.id}), 'FOREIGN', ${title}, ${weight} returning id`)
  return { record: record.id, work: made?.id ?? '' }
}
