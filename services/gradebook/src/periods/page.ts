// The page of a course and a period, and who may set its marks.
import type { Tx } from '@zhurnal/kit/database'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import { validate as isId } from 'uuid'
import type { Ctx } from '../context.js'
import { openUnlocks, type OpenUnlock } from '../locks/open-unlocks.js'
import { mayFillPeriodMarks, maySetPeriodMarks } from '../policy.js'
import { takeCourseAlone } from '../records/lesson-facts.js'
import { ruDay } from '../records/rules.js'

export type Page = {
  courseId: string
  periodId: string
  schoolId: string
  teacherId: string | null
  classId: string | null
  groupId: string | null
  classIds: string[]
  grade: number
  withoutAttestation: boolean
  periodName: string
  periodKind: string
  startsOn: string
  endsOn: string
  zone: string
  closed: boolean
}

/** The page of a course and a period of its year; null when there is none. */
export async function pageOf(tx: Tx, courseId: string, periodId: string): Promise<Page | null> {
  if (!isId(courseId) || !isId(periodId)) return null
  const [page] =
    await tx.sql<Page>(sql`select c.id as "courseId", p.id as "periodId", c.school_id as "schoolId", c.teacher_id as "teacherId",
      c.class_id as "classId", c.group_id as "groupId", c.class_ids as "classIds", c.grade, c.without_attestation as "withoutAttestation",
      p.name as "periodName", p.kind as "periodKind", p.starts_on as "startsOn", p.ends_on as "endsOn", s.time_zone as zone,
      exists (select 1 from page_close pc where pc.course_id = c.id and pc.period_id = p.id) as closed
    from ref_course c join ref_period p on p.year_id = c.year_id join ref_school s on s.id = c.school_id
    where c.id = ${courseId} and p.id = ${periodId}`)
  return page ?? null
}

/** The page, once nobody else writes to its course: read anew then, for it may have been closed while this waited. */
export async function pageAlone(
  tx: Tx,
  courseId: string,
  periodId: string,
  may: (page: Page) => boolean,
): Promise<Page> {
  const seen = await pageOf(tx, courseId, periodId)
  if (!seen || !may(seen)) return notFound('courseId')
  await takeCourseAlone(tx, seen.courseId)
  return (await pageOf(tx, courseId, periodId)) ?? notFound('courseId')
}

/** The page of the course's whole year, on which marks of examinations and the final ones stand; null without one. */
export async function yearPageOf(tx: Tx, courseId: string): Promise<string | null> {
  if (!isId(courseId)) return null
  const [year] = await tx.sql<{
    id: string
  }>(sql`select p.id from ref_course c join ref_period p on p.year_id = c.year_id
    where c.id = ${courseId} and p.kind = 'YEAR' and c.grade between p.from_grade and p.to_grade order by p.starts_on limit 1`)
  return year?.id ?? null
}

/** An unlock of this very page for the viewer; null without one. */
export async function unlockOfPage(ctx: Ctx, tx: Tx, page: Page): Promise<OpenUnlock | null> {
  const open = await tx.sql<OpenUnlock>(openUnlocks(ctx))
  return open.find((one) => one.courseId === page.courseId && one.periodId === page.periodId) ?? null
}

/** Author (A6.10), or class teacher who fills what is missing (A5.10). */
export const maySetOn = (ctx: Ctx, page: Page): boolean =>
  maySetPeriodMarks(ctx.viewer, page) || mayFillPeriodMarks(ctx.viewer, page)

/** Marks are set here at all, the page is open, and its span has begun. Gives the unlock that passes the lock. */
export async function openPage(ctx: Ctx, tx: Tx, page: Page): Promise<OpenUnlock | null> {
  if (page.withoutAttestation || page.grade === 1)
    refuse('WITHOUT_ATTESTATION', 'По этому предмету отметка за период не ставится (п. 3.6.6).', 'value')
  const unlock = await unlockOfPage(ctx, tx, page)
  if (page.closed && !unlock)
    refuse('LOCKED', 'Страница закрыта: отметки за период выставлены (п. 6.2).', 'periodId')
  if (dayIn(page.zone, ctx.now) < page.startsOn)
    refuse('TOO_EARLY', `Период начнётся ${ruDay(page.startsOn)}.`, 'periodId')
  return unlock
}
