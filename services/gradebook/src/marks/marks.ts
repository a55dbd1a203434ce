import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { behalfIn, lessonsToKeep, type RecordRow } from '../records/lesson-facts.js'
import { checkPupils, refuseAfterWindow, refuseClosed } from '../records/rules.js'
import { checkDue, enterMarks, refuseMark } from './enter-marks.js'
import { logOf } from './mark-log.js'
import { markColumns, type MarkRow } from './mark-row.js'
import { checkMark } from './scale.js'

export type RecordMarkInput = {
  requestId?: string | null
  markId?: string | null
  lessonId: string
  pupilId: string
  workId?: string | null
  value: string
  comment?: string | null
  reason?: string | null
  retakeOf?: string | null
  dueOn?: string | null
  expectedVersion?: number | null
  expectedMarks?: number | null
}

/** Sets a mark, or changes one (3.6.1, 3.6.9). */
export async function recordMark(ctx: Ctx, input: RecordMarkInput) {
  const keep = (tx: Tx) => lessonsToKeep(ctx, tx, [input.lessonId])
  const act = async (tx: Tx, lessons: Map<string, RecordRow>) => {
    const lesson = lessons.values().next().value as RecordRow
    checkMark(input.value)
    if (input.markId) return { mark: await changeMark(ctx, tx, lesson, input, input.markId) }
    const [mark] = await enterMarks(ctx, tx, [
      {
        lesson,
        pupilId: input.pupilId,
        workId: input.workId ?? null,
        value: input.value,
        comment: input.comment ?? null,
        retakeOf: input.retakeOf ?? null,
        dueOn: input.dueOn ?? null,
        expectedMarks: input.expectedMarks ?? null,
        field: ['pupilId'],
      },
    ])
    return { mark }
  }
  return mutation(ctx.db, ctx.scope, 'recordMark', input, act, keep)
}

type Kept = MarkRow & { withdrawn: boolean }

async function markToChange(
  tx: Tx,
  lesson: RecordRow,
  markId: string,
  expectedVersion: number | null | undefined,
): Promise<Kept> {
  if (!isId(markId)) return notFound('markId')
  const [mark] =
    await tx.sql<Kept>(sql`select ${markColumns}, m.withdrawn_at is not null as withdrawn from mark m
    where m.id = ${markId} and m.lesson_id = ${lesson.id} for update`)
  if (!mark) return notFound('markId')
  if (mark.withdrawn || (expectedVersion != null && expectedVersion !== mark.version)) {
    refuse(
      'CONFLICT',
      'Эту отметку только что изменил кто-то другой. Посмотрите, что стоит теперь.',
      'expectedVersion',
      { mark: mark.withdrawn ? null : mark },
    )
  }
  return mark
}

/** Changes a mark that stands, by the rules of a change, with its entry in the log. */
export async function changeMark(
  ctx: Ctx,
  tx: Tx,
  lesson: RecordRow,
  input: RecordMarkInput,
  markId: string,
): Promise<MarkRow> {
  refuseMark(lesson, ctx.now)
  const before = await markToChange(tx, lesson, markId, input.expectedVersion)
  if (before.pupilId !== input.pupilId) notFound('pupilId')
  refuseAfterWindow(lesson, ctx.now)
  await checkPupils(tx, [{ lesson, pupilId: before.pupilId, field: ['pupilId'] }])
  const actor = actorIn(ctx, lesson.schoolId)
  const comment = input.comment === undefined ? before.comment : input.comment?.trim() || null
  const dueOn = input.value !== '.' ? null : input.dueOn === undefined ? before.dueOn : input.dueOn
  checkDue({ lesson, value: input.value, dueOn })
  const [after] =
    await tx.sql<MarkRow>(sql`update mark m set value = ${input.value}, comment = ${comment}, due_on = ${dueOn}, set_by_name = ${actor.name}, set_at = ${ctx.now},
    version = version + 1 where id = ${before.id} returning ${markColumns}`)
  if (!after) throw new Error('a mark that is locked for its change is not there')
  await appendLog(tx, 'gradebook', lesson.schoolId, ctx.now, actor, [
    {
      ...logOf(
        'changeMark',
        after,
        before.value,
        after.value,
        { comment: input.comment ?? null, reason: input.reason ?? null },
        lesson.unlock,
      ),
      behalf: behalfIn(ctx, lesson),
    },
  ])
  return after
}

/** Withdraws a mark: it leaves the page and stays in the log. */
export async function withdrawMark(
  ctx: Ctx,
  input: {
    requestId?: string | null
    markId: string
    reason?: string | null
    expectedVersion?: number | null
  },
) {
  return mutation(ctx.db, ctx.scope, 'withdrawMark', input, async (tx) => {
    if (!isId(input.markId)) notFound('markId')
    const [found] = await tx.sql<{ lesson: string }>(
      sql`select lesson_id as lesson from mark where id = ${input.markId}`,
    )
    const lesson = (await lessonsToKeep(ctx, tx, [found?.lesson ?? notFound('markId')], 'markId'))
      .values()
      .next().value as RecordRow
    return { mark: await takeMarkBack(ctx, tx, lesson, input) }
  })
}

/** Withdraws a mark of a lesson that the viewer keeps, by the rules of a change. */
export async function takeMarkBack(
  ctx: Ctx,
  tx: Tx,
  lesson: RecordRow,
  input: { markId: string; reason?: string | null; expectedVersion?: number | null },
): Promise<MarkRow> {
  refuseClosed(lesson)
  const before = await markToChange(tx, lesson, input.markId, input.expectedVersion)
  refuseAfterWindow(lesson, ctx.now)
  await checkPupils(tx, [{ lesson, pupilId: before.pupilId, field: ['markId'] }])
  await tx.sql(sql`update mark set withdrawn_at = ${ctx.now}, version = version + 1 where id = ${before.id}`)
  await appendLog(tx, 'gradebook', lesson.schoolId, ctx.now, actorIn(ctx, lesson.schoolId), [
    {
      ...logOf(
        'withdrawMark',
        { ...before, version: before.version + 1 },
        before.value,
        null,
        { reason: input.reason ?? null },
        lesson.unlock,
      ),
      behalf: behalfIn(ctx, lesson),
    },
  ])
  return before
}
