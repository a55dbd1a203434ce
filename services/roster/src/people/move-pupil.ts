import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { addDays } from '@zhurnal/kit/time'
import { v7 as newId } from 'uuid'
import { membershipChanged } from '../../events.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { maySetUp } from '../policy.js'

export type MovePupilInput = {
  requestId?: string | null
  pupilId: string
  schoolClassId: string
  from: string
}

type Membership = { id: string; classId: string; fromDay: string; untilDay: string | null }

/**
 * Moves a pupil to another class from a day on; the old membership ends the day before. Back to the class they came
 * from, on the very day of the move, it takes the move back: the old membership goes on as if nothing had been.
 */
export async function movePupil(ctx: Ctx, input: MovePupilInput) {
  return mutation(ctx.db, ctx.scope, 'movePupil', input, async (tx) => {
    const [target] = await tx.sql<{ schoolId: string }>(
      sql`select school_id as "schoolId" from school_class where id = ${input.schoolClassId} and not removed for key share`,
    )
    if (!target || !maySetUp(ctx.viewer, target.schoolId)) return notFound('schoolClassId')
    const { schoolId } = target
    const [current] = await tx.sql<Membership>(sql`
      select id, class_id as "classId", from_day as "fromDay", until_day as "untilDay" from membership
      where pupil_id = ${input.pupilId} and school_id = ${schoolId} and class_id is not null and not removed
        and from_day <= ${input.from} and (until_day is null or until_day >= ${input.from}) for update`)
    if (!current) return notFound('pupilId')
    if (current.classId === input.schoolClassId)
      refuse('BAD_INPUT', 'Ученик уже в этом классе.', 'schoolClassId')
    const takenBack = current.fromDay === input.from ? await takeBack(tx, input, current) : undefined
    const other = takenBack ?? (await move(tx, schoolId, input, current))
    await appendLog(tx, 'roster', schoolId, ctx.now, actorIn(ctx, schoolId), [
      {
        act: 'movePupil',
        subject: `person:${input.pupilId}`,
        aboutId: input.pupilId,
        from: { class: current.classId },
        to: { class: input.schoolClassId, since: input.from, takenBack: takenBack !== undefined },
      },
    ])
    await tell(tx, membershipChanged, schoolId, [current.id, other], ctx)
    return { pupil: { id: input.pupilId } }
  })
}

/** Gives the id of the new membership. */
async function move(tx: Tx, schoolId: string, input: MovePupilInput, current: Membership): Promise<string> {
  const added = newId()
  await tx.sql(
    sql`update membership set until_day = ${addDays(input.from, -1)}, version = version + 1 where id = ${current.id}`,
  )
  await tx
    .sql(
      sql`insert into membership (id, school_id, pupil_id, class_id, from_day)
        values (${added}, ${schoolId}, ${input.pupilId}, ${input.schoolClassId}, ${input.from})`,
    )
    .catch((error: unknown) => {
      if (brokenConstraint(error) === 'membership_one_class')
        refuse('OVERLAP', 'У ученика уже записан класс на более поздний срок.', 'from')
      throw error
    })
  return added
}

/** Gives the id of the membership that goes on again. Refuses when they did not come from that class on that day. */
async function takeBack(tx: Tx, input: MovePupilInput, current: Membership): Promise<string> {
  // The new one first: for a moment both would hold the same days.
  await tx.sql(sql`update membership set removed = true, version = version + 1 where id = ${current.id}`)
  const [former] = await tx.sql<{ id: string }>(sql`
    update membership set until_day = ${current.untilDay}, version = version + 1
    where pupil_id = ${input.pupilId} and class_id = ${input.schoolClassId} and not removed
      and until_day = ${addDays(input.from, -1)} returning id`)
  return former?.id ?? refuse('BAD_INPUT', 'В этот день ученик только пришёл в прежний класс.', 'from')
}
