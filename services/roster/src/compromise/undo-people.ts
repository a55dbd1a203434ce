// People whom a stolen login added, and what it changed in their cards.
import { someOf } from '@zhurnal/kit/batch'
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { z } from 'zod'
import { personChanged } from '../../events.js'
import type { Role } from '../../events.js'
import { settle } from '../contingent/settle.js'
import type { Ctx } from '../context.js'
import { tell } from '../facts.js'
import { byOrder } from '../roles/family-roles.js'
import { roleWords } from '../roles/role-words.js'
import {
  bothWays,
  cannot,
  changesIn,
  done,
  erased,
  idOf,
  stayNote,
  turnFields,
  type ActEntry,
  type Side,
  type Step,
  type Value,
  type Way,
} from './outcome.js'

const addedSchema = z.object({
  class: z.string().nullish(),
  since: z.string().nullish(),
  guardianOf: z.array(z.string()).default([]),
})
type Holds = {
  removed: boolean
  login: string | null
  roles: Role[]
  children: string[]
  groups: string[]
  orders: string[]
}

/** What others have put on the person since. A login that is stopped holds nobody: it is of the theft, or closed. */
async function holding(tx: Tx, ctx: Ctx, entry: ActEntry, id: string): Promise<Holds | undefined> {
  const added = addedSchema.parse(entry.to)
  const [row] = await tx.sql<Holds>(sql`select p.removed,
      (select u.username from account_person a join auth."user" u on u.id = a.account_id
        where a.person_id = p.id and not u.stopped and not u.closed) as login,
      array(select distinct g.role from role_grant g where g.person_id = p.id and not g.removed and ${byOrder}
        and (g.until_day is null or g.until_day >= (${ctx.now}::timestamptz at time zone s.time_zone)::date) order by 1) as roles,
      array(select concat_ws(' ', c.last_name, c.first_name) from guardianship k join person c on c.id = k.pupil_id and not c.removed
        where k.guardian_id = p.id and k.pupil_id <> all(${added.guardianOf}::uuid[]) order by 1) as children,
      array(select g.name from membership m join study_group g on g.id = m.group_id and not g.removed
        where m.pupil_id = p.id and not m.removed order by 1) as groups,
      array(select o.number from movement v join contingent_order o on o.id = v.order_id
        where v.pupil_id = p.id and v.state = 'STANDING'
          and not (v.kind = 'ENROLLED' and v.effective_on = ${added.since ?? null}::date and v.to_class_id = ${added.class ?? null}::uuid)
        order by v.effective_on) as orders
    from person p join school s on s.id = p.school_id
    where p.id = ${id} and p.school_id = ${entry.schoolId} and p.merged_into is null for update of p`)
  return row
}

function heldBy({ login, roles, children, groups, orders }: Holds): string[] {
  return [
    ...(login === null ? [] : [`действует вход «${login}»`]),
    ...(roles.length > 0 ? [`роли: ${roles.map((role) => roleWords[role]).join(', ')}`] : []),
    ...(children.length > 0 ? [`представитель учеников: ${someOf(children)}`] : []),
    ...(groups.length > 0 ? [`состоит в группах: ${someOf(groups)}`] : []),
    ...(orders.length > 0 ? [`назван в приказах: ${someOf(orders)}`] : []),
  ]
}

/** The card stays for who takes this back; only its person is gone from all lists, with the movement of the enrolment. */
const takeOut: Step = async (tx, ctx, entry) => {
  const id = idOf(entry.subject)
  const holds = await holding(tx, ctx, entry, id)
  if (!holds) return cannot('Такой карточки уже нет: её объединили с другой.')
  if (holds.removed) return done
  const held = heldBy(holds)
  if (held.length > 0)
    return cannot(`С тех пор на карточке держится: ${held.join('; ')}. Сначала уберите это.`)
  await tx.sql(sql`update movement set state = 'REMOVED' where pupil_id = ${id} and state = 'STANDING'`)
  await settle(tx, ctx, entry.schoolId, [id])
  await tx.sql(sql`update person set removed = true, version = version + 1 where id = ${id}`)
  await tell(tx, personChanged, entry.schoolId, [id], ctx)
  return done
}

const putBack: Step = async (tx, ctx, entry) => {
  const id = idOf(entry.subject)
  const { class: schoolClass, since } = addedSchema.parse(entry.to)
  const rows = await tx.sql(sql`update person set removed = false, version = version + 1
    where id = ${id} and removed and merged_into is null and erased_at is null returning id`)
  if (rows.length === 0) return cannot('Карточки уже нет: её объединили с другой или стёрли.')
  const moved = await tx.sql(sql`update movement v set state = 'STANDING' from contingent_order o
    where o.id = v.order_id and o.withdrawn_at is null and v.pupil_id = ${id} and v.state = 'REMOVED'
      and v.kind = 'ENROLLED' and v.effective_on = ${since ?? null}::date returning v.id`)
  await settle(tx, ctx, entry.schoolId, [id])
  await tell(tx, personChanged, entry.schoolId, [id], ctx)
  return schoolClass && moved.length === 0
    ? { note: 'Приказ о зачислении отменён: введите его снова.' }
    : done
}

const words = {
  lastName: 'фамилия',
  firstName: 'имя',
  patronymic: 'отчество',
  birthDate: 'дата рождения',
  position: 'должность',
  snils: 'СНИЛС',
} as const
const fields = ['lastName', 'firstName', 'patronymic', 'birthDate', 'position', 'snils'] as const
const changedSchema = z.object({ changed: z.array(z.enum(fields)) })
const positionSchema = z.object({ position: z.string().nullable() })

const card =
  (side: Side): Step =>
  async (tx, ctx, entry) => {
    const id = idOf(entry.subject)
    const { changed } = changedSchema.parse(entry.to)
    const changes = changesIn(
      entry,
      changed.filter((name) => name !== 'position'),
    )
    if (!changes) return erased
    if (changed.includes('position'))
      changes.position = {
        from: positionSchema.parse(entry.from).position,
        to: positionSchema.parse(entry.to).position,
      }
    const [now] = await tx.sql<
      Record<string, Value>
    >(sql`select last_name as "lastName", first_name as "firstName", patronymic,
        birth_date as "birthDate", position, snils_hmac as snils from person where id = ${id} and not removed for update`)
    if (!now) return cannot('Такой карточки уже нет.')
    const { set, stays } = turnFields(changes, now, side)
    const next = { ...now, ...set }
    await tx.sql(sql`update person set last_name = ${next.lastName ?? ''}, first_name = ${next.firstName ?? ''},
        patronymic = ${next.patronymic ?? null}, birth_date = ${next.birthDate ?? null}, position = ${next.position ?? null},
        snils_hmac = ${next.snils ?? null}, version = version + 1 where id = ${id}`)
    await tell(tx, personChanged, entry.schoolId, [id], ctx)
    return stayNote(stays, words)
  }

export const peopleWays: Readonly<Record<string, Way>> = {
  addPeople: { undo: takeOut, redo: putBack },
  changePeople: bothWays(card),
}
