// What a teacher still owes, with clause and due time: the first page of the day (A6.5, A6.8-A6.11, 3.6.8, A8.1).
import { sql } from '@zhurnal/kit/sql'
import { addDays, dayIn, daysBetween, startOfDay } from '@zhurnal/kit/time'
import { GraphQLError } from 'graphql'
import { hasRight } from '@zhurnal/roster/events'
import { validate as isId } from 'uuid'
import type { Ctx } from '../context.js'
import { at, seesWholeSchool } from '../policy.js'
import { withoutHiddenCourses } from '../reference/specialists.js'
import { schoolMeant } from '../schools.js'
import { owedOf } from './deadlines.js'
import { recordStatement, type RecordRow } from './lesson-facts.js'
import { unmarkedWorks } from './unmarked-works.js'

export type OwedItem = {
  lessonId: string | null
  courseId: string
  subjectName: string
  learnersName: string
  date: string
  number: number | null
  what: string
  clause: string
  dueAt: Date
  late: boolean
  periodId: string | null
  claimId: string | null
}
export type OwedByArgs = {
  personId?: string | null
  schoolId?: string | null
  from?: string | null
  to?: string | null
}

const most = 200
const longestSpan = 92

/** By due time, what is late first; null for who may not ask of that person. */
export async function owedItems(ctx: Ctx, args: OwedByArgs): Promise<OwedItem[] | null> {
  const schoolId = schoolMeant(ctx, args.schoolId)
  const here = schoolId ? at(ctx.viewer, schoolId) : undefined
  if (!schoolId || !here) return null
  const person = args.personId?.toLowerCase() ?? here.person
  const own = person === here.person && hasRight(here.roles, 'keepsJournals')
  if (!isId(person) || !(own || seesWholeSchool(ctx.viewer, schoolId))) return null
  const [school] = await ctx.db.read<{ zone: string }>(
    ctx.scope,
    sql`select time_zone as zone from ref_school where id = ${schoolId}`,
  )
  if (!school) return null
  const today = dayIn(school.zone, ctx.now)
  const to = args.to ?? today
  const from = args.from ?? addDays(to, -30)
  const days = daysBetween(from, to)
  if (days < 0 || days > longestSpan)
    throw new GraphQLError(`Срок: не больше ${longestSpan} дней, конец не раньше начала.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    })
  const items = [
    ...(await ofLessons(ctx, schoolId, person, from, to)),
    ...(await ofPeriods(ctx, schoolId, person, school.zone, today)),
    ...(await ofClaims(ctx, schoolId, person)),
  ]
  return items.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime()).slice(0, most)
}

/** Lessons that the person gives or has given: attendance, topic, homework, marks of written works. */
async function ofLessons(
  ctx: Ctx,
  schoolId: string,
  person: string,
  from: string,
  to: string,
): Promise<OwedItem[]> {
  const mine = sql`l.school_id = ${schoolId} and l.day between ${from} and ${to} and l.starts_at <= ${ctx.now} and not (l.cancelled and r.held_at is null)
    and case when r.held_at is null then l.teacher_id else r.taught_by_id end = ${person}
    and ${withoutHiddenCourses(ctx.viewer, sql`l.school_id`, sql`l.course_id`)}`
  const [records = [], unmarked = []] = await ctx.db.readAll(ctx.scope, [
    sql`${recordStatement(mine)} order by "startsAt", id`,
    unmarkedWorks(sql`w.school_id = ${schoolId} and w.day between ${from} and ${to}`),
  ])
  const rows = records as unknown as RecordRow[]
  const open = rows.filter((row) => !row.homework && !row.outside)
  const ends = await ctx.loaders.lastEnd.loadMany(open.map((row) => row.id))
  const endOf = new Map(open.map((row, i) => [row.id, ends[i]]))
  return rows.flatMap((row) => {
    const end = endOf.get(row.id)
    const lastLessonEndsAt = end && 'lastEnd' in end ? end.lastEnd : row.endsAt
    const works = (unmarked as unknown as { lessonId: string; checkedOn: string | null }[]).filter(
      (work) => work.lessonId === row.id,
    )
    return owedOf({ ...row, lastLessonEndsAt, unmarked: works }, row.zone, ctx.now).map((owed) => ({
      ...owed,
      lessonId: row.id,
      courseId: row.courseId,
      subjectName: row.subjectName,
      learnersName: row.learnersName,
      date: row.day,
      number: row.outside ? null : row.number,
      periodId: null,
      claimId: null,
    }))
  })
}

type Page = {
  courseId: string
  subjectName: string
  learnersName: string
  periodId: string
  endsOn: string
}

/** Period marks of own courses that ended and lack a pupil's: due 7 days after the period (3.6.8). */
async function ofPeriods(
  ctx: Ctx,
  schoolId: string,
  person: string,
  zone: string,
  today: string,
): Promise<OwedItem[]> {
  const pages = await ctx.db.read<Page>(
    ctx.scope,
    sql`select c.id as "courseId", c.subject_name as "subjectName", c.learners_name as "learnersName", p.id as "periodId", p.ends_on as "endsOn"
    from ref_course c join ref_period p on p.year_id = c.year_id and c.grade between p.from_grade and p.to_grade
    where c.school_id = ${schoolId} and c.teacher_id = ${person} and not c.removed and not c.without_attestation and c.grade > 1
      and p.ends_on < ${today} and p.ends_on >= ${addDays(today, -longestSpan)}
      and not exists (select 1 from page_close pc where pc.course_id = c.id and pc.period_id = p.id)
      and exists (select 1 from ref_membership m where (m.class_id = c.class_id or m.group_id = c.group_id) and not m.removed
        and m.from_day <= p.ends_on and (m.until_day is null or m.until_day >= p.ends_on)
        and not exists (select 1 from period_mark pm where pm.course_id = c.id and pm.period_id = p.id and pm.pupil_id = m.pupil_id
          and pm.withdrawn_at is null))`,
  )
  return pages.map(({ endsOn, ...page }) => {
    const dueAt = startOfDay(zone, addDays(endsOn, 8))
    return {
      ...page,
      lessonId: null,
      date: endsOn,
      number: null,
      what: 'PERIOD_MARKS',
      clause: '3.6.8',
      dueAt,
      late: ctx.now > dueAt,
      claimId: null,
    }
  })
}

/** Claims on marks of own courses that wait for an answer (A8.1). */
async function ofClaims(ctx: Ctx, schoolId: string, person: string): Promise<OwedItem[]> {
  const claims = await ctx.db.read<{
    claimId: string
    courseId: string
    lessonId: string
    subjectName: string
    learnersName: string
    date: string
    dueAt: Date
  }>(
    ctx.scope,
    sql`select k.id as "claimId", k.course_id as "courseId", m.lesson_id as "lessonId", c.subject_name as "subjectName",
      c.learners_name as "learnersName", m.day as date, k.answer_due_at as "dueAt"
    from mark_claim k join mark m on m.id = k.mark_id join ref_course c on c.id = k.course_id
    where k.school_id = ${schoolId} and k.answered_at is null and k.withdrawn_at is null and c.teacher_id = ${person}`,
  )
  return claims.map((claim) => ({
    ...claim,
    number: null,
    what: 'CLAIM',
    clause: 'A8.1',
    late: ctx.now > claim.dueAt,
    periodId: null,
  }))
}
