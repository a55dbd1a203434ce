import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
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
