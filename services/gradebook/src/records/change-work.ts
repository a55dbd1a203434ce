// A work that stands: changed, cancelled with its marks, taken back with them. Its marks are never lost.
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog, type LogInput, type LogValue } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { workColumns, type WorkRow } from '../loaders.js'
import { logOf } from '../marks/mark-log.js'
import { markColumns, type MarkRow } from '../marks/mark-row.js'
import { behalfIn, lessonsToKeep, type RecordRow } from './lesson-facts.js'
import { checkPupils, refuseAfterWindow, refuseClosed } from './rules.js'
import { kindsOfSchool } from './work-kinds.js'
import { checkTitle, checkWeight } from './works.js'

export type ChangeWorkInput = {
  requestId?: string | null
  workId: string
  kind?: string | null
  title?: string | null
  weight?: number | null
  handedInOn?: string | null
  checkedOn?: string | null
  internalMonitoring?: boolean | null
  clear?: string[] | null
  expectedVersion?: number | null
}
export type CancelWorkInput = {
  requestId?: string | null
  workId: string
  reason?: string | null
  expectedVersion?: number | null
}

type Found = { readonly work: WorkRow; readonly lesson: RecordRow }

async function workToChange(
  ctx: Ctx,
  tx: Tx,
  input: { readonly workId: string; readonly expectedVersion?: number | null },
  cancelled: boolean,
): Promise<Found> {
  if (!isId(input.workId)) return notFound('workId')
  const [found] = await tx.sql<{ lesson: string }>(
    sql`select lesson_id as lesson from work where id = ${input.workId}`,
  )
  const lessons = await lessonsToKeep(ctx, tx, [found?.lesson ?? notFound('workId')], 'workId')
  const lesson = lessons.values().next().value as RecordRow
  const [work] = await tx.sql<WorkRow>(
    sql`select ${workColumns} from work w where w.id = ${input.workId} for update of w`,
  )
  if (!work) return notFound('workId')
  if ((work.cancelledAt !== null) !== cancelled)
    refuse('CONFLICT', cancelled ? 'Работа не отменена.' : 'Работу уже отменили.', 'workId')
  if (input.expectedVersion != null && input.expectedVersion !== work.version)
    refuse('CONFLICT', 'Эту работу только что изменил кто-то другой.', 'expectedVersion')
  refuseClosed(lesson)
  return { work, lesson }
}

const inLog = (work: WorkRow): LogValue => ({
  kind: work.kind,
  title: work.title,
  weight: Number(work.weight),
  ...(work.handedInOn ? { handedInOn: work.handedInOn } : {}),
  ...(work.checkedOn ? { checkedOn: work.checkedOn } : {}),
  ...(work.internalMonitoring ? { internalMonitoring: true } : {}),
})

const entryOf = (ctx: Ctx, { work, lesson }: Found, act: string, from: LogValue, to: LogValue): LogInput => ({
  act,
  subject: `work:${work.id}`,
  scopeId: lesson.courseId,
  from,
  to,
  facts: { course: lesson.courseId, lesson: lesson.id, day: lesson.day },
  behalf: behalfIn(ctx, lesson),
})

/** Changes title, kind, weight, days. The weight moves means, so the edit window binds it once there are marks. */
export async function changeWork(ctx: Ctx, input: ChangeWorkInput) {
  return mutation(ctx.db, ctx.scope, 'changeWork', input, async (tx) => {
    const found = await workToChange(ctx, tx, input, false)
    const after = await changed(tx, found, input)
    if (Number(after.weight) !== Number(found.work.weight)) refuseAfterWindow(found.lesson, ctx.now)
    const [work] =
      await tx.sql<WorkRow>(sql`update work w set kind = ${after.kind}, title = ${after.title}, weight = ${after.weight},
        handed_in_on = ${after.handedInOn}, checked_on = ${after.checkedOn}, internal_monitoring = ${after.internalMonitoring},
        version = w.version + 1 where w.id = ${found.work.id} returning ${workColumns}`)
    await appendLog(tx, 'gradebook', found.lesson.schoolId, ctx.now, actorIn(ctx, found.lesson.schoolId), [
      entryOf(ctx, found, 'changeWork', inLog(found.work), inLog(after)),
    ])
    return { work, record: { id: found.lesson.id } }
  })
}

async function changed(tx: Tx, { work, lesson }: Found, input: ChangeWorkInput): Promise<WorkRow> {
  const day = (name: 'handedInOn' | 'checkedOn') =>
    input.clear?.includes(name) ? null : (input[name] ?? work[name])
  const after: WorkRow = {
    ...work,
    kind: input.kind ?? work.kind,
    title: input.title == null ? work.title : checkTitle(input.title.trim()) || work.title,
    weight: String(input.weight == null ? work.weight : checkWeight(input.weight)),
    handedInOn: day('handedInOn'),
    checkedOn: day('checkedOn'),
    internalMonitoring: input.internalMonitoring ?? work.internalMonitoring,
  }
  if (
    after.kind !== work.kind &&
    !(await kindsOfSchool(tx, lesson.schoolId)).some((one) => one.kind === after.kind)
  )
    refuse('BAD_INPUT', `Нет такого вида работы: ${after.kind}.`, 'kind')
  if (after.handedInOn && after.handedInOn < lesson.day)
    refuse('BAD_INPUT', 'Работу сдали раньше, чем её дали?', 'handedInOn')
  if (after.checkedOn && after.checkedOn < (after.handedInOn ?? lesson.day))
    refuse('BAD_INPUT', 'Проверка кончилась раньше, чем работу сдали?', 'checkedOn')
  return after
}

/** Cancels a work: its marks leave the page and the means, each with its own entry in the log. */
export async function cancelWork(ctx: Ctx, input: CancelWorkInput) {
  return mutation(ctx.db, ctx.scope, 'cancelWork', input, async (tx) => {
    const found = await workToChange(ctx, tx, input, false)
    refuseAfterWindow(found.lesson, ctx.now)
    const marks =
      await tx.sql<MarkRow>(sql`update mark m set withdrawn_at = ${ctx.now}, cancelled_with_work = true, version = m.version + 1
      where m.work_id = ${found.work.id} and m.withdrawn_at is null returning ${markColumns}`)
    await checkRows(tx, found.lesson, marks)
    await tx.sql(
      sql`update work set cancelled_at = ${ctx.now}, version = version + 1 where id = ${found.work.id}`,
    )
    const reason = input.reason?.trim()
    const behalf = behalfIn(ctx, found.lesson)
    await appendLog(tx, 'gradebook', found.lesson.schoolId, ctx.now, actorIn(ctx, found.lesson.schoolId), [
      {
        ...entryOf(ctx, found, 'cancelWork', inLog(found.work), null),
        ...(reason ? { texts: { reason } } : {}),
      },
      ...marks.map((mark) => ({
        ...logOf('cancelWork', mark, mark.value, null, { reason: reason ?? null }, found.lesson.unlock),
        behalf,
      })),
    ])
    return { record: { id: found.lesson.id }, marks: marks.length }
  })
}

/** Takes a cancelled work back with the marks that left with it. */
export async function restoreWork(ctx: Ctx, input: Omit<CancelWorkInput, 'reason'>) {
  return mutation(ctx.db, ctx.scope, 'restoreWork', input, async (tx) => {
    const found = await workToChange(ctx, tx, input, true)
    refuseAfterWindow(found.lesson, ctx.now)
    const marks =
      await tx.sql<MarkRow>(sql`update mark m set withdrawn_at = null, cancelled_with_work = false, version = m.version + 1
      where m.work_id = ${found.work.id} and m.cancelled_with_work returning ${markColumns}`)
    await checkRows(tx, found.lesson, marks)
    await tx.sql(sql`update work set cancelled_at = null, version = version + 1 where id = ${found.work.id}`)
    const behalf = behalfIn(ctx, found.lesson)
    await appendLog(tx, 'gradebook', found.lesson.schoolId, ctx.now, actorIn(ctx, found.lesson.schoolId), [
      entryOf(ctx, found, 'restoreWork', null, inLog(found.work)),
      ...marks.map((mark) => ({
        ...logOf('restoreWork', mark, null, mark.value, {}, found.lesson.unlock),
        behalf,
      })),
    ])
    return { record: { id: found.lesson.id }, marks: marks.length }
  })
}

/** A row that its period mark has locked keeps its marks (6.2). */
const checkRows = (tx: Tx, lesson: RecordRow, marks: readonly MarkRow[]): Promise<void> =>
  checkPupils(
    tx,
    marks.map((mark) => ({ lesson, pupilId: mark.pupilId, field: ['workId'] })),
  )
