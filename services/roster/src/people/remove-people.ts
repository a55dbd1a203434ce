import type { Tx } from '@zhurnal/kit/database'
import { oneOfEach, refuseHeld, someOf } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { membershipChanged, personChanged, type Role } from '../../events.js'
import { closeEmptyOrders } from '../contingent/take-back.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { maySetUp } from '../policy.js'
import { byOrder } from '../roles/family-roles.js'
import { roleWords } from '../roles/role-words.js'

export type RemovePeopleInput = { requestId?: string | null; schoolId: string; personIds: string[] }

type Held = {
  id: string
  name: string
  login: string | null
  roles: Role[]
  children: string[]
  groups: string[]
}

/**
 * Takes people out on whom nothing depends here: gone from all lists, with their membership of a class; the name stays
 * for the log and for marks that may exist. Contacts, consents and the personal file go: nobody may hold them any more.
 */
export async function removePeople(ctx: Ctx, input: RemovePeopleInput) {
  return mutation(ctx.db, ctx.scope, 'removePeople', input, async (tx) => {
    const { schoolId, personIds } = input
    if (!maySetUp(ctx.viewer, schoolId)) notFound('schoolId')
    oneOfEach(personIds, 500, 'personIds')
    // Whoever gives them a role or a class at this moment waits here, and then finds nobody (`for key share` there).
    await tx.sql(sql`select id from person where id = any(${personIds}::uuid[]) and school_id = ${schoolId} and not removed
      order by id for update`)
    const people = (await held(tx, ctx, input)).map((one) => ({ ...one, holders: holdersOf(one) }))
    refuseHeld(personIds, people, 'personIds')
    await tx.sql(
      sql`update person set removed = true, version = version + 1 where id = any(${personIds}::uuid[]) and school_id = ${schoolId}`,
    )
    await removeCards(tx, input)
    const memberships = await tx.sql<{
      id: string
    }>(sql`update membership set removed = true, version = version + 1
      where pupil_id = any(${personIds}::uuid[]) and school_id = ${schoolId} and not removed returning id`)
    const moved = await tx.sql<{ orderId: string }>(sql`update movement set state = 'REMOVED'
      where pupil_id = any(${personIds}::uuid[]) and state = 'STANDING' returning order_id as "orderId"`)
    if (moved.length > 0)
      await closeEmptyOrders(
        tx,
        ctx,
        moved.map((one) => one.orderId),
        'Записанные по нему люди убраны',
      )
    await appendLog(
      tx,
      'roster',
      schoolId,
      ctx.now,
      actorIn(ctx, schoolId),
      people.map((person) => ({
        act: 'removePeople',
        subject: `person:${person.id}`,
        aboutId: person.id,
        from: null,
        to: { removed: true },
        texts: { name: person.name },
      })),
    )
    await tell(tx, personChanged, schoolId, personIds, ctx)
    const membershipIds = memberships.map((one) => one.id)
    await tell(tx, membershipChanged, schoolId, membershipIds, ctx)
    return { removed: personIds.length }
  })
}

async function removeCards(tx: Tx, { schoolId, personIds }: RemovePeopleInput): Promise<void> {
  const theirs = sql`(${personIds}::uuid[]) and school_id = ${schoolId}`
  await tx.sql(sql`delete from contacts where person_id = any ${theirs}`)
  await tx.sql(sql`delete from consent where person_id = any ${theirs}`)
  await tx.sql(sql`delete from personal_document where pupil_id = any ${theirs}`)
  await tx.sql(sql`delete from personal_file where pupil_id = any ${theirs}`)
  await tx.sql(sql`update person set snils_hmac = null where id = any ${theirs}`)
}

function held(tx: Tx, ctx: Ctx, { schoolId, personIds }: RemovePeopleInput): Promise<Held[]> {
  const today = sql`(${ctx.now}::timestamptz at time zone s.time_zone)::date`
  // A guardian who goes together with the child is not held by it.
  return tx.sql<Held>(sql`
    select p.id, concat_ws(' ', p.last_name, p.first_name, p.patronymic) as name,
      (select coalesce(u.username, '') from account_person a join auth."user" u on u.id = a.account_id where a.person_id = p.id) as login,
      array(select distinct g.role from role_grant g where g.person_id = p.id and not g.removed and ${byOrder}
        and (g.until_day is null or g.until_day >= ${today}) order by 1) as roles,
      array(select concat_ws(' ', c.last_name, c.first_name) from guardianship k join person c on c.id = k.pupil_id
        where k.guardian_id = p.id and not c.removed and c.id <> all(${personIds}::uuid[]) order by 1) as children,
      array(select distinct g.name from membership m join study_group g on g.id = m.group_id and not g.removed
        where m.pupil_id = p.id and not m.removed order by 1) as groups
    from person p join school s on s.id = p.school_id
    where p.id = any(${personIds}::uuid[]) and p.school_id = ${schoolId} and not p.removed`)
}

function holdersOf({ login, roles, children, groups }: Held): string[] {
  return [
    ...(login === null ? [] : [`есть учётная запись «${login}»`]),
    ...(roles.length > 0 ? [`роли: ${roles.map((role) => roleWords[role]).join(', ')}`] : []),
    ...(children.length > 0 ? [`представитель учеников: ${someOf(children)}`] : []),
    ...(groups.length > 0 ? [`состоит в группах: ${someOf(groups)}`] : []),
  ]
}
