// Classes and groups of a merged person go over to the kept one, as movements first: memberships follow from them.
import type { Tx } from '@zhurnal/kit/database'
import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { membershipChanged } from '../../events.js'
import type { Ctx } from '../context.js'
import { contradictionIn } from '../contingent/chain.js'
import { settle, standingMoves, type StandingMove } from '../contingent/settle.js'
import { dayWords, orderWords } from '../contingent/words.js'
import { yearAfter, yearsOf } from '../contingent/year-spans.js'
import { tell } from '../facts.js'

type Named = { readonly id: string; readonly name: string }

/** OVERLAP when both are in classes at once; the same movement of both is one movement. */
export async function moveContingent(
  tx: Tx,
  ctx: Ctx,
  schoolId: string,
  kept: Named,
  merged: Named,
): Promise<void> {
  const moves = await standingMoves(tx, [kept.id, merged.id])
  const own = moves.filter((move) => move.pupilId === kept.id)
  const theirs = moves.filter((move) => move.pupilId === merged.id)
  const twins = theirs.filter((move) => own.some((one) => isSame(one, move))).map((move) => move.id)
  const together = [...own, ...theirs.filter((move) => !twins.includes(move.id))]
  const wrong = contradictionIn(together, yearAfter(await yearsOf(tx, schoolId)))
  if (wrong) {
    const orders = [wrong.against, wrong.move].flatMap((move) => (move ? [orderWords(move.order)] : []))
    const why = `с ${dayWords(wrong.move.effectiveOn)} ${wrong.why} (${orders.join(', ')})`
    refuse('OVERLAP', `${kept.name}: карточки учатся в классах одновременно: ${why}.`, 'mergedId')
  }
  await tx.sql(sql`update movement set state = 'REMOVED' where id = any(${twins}::uuid[])`)
  await tx.sql(
    sql`update movement set pupil_id = ${kept.id} where pupil_id = ${merged.id} and state <> 'REMOVED'`,
  )
  const memberships = await moveMemberships(tx, kept.id, merged.id)
  await tell(tx, membershipChanged, schoolId, memberships, ctx)
  await settle(tx, ctx, schoolId, [kept.id])
}

const isSame = (a: StandingMove, b: StandingMove): boolean =>
  a.kind === b.kind && a.effectiveOn === b.effectiveOn && a.to?.id === b.to?.id

/** Those of classes go: the kept person's are made from the movements. Of a group both were in one is kept. */
async function moveMemberships(tx: Tx, keptId: string, mergedId: string): Promise<string[]> {
  const gone = await tx.sql<{
    id: string
  }>(sql`update membership m set removed = true, cut = false, asked_until = null, version = version + 1
    where m.pupil_id = ${mergedId} and not m.removed and (m.class_id is not null or exists (
      select 1 from membership k where k.pupil_id = ${keptId} and k.group_id = m.group_id and not k.removed
        and daterange(k.from_day, k.until_day, '[]') && daterange(m.from_day, m.until_day, '[]')))
    returning id`)
  const moved = await tx.sql<{
    id: string
  }>(sql`update membership set pupil_id = ${keptId}, version = version + 1
    where pupil_id = ${mergedId} and not removed returning id`)
  return [...gone, ...moved].map((row) => row.id)
}
