import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { at, maySetWindow } from '../policy.js'
import type { EditWindow } from '../records/deadlines.js'

/** Sets how long an entry may be changed (3.6.10). */
export async function setEditWindow(
  ctx: Ctx,
  input: { requestId?: string | null; schoolId: string; window: EditWindow },
) {
  return mutation(ctx.db, ctx.scope, 'setEditWindow', input, async (tx) => {
    if (!maySetWindow(ctx.viewer, input.schoolId)) notFound('schoolId')
    const [before] = await tx.sql<{ window: string }>(
      sql`select edit_window as window from school_setting where school_id = ${input.schoolId} for update`,
    )
    await tx.sql(sql`insert into school_setting (school_id, edit_window) values (${input.schoolId}, ${input.window})
      on conflict (school_id) do update set edit_window = excluded.edit_window`)
    await appendLog(tx, 'gradebook', input.schoolId, ctx.now, actorIn(ctx, input.schoolId), [
      {
        act: 'setEditWindow',
        subject: `school:${input.schoolId}`,
        from: before?.window ?? 'TWO_WEEKS',
        to: input.window,
      },
    ])
    return { school: { id: input.schoolId } }
  })
}

export async function editWindowOf(ctx: Ctx, schoolId: string): Promise<EditWindow | null> {
  if (!at(ctx.viewer, schoolId)) return null
  const [row] = await ctx.db.read<{ window: EditWindow }>(
    ctx.scope,
    sql`select edit_window as window from school_setting where school_id = ${schoolId}`,
  )
  return row?.window ?? 'TWO_WEEKS'
}

export type MarkRules = {
  readonly rounding: number
  readonly homeworkHours: number
  readonly fewMarks: number
}

const rulesStatement = (schoolId: string, lock: boolean): Sql =>
  sql`select rounding::float8 as rounding, homework_hours as "homeworkHours", few_marks as "fewMarks" from school_setting
    where school_id = ${schoolId} ${lock ? sql`for update` : sql``}`

const atFirst: MarkRules = { rounding: 0.5, homeworkHours: 1, fewMarks: 3 }

/** How means become proposed marks, when homework is due, when marks are few. */
export async function markRulesOf(ctx: Ctx, schoolId: string): Promise<MarkRules | null> {
  if (!at(ctx.viewer, schoolId)) return null
  const [row] = await ctx.db.read<MarkRules>(ctx.scope, rulesStatement(schoolId, false))
  return row ?? atFirst
}

export type SetMarkRulesInput = {
  requestId?: string | null
  schoolId: string
  rounding?: number | null
  homeworkHours?: number | null
  fewMarks?: number | null
}

/** Sets the school's rules of marks; what is left out stays. */
export async function setMarkRules(ctx: Ctx, input: SetMarkRulesInput) {
  return mutation(ctx.db, ctx.scope, 'setMarkRules', input, async (tx) => {
    if (!maySetWindow(ctx.viewer, input.schoolId)) return notFound('schoolId')
    const before = (await tx.sql<MarkRules>(rulesStatement(input.schoolId, true)))[0] ?? atFirst
    const after: MarkRules = {
      rounding: input.rounding ?? before.rounding,
      homeworkHours: input.homeworkHours ?? before.homeworkHours,
      fewMarks: input.fewMarks ?? before.fewMarks,
    }
    if (
      !(after.rounding >= 0.01 && after.rounding <= 0.99) ||
      Math.abs(Math.round(after.rounding * 100) - after.rounding * 100) > 1e-9
    )
      refuse('BAD_INPUT', 'Округление: от 0,01 до 0,99, до сотых.', 'rounding')
    if (!(after.homeworkHours >= 1 && after.homeworkHours <= 24))
      refuse('BAD_INPUT', 'Срок для домашнего задания: от 1 до 24 часов.', 'homeworkHours')
    if (!(after.fewMarks >= 1 && after.fewMarks <= 20))
      refuse('BAD_INPUT', 'Мало отметок: от 1 до 20.', 'fewMarks')
    await tx.sql(sql`insert into school_setting (school_id, rounding, homework_hours, few_marks)
      values (${input.schoolId}, ${after.rounding}, ${after.homeworkHours}, ${after.fewMarks})
      on conflict (school_id) do update set rounding = excluded.rounding, homework_hours = excluded.homework_hours, few_marks = excluded.few_marks`)
    await appendLog(tx, 'gradebook', input.schoolId, ctx.now, actorIn(ctx, input.schoolId), [
      { act: 'setMarkRules', subject: `school:${input.schoolId}`, from: { ...before }, to: { ...after } },
    ])
    return { school: { id: input.schoolId } }
  })
}
