import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { personChanged, personMerged } from '../../events.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { maySetUp } from '../policy.js'
import { moveContingent } from './move-contingent.js'
import { moveBelongings } from './move-belongings.js'

export type MergePeopleInput = { requestId?: string | null; keptId: string; mergedId: string; reason: string }

type Person = {
  id: string
  schoolId: string
  name: string
  isPupil: boolean
  hasLogin: boolean
  mergedInto: string | null
  removed: boolean
}

/**
 * Makes two entries of one human being one. Classes, groups, children, guardians, roles, consents and the login of the
 * merged go over to the kept; marks and log keep the id under which they were made. `mergedId` leads to the kept
 * person from now on, here and, by `roster.person-merged.v1`, in every service.
 */
export async function mergePeople(ctx: Ctx, input: MergePeopleInput) {
  return mutation(ctx.db, ctx.scope, 'mergePeople', input, async (tx) => {
    const { kept, merged } = await lockBoth(tx, ctx, input)
    const { schoolId } = kept
    const reason = input.reason.trim()
    if (!reason) refuse('BAD_INPUT', 'Назовите, почему это один человек.', 'reason')
    if (kept.isPupil !== merged.isPupil)
      refuse('BAD_INPUT', `${merged.name}: ученика и взрослого не объединяют.`, 'mergedId')
    if (kept.hasLogin && merged.hasLogin)
      refuse(
        'IN_USE',
        `${merged.name}: учётные записи есть у обеих карточек. Сначала закройте одну.`,
        'mergedId',
      )
    // Memberships are told before the merge: nobody enters anything under the merged id once others follow it.
    await moveContingent(tx, ctx, schoolId, kept, merged)
    await moveBelongings(tx, schoolId, kept.id, merged.id)
    const led = await leadThere(tx, kept.id, merged.id)
    await appendLog(tx, 'roster', schoolId, ctx.now, actorIn(ctx, schoolId), [
      {
        act: 'mergePeople',
        subject: `person:${kept.id}`,
        aboutId: kept.id,
        from: null,
        to: { merged: merged.id },
        texts: { reason, name: kept.name },
      },
      {
        act: 'mergePeople',
        subject: `person:${merged.id}`,
        aboutId: merged.id,
        from: null,
        to: { leadsTo: kept.id },
        texts: { name: merged.name },
      },
    ])
    await tell(tx, personChanged, schoolId, [kept.id, merged.id], ctx)
    await tell(tx, personMerged, schoolId, led, ctx)
    return { person: { id: kept.id } }
  })
}

async function lockBoth(tx: Tx, ctx: Ctx, { keptId, mergedId }: MergePeopleInput) {
  const rows =
    await tx.sql<Person>(sql`select p.id, p.school_id as "schoolId", p.is_pupil as "isPupil", p.removed,
      concat_ws(' ', p.last_name, p.first_name, p.patronymic) as name, p.merged_into as "mergedInto",
      exists (select 1 from account_person a join auth."user" u on u.id = a.account_id
        where a.person_id = p.id and not u.closed) as "hasLogin"
    from person p where p.id in (${keptId}, ${mergedId}) order by p.id for update`)
  const mine = rows.filter((row) => maySetUp(ctx.viewer, row.schoolId))
  const kept = mine.find((row) => row.id === keptId.toLowerCase())
  const merged = mine.find((row) => row.id === mergedId.toLowerCase())
  if (!kept || (kept.removed && kept.mergedInto !== merged?.id)) return notFound('keptId')
  if (!merged || kept.schoolId !== merged.schoolId) return notFound('mergedId')
  if (kept === merged || merged.mergedInto === kept.id || kept.mergedInto === merged.id)
    refuse('SAME_PERSON', 'Это одна и та же карточка.', 'mergedId')
  if (merged.removed) return notFound('mergedId')
  return { kept, merged }
}

/** What the kept card lacks it takes from the merged one. Whoever led to the merged leads to the kept in one step. */
async function leadThere(tx: Tx, keptId: string, mergedId: string): Promise<string[]> {
  const [from] = await tx.sql<
    Record<string, string | null>
  >(sql`select file_number, patronymic, birth_date, position, snils_hmac
    from person where id = ${mergedId}`)
  const led = await tx.sql<{ id: string }>(sql`update person set merged_into = ${keptId}, removed = true,
      file_number = case when id = ${mergedId} then null else file_number end, version = version + 1
    where id = ${mergedId} or merged_into = ${mergedId} returning id`)
  await tx.sql(sql`update person set patronymic = coalesce(patronymic, ${from?.patronymic ?? null}),
      file_number = coalesce(file_number, ${from?.file_number ?? null}), birth_date = coalesce(birth_date, ${from?.birth_date ?? null}::date),
      position = coalesce(position, ${from?.position ?? null}), snils_hmac = coalesce(snils_hmac, ${from?.snils_hmac ?? null}),
      version = version + 1 where id = ${keptId}`)
  return led.map((row) => row.id)
}
