// Claims as each may see them, and how they are answered.
import type { Scope } from '@zhurnal/kit/database'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { addDays, startOfDay } from '@zhurnal/kit/time'
import { hasRight } from '@zhurnal/roster/events'
import type { Ctx } from '../context.js'
import { at, seesWholeSchool } from '../policy.js'
import { withoutHiddenCourses } from '../reference/specialists.js'
import { schoolMeant } from '../schools.js'

export type ClaimRow = {
  id: string
  markId: string
  pupilId: string
  markStands: boolean
  markValue: string
  subjectName: string
  pupilName: string
  date: string
  explanation: string
  noticedOn: string
  claimedByName: string
  claimedAt: Date
  answer: string | null
  accepted: boolean | null
  answeredByName: string | null
  answeredAt: Date | null
  answerDueAt: Date
  withdrawn: boolean
  keeper: boolean
  /** Of the viewer's own family, course or class. */
  ofOwn: boolean
  version: number
}

/** Whether the viewer keeps the mark's lesson: as the course's teacher, or as who gave it. */
const keeps = (person: string): Sql =>
  sql`(c.teacher_id = ${person} or exists (select 1 from lesson_record r where r.id = m.lesson_id and r.taught_by_id = ${person}))`

const claimStatement = ({ person, keepsJournals, own }: Reach, where: Sql): Sql => sql`
  select k.id, k.mark_id as "markId", k.pupil_id as "pupilId", m.withdrawn_at is null as "markStands", m.value as "markValue", coalesce(c.subject_name, '') as "subjectName",
    concat_ws(' ', p.last_name, p.first_name, p.patronymic) as "pupilName", m.day as date, k.explanation, k.noticed_on as "noticedOn",
    k.claimed_by_name as "claimedByName", k.claimed_at as "claimedAt", k.answer, k.accepted, k.answered_by_name as "answeredByName",
    k.answered_at as "answeredAt", k.answer_due_at as "answerDueAt", k.withdrawn_at is not null as withdrawn,
    ${keepsJournals} and ${keeps(person)} as keeper, ${own} as "ofOwn", k.version
  from mark_claim k join mark m on m.id = k.mark_id left join ref_course c on c.id = k.course_id left join ref_person p on p.id = k.pupil_id
  where ${where} order by k.claimed_at desc, k.id limit 500`

type Reach = { schoolId: string; person: string; keepsJournals: boolean; own: Sql; where: Sql }

/** What of a school's claims is the viewer's to see. */
function visible(ctx: Pick<Ctx, 'viewer'>, schoolId: string): Reach | null {
  const here = at(ctx.viewer, schoolId)
  if (!here) return null
  const keepsJournals = hasRight(here.roles, 'keepsJournals')
  const classes = hasRight(here.roles, 'hasOwnClass') ? here.classes : []
  const own = sql`(k.pupil_id = any(${here.pupils}::uuid[])
    or (${keepsJournals} and ${keeps(here.person)})
    or exists (select 1 from ref_membership b where b.pupil_id = k.pupil_id and not b.removed and b.class_id = any(${classes}::uuid[])
      and (b.until_day is null or b.until_day >= m.day)))`
  const may = seesWholeSchool(ctx.viewer, schoolId) ? sql`true` : own
  return {
    schoolId,
    person: here.person,
    keepsJournals,
    own,
    where: sql`k.school_id = ${schoolId} and ${may} and ${withoutHiddenCourses(ctx.viewer, sql`k.school_id`, sql`k.course_id`)}`,
  }
}

export async function markClaims(
  ctx: Ctx,
  args: { schoolId?: string | null; open?: boolean | null },
): Promise<ClaimRow[] | null> {
  const schoolId = schoolMeant(ctx, args.schoolId)
  const may = schoolId ? visible(ctx, schoolId) : null
  if (!may) return null
  const open = args.open ? sql`k.answered_at is null and k.withdrawn_at is null` : sql`true`
  const rows = await ctx.db.read<ClaimRow>(ctx.scope, claimStatement(may, sql`${may.where} and ${open}`))
  ctx.readings.note(
    may.schoolId,
    'обращения об отметках',
    rows.filter((row) => !row.ofOwn).map((row) => row.pupilId),
  )
  return rows
}

/** One that an act has just made or answered. */
export async function claimById(ctx: Ctx, id: string): Promise<ClaimRow | null> {
  for (const { id: schoolId } of ctx.viewer.schools) {
    const may = visible(ctx, schoolId)
    if (!may) continue
    const [row] = await ctx.db.read<ClaimRow>(
      ctx.scope,
      claimStatement(may, sql`${may.where} and k.id = ${id}`),
    )
    if (row) return row
  }
  return null
}

/** Open claims on marks, for who may see them: one statement for any number of marks. */
export async function openClaims(
  ctx: Pick<Ctx, 'viewer' | 'db'> & { readonly scope: Scope },
  markIds: readonly string[],
): Promise<ClaimRow[]> {
  const found: ClaimRow[] = []
  for (const { id: schoolId } of ctx.viewer.schools) {
    const may = visible(ctx, schoolId)
    if (!may) continue
    const where = sql`${may.where} and k.mark_id = any(${markIds}::uuid[]) and k.answered_at is null and k.withdrawn_at is null`
    found.push(...(await ctx.db.read<ClaimRow>(ctx.scope, claimStatement(may, where))))
  }
  return found
}

export type ClaimFigures = {
  teacherName: string
  made: number
  open: number
  inTime: number
  late: number
  accepted: number
}

/** Claims of the span by the course's teacher; null for who is not in charge. */
export async function claimFigures(
  ctx: Ctx,
  args: { from: string; to: string; schoolId?: string | null },
): Promise<ClaimFigures[] | null> {
  const schoolId = schoolMeant(ctx, args.schoolId)
  if (!schoolId || !hasRight(at(ctx.viewer, schoolId)?.roles, 'inCharge')) return null
  const [school] = await ctx.db.read<{ zone: string }>(
    ctx.scope,
    sql`select time_zone as zone from ref_school where id = ${schoolId}`,
  )
  if (!school) return null
  return ctx.db.read<ClaimFigures>(
    ctx.scope,
    sql`select coalesce(nullif(concat_ws(' ', t.last_name, t.first_name, t.patronymic), ''), 'Учитель не назначен') as "teacherName",
      count(*)::integer as made, (count(*) filter (where k.answered_at is null))::integer as open,
      (count(*) filter (where k.answered_at <= k.answer_due_at))::integer as "inTime",
      (count(*) filter (where k.answered_at > k.answer_due_at or (k.answered_at is null and k.answer_due_at < ${ctx.now})))::integer as late,
      (count(*) filter (where k.accepted))::integer as accepted
    from mark_claim k left join ref_course c on c.id = k.course_id left join ref_person t on t.id = c.teacher_id
    where k.school_id = ${schoolId} and k.withdrawn_at is null and k.claimed_at >= ${startOfDay(school.zone, args.from)}
      and k.claimed_at < ${startOfDay(school.zone, addDays(args.to, 1))}
    group by 1 order by 1`,
  )
}
