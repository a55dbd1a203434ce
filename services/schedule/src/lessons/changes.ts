// Changes of one lesson (A1.26): a substitute, a cancellation, and taking either back.
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog, type LogValue } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { tellLessons } from '../facts.js'
import { mayPlan } from '../policy.js'

type Change = { requestId?: string | null; lessonId: string; expectedVersion?: number | null }
type Planned = {
  id: string
  schoolId: string
  courseId: string
  day: string
  startsAt: Date
  endsAt: Date
  teacherId: string | null
  insteadOfId: string | null
  cancelled: boolean
  heldAt: Date | null
  version: number
}

/** The lesson, locked for this transaction; not there and not allowed are the same. */
async function lessonToChange(ctx: Ctx, tx: Tx, input: Change): Promise<Planned> {
  const [lesson] =
    await tx.sql<Planned>(sql`select id, school_id as "schoolId", course_id as "courseId", day, starts_at as "startsAt",
    ends_at as "endsAt", teacher_id as "teacherId", instead_of_id as "insteadOfId", cancelled, held_at as "heldAt", version
    from lesson where id = ${isId(input.lessonId) ? input.lessonId : notFound('lessonId')} and not removed for update`)
  if (!lesson || !mayPlan(ctx.viewer, lesson.schoolId)) return notFound('lessonId')
  if (input.expectedVersion != null && input.expectedVersion !== lesson.version) {
    refuse(
      'CONFLICT',
      'Этот урок только что изменил кто-то другой. Посмотрите, что стоит теперь.',
      'expectedVersion',
      { lesson: { id: lesson.id } },
    )
  }
  return lesson
}

function refuseHeld(lesson: Planned): void {
  if (lesson.heldAt)
    refuse('HELD', 'Урок уже состоялся: в журнале есть запись. План для него менять поздно.', 'lessonId')
}

async function apply(
  ctx: Ctx,
  tx: Tx,
  lesson: Planned,
  act: string,
  set: Sql,
  from: LogValue,
  to: LogValue,
  reason?: string | null,
): Promise<{ lesson: { id: string } }> {
  await tx.sql(sql`update lesson set ${set}, version = version + 1 where id = ${lesson.id}`)
  await appendLog(tx, 'schedule', lesson.schoolId, ctx.now, actorIn(ctx, lesson.schoolId), [
    {
      act,
      subject: `lesson:${lesson.id}`,
      scopeId: lesson.courseId,
      from,
      to,
      ...(reason ? { texts: { reason } } : {}),
    },
  ])
  await tellLessons(tx, lesson.schoolId, [lesson.id], ctx)
  return { lesson: { id: lesson.id } }
}

export type SubstituteTeacherInput = Change & {
  teacherId: string
  reason?: string | null
  evenIfBusy?: boolean | null
}

/** Puts another teacher on one lesson. The right to keep its journal is for that lesson only. */
export async function substituteTeacher(ctx: Ctx, input: SubstituteTeacherInput) {
  return mutation(ctx.db, ctx.scope, 'substituteTeacher', input, async (tx) => {
    const lesson = await lessonToChange(ctx, tx, input)
    refuseHeld(lesson)
    if (lesson.cancelled) refuse('CANCELLED', 'Урок отменён. Сначала верните его.', 'lessonId')
    const [teacher] = await tx.sql<{ id: string }>(sql`select id from ref_person
      where id::text = ${input.teacherId} and is_staff and not removed and school_id = ${lesson.schoolId}`)
    if (!teacher) return notFound('teacherId')
    if (teacher.id === lesson.teacherId) refuse('SAME_TEACHER', 'Этот учитель и так ведёт урок.', 'teacherId')
    // Two deputies at once must not give one teacher two lessons: the second waits here and then sees the first.
    await tx.sql(sql`select pg_advisory_xact_lock(hashtextextended(${`${teacher.id} ${lesson.day}`}, 0))`)
    if (!input.evenIfBusy) await refuseBusy(tx, lesson, teacher.id)
    const planned = lesson.insteadOfId ?? lesson.teacherId
    const back = teacher.id === planned
    const set = back
      ? sql`teacher_id = ${planned}, instead_of_id = null, substitution_reason = null`
      : sql`teacher_id = ${teacher.id}, instead_of_id = ${planned}, substitution_reason = ${input.reason?.trim() || null}`
    return apply(
      ctx,
      tx,
      lesson,
      'substituteTeacher',
      set,
      lesson.teacherId,
      teacher.id,
      input.reason?.trim(),
    )
  })
}

async function refuseBusy(tx: Tx, lesson: Planned, teacherId: string): Promise<void> {
  const [other] = await tx.sql<{
    what: string
  }>(sql`select s.name as what from lesson l join course c on c.id = l.course_id join subject s on s.id = c.subject_id
    where l.teacher_id = ${teacherId} and l.day = ${lesson.day} and l.id <> ${lesson.id} and not l.removed and not l.cancelled
      and l.starts_at < ${lesson.endsAt} and l.ends_at > ${lesson.startsAt} limit 1`)
  if (other) refuse('BUSY', `Учитель в это время ведёт другой урок: ${other.what}.`, 'teacherId')
}

/** Gives the lesson back to its teacher. */
export async function withdrawSubstitution(ctx: Ctx, input: Change) {
  return mutation(ctx.db, ctx.scope, 'withdrawSubstitution', input, async (tx) => {
    const lesson = await lessonToChange(ctx, tx, input)
    refuseHeld(lesson)
    if (!lesson.insteadOfId) return { lesson: { id: lesson.id } }
    const set = sql`teacher_id = instead_of_id, instead_of_id = null, substitution_reason = null`
    return apply(ctx, tx, lesson, 'withdrawSubstitution', set, lesson.teacherId, lesson.insteadOfId)
  })
}

/** Cancels a lesson that is not held. */
export async function cancelLesson(ctx: Ctx, input: Change & { reason?: string | null }) {
  return mutation(ctx.db, ctx.scope, 'cancelLesson', input, async (tx) => {
    const lesson = await lessonToChange(ctx, tx, input)
    refuseHeld(lesson)
    if (lesson.cancelled) return { lesson: { id: lesson.id } }
    const set = sql`cancelled = true, cancel_reason = ${input.reason?.trim() || null}`
    return apply(ctx, tx, lesson, 'cancelLesson', set, 'PLANNED', 'CANCELLED', input.reason?.trim())
  })
}

/** Takes a cancellation back. */
export async function restoreLesson(ctx: Ctx, input: Change) {
  return mutation(ctx.db, ctx.scope, 'restoreLesson', input, async (tx) => {
    const lesson = await lessonToChange(ctx, tx, input)
    if (!lesson.cancelled) return { lesson: { id: lesson.id } }
    return apply(
      ctx,
      tx,
      lesson,
      'restoreLesson',
      sql`cancelled = false, cancel_reason = null`,
      'CANCELLED',
      'PLANNED',
    )
  })
}
