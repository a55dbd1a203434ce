import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog, type LogInput } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import { validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { openUnlocks, type OpenUnlock } from '../locks/open-unlocks.js'
import { checkPeriodMark } from '../marks/scale.js'
import { mayClosePeriod, mayFillPeriodMarks, maySetPeriodMarks, ownClasses } from '../policy.js'
import { ruDay } from '../records/rules.js'
import { takeCourseAlone } from '../records/lesson-facts.js'

export type PeriodMarkRow = {
  id: string
  pupilId: string
  value: string
  version: number
  setByName: string
  setAt: Date
  proposed: string | null
  byClassTeacher: boolean
}
export const periodMarkColumns = sql`pm.id, pm.pupil_id as "pupilId", pm.value, pm.version, pm.set_by_name as "setByName", pm.set_at as "setAt", pm.proposed,
  pm.by_class_teacher as "byClassTeacher"`

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
      p.name as "periodName", p.starts_on as "startsOn", p.ends_on as "endsOn", s.time_zone as zone,
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

type Entry = { pupilId: string; value: string; expectedVersion: number | null; field: readonly string[] }

/** Sets or changes the mark of a period; it locks the pupil's row (6.2, A6.10). */
export async function setPeriodMark(
  ctx: Ctx,
  input: {
    requestId?: string | null
    courseId: string
    periodId: string
    pupilId: string
    value: string
    reason?: string | null
    expectedVersion?: number | null
  },
) {
  return mutation(ctx.db, ctx.scope, 'setPeriodMark', input, async (tx) => {
    const entry = {
      pupilId: input.pupilId,
      value: input.value,
      expectedVersion: input.expectedVersion ?? null,
      field: ['pupilId'],
    }
    const [periodMark] = await enterPeriodMarks(
      ctx,
      tx,
      input.courseId,
      input.periodId,
      [entry],
      input.reason ?? null,
    )
    return { periodMark }
  })
}

/** Sets period marks of several pupils of one page, all or nothing. */
export async function setPeriodMarks(
  ctx: Ctx,
  input: {
    requestId?: string | null
    courseId: string
    periodId: string
    marks: { pupilId: string; value: string }[]
  },
) {
  return mutation(ctx.db, ctx.scope, 'setPeriodMarks', input, async (tx) => {
    if (input.marks.length > 200) refuse('BAD_INPUT', 'Не больше 200 за один раз.', 'marks')
    const entries = input.marks.map((one, i) => ({
      ...one,
      expectedVersion: null,
      field: ['marks', String(i), 'pupilId'],
    }))
    return { set: (await enterPeriodMarks(ctx, tx, input.courseId, input.periodId, entries, null)).length }
  })
}

async function enterPeriodMarks(
  ctx: Ctx,
  tx: Tx,
  courseId: string,
  periodId: string,
  entries: readonly Entry[],
  reason: string | null,
): Promise<PeriodMarkRow[]> {
  const page = await pageAlone(
    tx,
    courseId,
    periodId,
    (one) => maySetPeriodMarks(ctx.viewer, one) || mayFillPeriodMarks(ctx.viewer, one),
  )
  if (page.withoutAttestation || page.grade === 1)
    refuse('WITHOUT_ATTESTATION', 'По этому предмету отметка за период не ставится (п. 3.6.6).', 'value')
  const unlock = await unlockOfPage(ctx, tx, page)
  if (page.closed && !unlock)
    refuse('LOCKED', 'Страница закрыта: отметки за период выставлены (п. 6.2).', 'periodId')
  if (dayIn(page.zone, ctx.now) < page.startsOn)
    refuse('TOO_EARLY', `Период начнётся ${ruDay(page.startsOn)}.`, 'periodId')
  entries.forEach((entry, i) => {
    checkPeriodMark(entry.value, entry.field)
    if (entries.findIndex((other) => other.pupilId === entry.pupilId) < i)
      refuse('BAD_INPUT', 'Один ученик назван дважды.', entry.field)
  })
  await checkMembers(ctx, tx, page, entries)
  const known = await standing(tx, page, entries)
  refuseStale(ctx, page, entries, known)
  return write(ctx, tx, page, entries, known, reason)
}

/** An unlock of this very page for the viewer; null without one. */
export async function unlockOfPage(ctx: Ctx, tx: Tx, page: Page): Promise<OpenUnlock | null> {
  const open = await tx.sql<OpenUnlock>(openUnlocks(ctx))
  return open.find((one) => one.courseId === page.courseId && one.periodId === page.periodId) ?? null
}

async function standing(tx: Tx, page: Page, entries: readonly Entry[]): Promise<Map<string, PeriodMarkRow>> {
  const rows =
    await tx.sql<PeriodMarkRow>(sql`select ${periodMarkColumns} from period_mark pm where pm.course_id = ${page.courseId}
    and pm.period_id = ${page.periodId} and pm.pupil_id::text = any(${entries.map((entry) => entry.pupilId)}) and pm.withdrawn_at is null for update`)
  return new Map(rows.map((row) => [row.pupilId, row]))
}

function refuseStale(
  ctx: Ctx,
  page: Page,
  entries: readonly Entry[],
  known: ReadonlyMap<string, PeriodMarkRow>,
): void {
  const author = maySetPeriodMarks(ctx.viewer, page)
  for (const entry of entries) {
    const stands = known.get(entry.pupilId)
    if (!stands) {
      if (entry.expectedVersion)
        refuse('CONFLICT', 'Отметки за период, которую вы видели, больше нет.', 'expectedVersion')
      continue
    }
    // The class teacher fills what is missing; what the subject's teacher has set is not theirs to change (A5.10).
    if (!author)
      refuse('LOCKED', 'Отметку за период уже поставил учитель предмета. Изменить её может он.', entry.field)
    if (entry.expectedVersion !== null && entry.expectedVersion !== stands.version) {
      refuse(
        'CONFLICT',
        'Эту отметку только что изменил кто-то другой. Посмотрите, что стоит теперь.',
        'expectedVersion',
        { periodMark: stands },
      )
    }
  }
}

async function checkMembers(ctx: Ctx, tx: Tx, page: Page, entries: readonly Entry[]): Promise<void> {
  const own = maySetPeriodMarks(ctx.viewer, page) ? null : ownClasses(ctx.viewer, page)
  const ids = entries.map((entry) => entry.pupilId)
  const members = await tx.sql<{
    pupil: string
  }>(sql`select distinct m.pupil_id::text as pupil from ref_membership m
    where m.pupil_id::text = any(${ids}) and not m.removed and (m.class_id = ${page.classId} or m.group_id = ${page.groupId})
      and m.from_day <= ${page.endsOn} and (m.until_day is null or m.until_day >= ${page.startsOn})
      and (${own}::uuid[] is null or exists (select 1 from ref_membership k where k.pupil_id = m.pupil_id and not k.removed and k.class_id = any(${own}::uuid[])))`)
  const belongs = new Set(members.map((member) => member.pupil))
  const stranger = entries.find((entry) => !belongs.has(entry.pupilId))
  if (stranger) refuse('NOT_MEMBER', 'Ученик не учился здесь в этом периоде.', stranger.field)
}

async function write(
  ctx: Ctx,
  tx: Tx,
  page: Page,
  entries: readonly Entry[],
  known: ReadonlyMap<string, PeriodMarkRow>,
  reason: string | null,
): Promise<PeriodMarkRow[]> {
  const actor = actorIn(ctx, page.schoolId)
  const filled = !maySetPeriodMarks(ctx.viewer, page)
  const rows = entries.map((entry) => ({ pupil: entry.pupilId, value: entry.value }))
  const set = await tx.sql<PeriodMarkRow>(sql`
    insert into period_mark as pm (id, school_id, course_id, period_id, pupil_id, value, set_by_name, set_at, by_class_teacher)
    select gen_random_uuid(), ${page.schoolId}, ${page.courseId}, ${page.periodId}, t.pupil, t.value, ${actor.name}, ${ctx.now}, ${filled}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(pupil uuid, value text)
    on conflict on constraint period_mark_one do update
      set value = excluded.value, withdrawn_at = null, by_class_teacher = excluded.by_class_teacher, set_by_name = excluded.set_by_name, set_at = excluded.set_at, version = pm.version + 1
    returning ${periodMarkColumns}`)
  await appendLog(
    tx,
    'gradebook',
    page.schoolId,
    ctx.now,
    actor,
    set.map((mark): LogInput => ({
      act: 'setPeriodMark',
      subject: `periodMark:${mark.id}`,
      scopeId: page.courseId,
      aboutId: mark.pupilId,
      from: known.get(mark.pupilId)?.value ?? null,
      to: mark.value,
      facts: {
        course: page.courseId,
        period: page.periodId,
        pupil: mark.pupilId,
        version: mark.version,
        byClassTeacher: filled,
      },
      ...(reason?.trim() ? { texts: { reason: reason.trim() } } : {}),
    })),
  )
  return set
}

/** Locks the page of a period (6.2). */
export async function closePeriod(
  ctx: Ctx,
  input: { requestId?: string | null; courseId: string; periodId: string },
) {
  return mutation(ctx.db, ctx.scope, 'closePeriod', input, async (tx) => {
    const page = await pageAlone(tx, input.courseId, input.periodId, (one) => mayClosePeriod(ctx.viewer, one))
    const closed = await tx.sql(sql`insert into page_close (course_id, period_id, school_id, closed_at)
      values (${page.courseId}, ${page.periodId}, ${page.schoolId}, ${ctx.now}) on conflict do nothing returning course_id`)
    if (closed.length === 0) refuse('LOCKED', 'Страница уже закрыта.', 'periodId')
    await appendLog(tx, 'gradebook', page.schoolId, ctx.now, actorIn(ctx, page.schoolId), [
      {
        act: 'closePeriod',
        subject: `page:${page.courseId}/${page.periodId}`,
        scopeId: page.courseId,
        from: 'OPEN',
        to: 'CLOSED',
        facts: { course: page.courseId, period: page.periodId },
      },
    ])
    return { journal: { courseId: page.courseId, periodId: page.periodId } }
  })
}
