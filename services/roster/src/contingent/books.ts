// Books of the contingent: orders, movements, the alphabet book, the head count, who is not yet moved.
import { isDay, daysBetween } from '@zhurnal/kit/time'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { GraphQLError } from 'graphql'
import type { Ctx } from '../context.js'
import { maySetUp, seesMovementBook, seesOrders, seesSchool } from '../policy.js'
import type { MovementKind } from './chain.js'
import { movementColumns, orderColumns, type MovementRow, type OrderRow } from './order-rows.js'

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

type Page = { first?: number | null; after?: string | null }

function pageSize({ first }: Page, most: number): number {
  const size = first ?? Math.min(most, 100)
  if (size < 1 || size > most) throw badInput(`first: от 1 до ${most}.`)
  return size
}

const cursorOf = (parts: readonly string[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url')

function readCursor(text: string, parts: number): string[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (Array.isArray(parsed) && parsed.length === parts) return parsed.map(String)
  } catch {
    // Told below, in the same words as any other cursor that is none of ours.
  }
  throw badInput('after: это не метка страницы.')
}

function page<T extends object>(rows: readonly T[], size: number, parts: (row: T) => readonly string[]) {
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return {
    edges: shown.map((node) => ({ node, cursor: cursorOf(parts(node)) })),
    pageInfo: { hasNextPage: rows.length > size, endCursor: last ? cursorOf(parts(last)) : null },
  }
}

const all = (conditions: readonly Sql[]): Sql => conditions.reduce((so, one) => sql`${so} and ${one}`)
const patternOf = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

export type OrdersArgs = Page & { yearId?: string | null; kind?: MovementKind | null; search?: string | null }

/** Orders of a school, newest first, at most 200 a page. */
export async function orders(ctx: Ctx, schoolId: string, args: OrdersArgs) {
  if (!seesOrders(ctx.viewer, schoolId)) return null
  const size = pageSize(args, 200)
  const where = [sql`o.school_id = ${schoolId}`]
  if (args.kind)
    where.push(
      sql`exists (select 1 from movement v where v.order_id = o.id and v.kind = ${args.kind} and v.state <> 'REMOVED')`,
    )
  if (args.yearId) {
    where.push(sql`exists (select 1 from movement v join academic_year y on y.id = ${args.yearId}
      where v.order_id = o.id and v.state <> 'REMOVED' and v.effective_on >= y.starts_on and v.effective_on < coalesce(
        (select min(n.starts_on) from academic_year n where n.school_id = y.school_id and n.starts_on > y.starts_on), 'infinity'))`)
  }
  if (args.search?.trim()) {
    const pattern = patternOf(args.search.trim())
    where.push(sql`(o.number ilike ${pattern} or o.note ilike ${pattern} or exists (
      select 1 from movement v join person p on p.id = v.pupil_id
      where v.order_id = o.id and concat_ws(' ', p.last_name, p.first_name, p.patronymic) ilike ${pattern}))`)
  }
  if (args.after) {
    const [date = '', id = ''] = readCursor(args.after, 2)
    if (!isDay(date)) throw badInput('after: это не метка страницы.')
    where.push(sql`(o.date, o.id) < (${date}::date, ${id}::uuid)`)
  }
  const rows = await ctx.db.read<OrderRow>(
    ctx.scope,
    sql`select ${orderColumns} from contingent_order o where ${all(where)} order by o.date desc, o.id desc limit ${size + 1}`,
  )
  for (const row of rows) ctx.loaders.order.prime(row.id, row)
  return page(rows, size, (row) => [row.date, row.id])
}

export type MovementsArgs = { from: string; to: string; kind?: MovementKind | null }

/** The movement book (книга движения) of at most 400 days: movements that stand, by day of effect and name. */
export async function movements(ctx: Ctx, schoolId: string, args: MovementsArgs) {
  if (!seesMovementBook(ctx.viewer, schoolId)) return null
  if (args.to < args.from) throw badInput('Промежуток кончается раньше, чем начинается.')
  if (daysBetween(args.from, args.to) >= 400) throw badInput('Не больше 400 дней за один раз.')
  const rows = await ctx.db.read<MovementRow>(
    ctx.scope,
    sql`select ${movementColumns} from movement v join contingent_order o on o.id = v.order_id join person p on p.id = v.pupil_id
      where v.school_id = ${schoolId} and v.state = 'STANDING' and v.effective_on between ${args.from} and ${args.to}
        and (${args.kind ?? null}::text is null or v.kind = ${args.kind ?? null})
      order by v.effective_on, p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id`,
  )
  for (const row of rows) ctx.loaders.movement.prime(row.id, row)
  return rows.map(({ id }) => ({ id }))
}

export type AlphabetBookArgs = Page & { search?: string | null }
type BookRow = {
  id: string
  number: string | null
  lastName: string
  firstName: string
  fullName: string
  birthDate: string | null
  enrolledId: string
  leftId: string | null
  schoolClassName: string | null
}

/** The alphabet book: everybody who was ever enrolled, by name, at most 500 a page. */
export async function alphabetBook(ctx: Ctx, schoolId: string, args: AlphabetBookArgs) {
  if (!seesOrders(ctx.viewer, schoolId)) return null
  const size = pageSize(args, 500)
  const where = [
    sql`p.school_id = ${schoolId} and p.is_pupil and not p.removed`,
    sql`exists (select 1 from movement v where v.pupil_id = p.id and v.state = 'STANDING' and v.kind = 'ENROLLED')`,
  ]
  for (const word of (args.search ?? '').split(/\s+/).filter(Boolean).slice(0, 5))
    where.push(
      sql`concat_ws(' ', p.last_name, p.first_name, p.patronymic, p.file_number) ilike ${patternOf(word)}`,
    )
  const counted = all(where)
  const from = args.after ? [counted, afterName(readCursor(args.after, 3))] : [counted]
  const [rows, [count]] = await Promise.all([
    ctx.db.read<BookRow>(ctx.scope, bookLines(all(from), size + 1)),
    ctx.db.read<{ count: number }>(ctx.scope, sql`select count(*) as count from person p where ${counted}`),
  ])
  const { edges, pageInfo } = page(rows, size, (row) => [row.lastName, row.firstName, row.id])
  return {
    edges: edges.map(({ node, cursor }) => ({
      node: {
        ...node,
        pupil: { id: node.id },
        enrolled: { id: node.enrolledId },
        left: node.leftId ? { id: node.leftId } : null,
      },
      cursor,
    })),
    pageInfo,
    totalCount: count?.count ?? 0,
  }
}

const afterName = ([lastName = '', firstName = '', id = '']: readonly string[]): Sql =>
  sql`(p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id) > (${lastName}::text, ${firstName}::text, ${id}::uuid)`

const bookLines = (where: Sql, limit: number): Sql => sql`
  select p.id, p.file_number as number, p.last_name as "lastName", p.first_name as "firstName",
    concat_ws(' ', p.last_name, p.first_name, p.patronymic) as "fullName", p.birth_date as "birthDate",
    (select v.id from movement v where v.pupil_id = p.id and v.state = 'STANDING' and v.kind = 'ENROLLED'
      order by v.effective_on desc limit 1) as "enrolledId",
    (select case when v.to_class_id is null then v.id end from movement v where v.pupil_id = p.id and v.state = 'STANDING'
      order by v.effective_on desc limit 1) as "leftId",
    (select c.name from membership m join school_class c on c.id = m.class_id where m.pupil_id = p.id and not m.removed
      order by m.from_day desc limit 1) as "schoolClassName"
  from person p where ${where}
  order by p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id limit ${limit}`

/** Pupils by class on a day; a class without pupils is not named. */
export async function headCount(ctx: Ctx, schoolId: string, on: string) {
  if (!seesSchool(ctx.viewer, schoolId)) return null
  const rows = await ctx.db.read<{ id: string; grade: number; pupils: number }>(
    ctx.scope,
    sql`select c.id, c.grade, count(*) as pupils from membership m join school_class c on c.id = m.class_id
      join person p on p.id = m.pupil_id and not p.removed
      where m.school_id = ${schoolId} and not m.removed and m.from_day <= ${on} and (m.until_day is null or m.until_day >= ${on})
      group by c.id order by c.grade, c.letter collate "ru-RU-x-icu" nulls last, c.name`,
  )
  const grades = [...new Set(rows.map((row) => row.grade))].map((grade) => {
    const own = rows.filter((row) => row.grade === grade)
    return { grade, classes: own.length, pupils: sum(own) }
  })
  const classes = rows.map(({ id, pupils }) => ({ schoolClass: { id }, pupils }))
  return { on, total: sum(rows), classes, grades }
}

const sum = (rows: readonly { pupils: number }[]): number => rows.reduce((so, row) => so + row.pupils, 0)

/** Pupils of the year before who have no place in this one and did not leave, by class and name (A1.18). */
export async function notYetMoved(ctx: Ctx, schoolId: string, yearId: string) {
  if (!maySetUp(ctx.viewer, schoolId)) return null
  return ctx.db.read<{ id: string }>(
    ctx.scope,
    sql`select p.id from academic_year y
      join lateral (select b.id from academic_year b where b.school_id = y.school_id and b.starts_on < y.starts_on
        order by b.starts_on desc limit 1) before on true
      join school_class c on c.year_id = before.id
      join membership m on m.class_id = c.id and not m.removed and m.until_day is null
      join person p on p.id = m.pupil_id and not p.removed
      where y.id = ${yearId} and y.school_id = ${schoolId}
      order by c.grade, c.letter collate "ru-RU-x-icu" nulls last, c.name,
        p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id`,
  )
}
