// The class teacher sets the reason of an absence beside the teacher's code (A5.19): both are kept.
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog, type LogInput, type LogValue } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { groupBy } from '../journal/page.js'
import type { AbsenceCode } from './attendance.js'
import { checkReason, pupilsToReason, refuseAfterYear } from './reason-rules.js'

type Reason = { absenceId: string; reason?: AbsenceCode | null; expectedVersion?: number | null }
type Standing = {
  id: string
  schoolId: string
  pupilId: string
  lessonId: string
  reasonCode: AbsenceCode | null
  version: number
  zone: string
  yearEndsOn: string
}
type Change = { before: Standing; to: AbsenceCode | null }

const most = 500

/** Sets or takes back reasons of absences of pupils of the own class, all or nothing, at most 500. */
export async function setAbsenceReasons(ctx: Ctx, input: { requestId?: string | null; reasons: Reason[] }) {
  return mutation(ctx.db, ctx.scope, 'setAbsenceReasons', input, async (tx) => {
    if (input.reasons.length > most) refuse('BAD_INPUT', `Не больше ${most} за один раз.`, 'reasons')
    const standing = await absencesToReason(ctx, tx, input.reasons)
    const changes = input.reasons.flatMap((given, i) => {
      const before = standing.get(given.absenceId.toLowerCase())
      if (!before) return []
      const to = given.reason ? checkReason(given.reason, ['reasons', String(i), 'reason']) : null
      refuseAfterYear(before.zone, before.yearEndsOn, ctx.now)
      return before.reasonCode === to ? [] : [{ before, to }]
    })
    if (changes.length > 0) await writeReasons(ctx, tx, changes)
    return { set: changes.length, absences: [...standing.keys()].map((id) => ({ id })) }
  })
}

async function absencesToReason(
  ctx: Ctx,
  tx: Tx,
  reasons: readonly Reason[],
): Promise<Map<string, Standing>> {
  const ids = reasons.map((one) => one.absenceId.toLowerCase())
  if (!ids.every(isId)) notFound('reasons')
  const rows =
    await tx.sql<Standing>(sql`select a.id, a.school_id as "schoolId", a.pupil_id as "pupilId", a.lesson_id as "lessonId",
      a.reason_code as "reasonCode", a.version, s.time_zone as zone, y.ends_on as "yearEndsOn"
    from absence a join ref_course c on c.id = a.course_id join ref_year y on y.id = c.year_id join ref_school s on s.id = a.school_id
    where a.id = any(${ids}::uuid[]) and not a.removed order by a.id for update of a`)
  const own = await pupilsToReason(ctx, tx, [...new Set(rows.map((row) => row.pupilId))])
  const known = new Map(rows.map((row) => [row.id, row]))
  if (ids.some((id) => !known.has(id)) || rows.some((row) => !own.has(row.pupilId))) notFound('reasons')
  if (known.size < ids.length) refuse('BAD_INPUT', 'Один пропуск назван дважды.', 'reasons')
  if (new Set(rows.map((row) => row.schoolId)).size > 1)
    refuse('BAD_INPUT', 'За один раз: ученики одной школы.', 'reasons')
  const stale = reasons.filter(
    (one) =>
      one.expectedVersion != null && one.expectedVersion !== known.get(one.absenceId.toLowerCase())?.version,
  )
  if (stale.length > 0)
    refuse(
      'CONFLICT',
      'Пропуск только что изменил кто-то другой. Посмотрите, что стоит теперь.',
      'expectedVersion',
      {
        absences: stale.map((one) => ({ id: one.absenceId.toLowerCase() })),
      },
    )
  return known
}

async function writeReasons(ctx: Ctx, tx: Tx, changes: readonly Change[]): Promise<void> {
  const schoolId = changes[0]?.before.schoolId ?? ''
  const actor = actorIn(ctx, schoolId)
  const rows = changes.map(({ before, to }) => ({ id: before.id, reason: to }))
  await tx.sql(sql`update absence a set reason_code = t.reason, version = a.version + 1,
      reason_by_name = case when t.reason is null then null else ${actor.name} end,
      reason_at = case when t.reason is null then null else ${ctx.now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, reason text)
    where a.id = t.id and a.id = any(${rows.map((row) => row.id)}::uuid[])`)
  const byPupil = [...groupBy(changes, (one) => one.before.pupilId).entries()]
  await appendLog(
    tx,
    'gradebook',
    schoolId,
    ctx.now,
    actor,
    byPupil.map(([pupil, list]) => logOf(pupil, list)),
  )
}

/** One entry a pupil: the reasons that changed, before and after. */
function logOf(pupilId: string, changes: readonly Change[]): LogInput {
  const list = (reasonOf: (one: Change) => AbsenceCode | null): LogValue =>
    changes.map((one) => ({ absence: one.before.id, lesson: one.before.lessonId, reason: reasonOf(one) }))
  return {
    act: 'setAbsenceReasons',
    subject: `absenceReasons:${pupilId}`,
    aboutId: pupilId,
    from: list((one) => one.before.reasonCode),
    to: list((one) => one.to),
    facts: { pupil: pupilId },
  }
}
