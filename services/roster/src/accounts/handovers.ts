import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { atMost } from '../schools/schools.resolvers.js'
import { inCare } from './care.js'

type HandoverInput = {
  personId: string
  toName: string
  at?: string | null
  delivery: 'PRINT' | 'EMAIL' | 'SHOWN'
}
export type RecordHandoverInput = { requestId?: string | null; schoolId: string; handovers: HandoverInput[] }

/** Enters into the register who handed login details to whom and when (A1.3, A1.20, A5.7). */
export async function recordHandover(ctx: Ctx, input: RecordHandoverInput) {
  const known = await inCare(
    ctx,
    input.handovers.slice(0, 200).map((one) => one.personId),
  )
  return mutation(ctx.db, ctx.scope, 'recordHandover', input, async (tx) => {
    atMost(input.handovers, 200, 'handovers')
    if (input.handovers.some((one) => known.get(one.personId)?.schoolId !== input.schoolId))
      notFound('handovers')
    if (input.handovers.length === 0) refuse('BAD_INPUT', 'Назовите, кому что вручено.', 'handovers')
    input.handovers.forEach((one, i) => {
      const to = one.toName.trim()
      if (!to || to.length > 200)
        refuse('BAD_INPUT', 'Кому вручено: имя до 200 знаков.', ['handovers', String(i), 'toName'])
      if (one.at && new Date(one.at) > ctx.now)
        refuse('BAD_INPUT', 'Вручение не может быть в будущем.', ['handovers', String(i), 'at'])
      if (!known.get(one.personId)?.accountId)
        refuse('BAD_INPUT', 'У человека ещё нет учётной записи.', ['handovers', String(i), 'personId'])
    })
    const actor = actorIn(ctx, input.schoolId)
    const rows = input.handovers.map((one) => ({
      ...one,
      id: newId(),
      toName: one.toName.trim(),
      at: one.at ?? ctx.now,
    }))
    await tx.sql(sql`insert into handover (id, school_id, person_id, at, by_id, by_name, to_name, delivery)
      select t.id, ${input.schoolId}, t."personId", t.at, ${actor.personId}, ${actor.name}, t."toName", t.delivery
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, "personId" uuid, at timestamptz, "toName" text, delivery text)`)
    await appendLog(
      tx,
      'roster',
      input.schoolId,
      ctx.now,
      actor,
      rows.map((row) => ({
        act: 'recordHandover',
        subject: `handover:${row.id}`,
        aboutId: row.personId,
        from: null,
        to: { delivery: row.delivery },
        texts: { toName: row.toName },
      })),
    )
    return { recorded: rows.length }
  })
}

/** What a job has sent by e-mail stands in the register by itself; null when somebody is not in the viewer's care. */
export async function registerLetters(
  ctx: Ctx,
  schoolId: string,
  letters: readonly { personId: string; toName: string }[],
): Promise<{ recorded: number } | null> {
  const handovers = letters.map((letter) => ({ ...letter, delivery: 'EMAIL' as const }))
  const answer = await recordHandover(ctx, { schoolId, handovers })
  return answer.errors.length > 0 ? null : { recorded: handovers.length }
}
