import { sql, type Sql } from '@zhurnal/kit/sql'
import { dayIn, startOfDay } from '@zhurnal/kit/time'
import { GraphQLError } from 'graphql'
import type { Ctx } from '../context.js'
import { cursorOf, kinds, readCursor } from '../people/school-people.js'
import { maySetUp, teachesClass } from '../policy.js'
import { byOrder } from '../roles/family-roles.js'
import { weekOf } from './account-of.js'
import { overdueBefore } from './working-days.js'

export type AccountStateFilter = 'NONE' | 'NOT_ACTIVATED' | 'OVERDUE' | 'ACTIVE' | 'STOPPED' | 'CLOSED'
export type AccountsArgs = {
  state?: AccountStateFilter | null
  kind?: keyof typeof kinds | null
  schoolClassId?: string | null
  search?: string | null
  first?: number | null
  after?: string | null
}
type Named = { id: string; lastName: string; firstName: string; accountId: string }

/** Logins of a school with their people, by name, page by page (keyset). */
export async function schoolAccounts(ctx: Ctx, schoolId: string, args: AccountsArgs) {
  const everybody = maySetUp(ctx.viewer, schoolId)
  const own = teachesClass(ctx.viewer, schoolId)
  if (!everybody && own.length === 0) return null
  const first = args.first ?? 100
  if (first < 1 || first > 500)
    throw new GraphQLError('first: от 1 до 500.', { extensions: { code: 'BAD_USER_INPUT' } })
  const where = all([
    sql`p.school_id = ${schoolId} and not p.removed`,
    ...(everybody ? [] : [await familyOf(ctx, schoolId, own)]),
    ...(await narrowings(ctx, schoolId, args)),
  ])
  const from = sql`from person p join account_person a on a.person_id = p.id join auth."user" u on u.id = a.account_id`
  const [rows = [], counted = []] = await ctx.db.readAll(ctx.scope, [
    sql`select p.id, p.last_name as "lastName", p.first_name as "firstName", a.account_id as "accountId" ${from}
      where ${where} ${args.after ? sql`and ${later(args.after)}` : sql``}
      order by p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id limit ${first + 1}`,
    sql`select count(*) as total ${from} where ${where}`,
  ])
  const shown = (rows as Named[]).slice(0, first)
  const last = shown.at(-1)
  return {
    edges: shown.map((row) => ({ node: { id: row.accountId }, cursor: cursorOf(row) })),
    pageInfo: { hasNextPage: rows.length > first, endCursor: last ? cursorOf(last) : null },
    totalCount: Number(counted[0]?.total ?? 0),
  }
}

const all = (parts: readonly Sql[]): Sql => parts.reduce((so, one) => sql`${so} and ${one}`)

const later = (cursor: string): Sql => {
  const [lastName, firstName, id] = readCursor(cursor)
  return sql`(p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id)
    > (${lastName}::text, ${firstName}::text, ${id}::uuid)`
}

/** Pupils of the classes and their guardians, and nobody who is something else at the school: as in `inCare`. */
async function familyOf(ctx: Ctx, schoolId: string, classIds: readonly string[]): Promise<Sql> {
  const { zone } = await weekOf(ctx, schoolId)
  const today = dayIn(zone, ctx.now)
  return sql`p.position is null and ${ofClasses(classIds, today)} and not exists (select 1 from role_grant g
    where g.person_id = p.id and not g.removed and ${byOrder}
      and (g.until_day is null or g.until_day >= ${today}))`
}

/** Pupils who are in one of the classes now, or were last in it in its year, and their guardians. */
const ofClasses = (classIds: readonly string[], today: string): Sql =>
  sql`exists (select 1 from membership m where m.class_id = any(${classIds}::uuid[]) and not m.removed and m.from_day <= ${today}
        and (m.pupil_id = p.id or exists (select 1 from guardianship k where k.guardian_id = p.id and k.pupil_id = m.pupil_id))
        and not exists (select 1 from membership n join school_class c on c.id = n.class_id join school_class d on d.id = m.class_id
          where n.pupil_id = m.pupil_id and not n.removed and c.year_id = d.year_id and n.from_day > m.from_day and n.from_day <= ${today}))`

async function narrowings(ctx: Ctx, schoolId: string, args: AccountsArgs): Promise<Sql[]> {
  const where: Sql[] = []
  if (args.kind) where.push(kinds[args.kind])
  if (args.state) where.push(await inState(ctx, schoolId, args.state))
  if (args.schoolClassId) {
    const { zone } = await weekOf(ctx, schoolId)
    where.push(ofClasses([args.schoolClassId], dayIn(zone, ctx.now)))
  }
  for (const word of (args.search ?? '').split(/\s+/).filter(Boolean).slice(0, 5)) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    where.push(
      sql`(concat_ws(' ', p.last_name, p.first_name, p.patronymic) ilike ${pattern} or u.username ilike ${pattern})`,
    )
  }
  return where
}

/** Of a login `u`: that it is in the state. Nobody's login is in the state NONE. */
export async function inState(ctx: Ctx, schoolId: string, state: AccountStateFilter): Promise<Sql> {
  const issued = sql`(u."mustChangePassword" and u.activated_at is null and not u.stopped and not u.closed)`
  if (state === 'NONE') return sql`false`
  if (state === 'CLOSED') return sql`u.closed`
  if (state === 'STOPPED') return sql`(u.stopped and not u.closed)`
  if (state === 'NOT_ACTIVATED') return issued
  if (state === 'ACTIVE')
    return sql`(not u.stopped and not u.closed and not (u."mustChangePassword" and u.activated_at is null))`
  const week = await weekOf(ctx, schoolId)
  const before = startOfDay(week.zone, overdueBefore(week, dayIn(week.zone, ctx.now)))
  return sql`(${issued} and u.issued_at < ${before})`
}

/** Of a person `p`, for lists of people: that their login is in the state, or that they have none. */
export async function personInState(ctx: Ctx, schoolId: string, state: AccountStateFilter): Promise<Sql> {
  if (state === 'NONE') return sql`not exists (select 1 from account_person a where a.person_id = p.id)`
  return sql`exists (select 1 from account_person a join auth."user" u on u.id = a.account_id
    where a.person_id = p.id and ${await inState(ctx, schoolId, state)})`
}
