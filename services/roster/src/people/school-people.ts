import { sql, type Sql } from '@zhurnal/kit/sql'
import { GraphQLError } from 'graphql'
import { personInState, type AccountStateFilter } from '../accounts/school-accounts.js'
import { consents, belongs, gapsOf, type CardGap } from '../cards/gaps.js'
import type { Ctx } from '../context.js'
import { at, keepsCard, listsPeople } from '../policy.js'
import { ownClasses } from './own-classes.js'

export type PeopleArgs = {
  first?: number | null
  after?: string | null
  search?: string | null
  kind?: 'PUPIL' | 'STAFF' | 'GUARDIAN' | null
  yearId?: string | null
  schoolClassId?: string | null
  gap?: CardGap | null
  account?: AccountStateFilter | null
}
type Page = Pick<PeopleArgs, 'first' | 'after'>
type Named = { id: string; lastName: string; firstName: string; childIds: string[] }

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

export const kinds: Readonly<Record<NonNullable<PeopleArgs['kind']>, Sql>> = {
  PUPIL: sql`p.is_pupil`,
  STAFF: sql`p.position is not null`,
  GUARDIAN: sql`exists (select 1 from guardianship g join person c on c.id = g.pupil_id and not c.removed where g.guardian_id = p.id)`,
}

/** People of a school by name: everybody for its administration, the own class's families for a class teacher. */
export async function schoolPeople(ctx: Ctx, schoolId: string, args: PeopleArgs) {
  const list = listsPeople(ctx.viewer, schoolId) ? [] : ownFamilies(ctx, schoolId)
  const school = await ctx.loaders.school.load(schoolId)
  if (!list || !school) return null
  const account = args.account ? [await personInState(ctx, schoolId, args.account)] : []
  // Which login is in which state is for the coordinator and the class teacher of the family; so are gaps of cards.
  const cards = keepsCard(ctx.viewer, { id: '', schoolId, classIds: [], childIds: [] }) || list.length > 0
  if ((args.account || args.gap) && !cards) return null
  const classes = args.schoolClassId ? [familyOf([args.schoolClassId], ctx.now)] : []
  const gap = args.gap ? [sql`${args.gap} = any(${gapsOf(ctx.now)})`] : []
  return peoplePage(ctx, schoolId, args, [...list, ...narrowings(args), ...classes, ...account, ...gap])
}

/** Who has no consent for keeping the journal in force; a ground that was recorded in its place is none (A1.1). */
export async function consentsMissing(
  ctx: Ctx,
  schoolId: string,
  args: Page & { schoolClassId?: string | null },
) {
  const keeps = keepsCard(ctx.viewer, { id: '', schoolId, classIds: [], childIds: [] })
  const list = keeps ? [] : ownFamilies(ctx, schoolId)
  if (!list) return null
  const classes = args.schoolClassId ? [familyOf([args.schoolClassId], ctx.now)] : []
  return peoplePage(ctx, schoolId, args, [
    ...list,
    ...classes,
    sql`${belongs(ctx.now)} and not ${consents(ctx.now)}`,
  ])
}

function ownFamilies(ctx: Ctx, schoolId: string): Sql[] | null {
  const classes = at(ctx.viewer, schoolId)?.classes ?? []
  return classes.length > 0 ? [familyOf(classes, ctx.now)] : null
}

/** Person `p` of school `s` is a pupil whose class it is now, or was last, or a guardian of such a pupil. */
const familyOf = (classIds: readonly string[], now: Date): Sql => sql`p.id in (
  select family.id from membership own cross join lateral (
    select own.pupil_id as id union all select g.guardian_id from guardianship g where g.pupil_id = own.pupil_id) family
  where own.class_id = any(${classIds}::uuid[]) and not own.removed
    and own.class_id = any(${ownClasses(sql`array[own.pupil_id]`, sql`(${now}::timestamptz at time zone s.time_zone)::date`)}))`

/** A page by keyset: what is added or taken out meanwhile shifts none. */
async function peoplePage(
  ctx: Ctx,
  schoolId: string,
  { first: asked, after }: Page,
  narrowed: readonly Sql[],
) {
  const first = asked ?? 100
  if (first < 1 || first > 500) throw badInput('first: от 1 до 500.')
  const where = [
    sql`p.school_id = ${schoolId} and not p.removed`,
    ...narrowed,
    ...(after ? [later(after)] : []),
  ]
  const rows = await ctx.db.read<Named>(
    ctx.scope,
    sql`select p.id, p.last_name as "lastName", p.first_name as "firstName",
        array(select g.pupil_id from guardianship g where g.guardian_id = p.id) as "childIds"
      from person p join school s on s.id = p.school_id where ${where.reduce((so, one) => sql`${so} and ${one}`)}
      order by p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id limit ${first + 1}`,
  )
  const shown = rows.slice(0, first)
  // A list across the school is logged with all who stand in it; one of the own class's families is not.
  if (listsPeople(ctx.viewer, schoolId))
    for (const { id, childIds } of shown)
      ctx.readings.noteCard(ctx.viewer, { id, schoolId, classIds: [], childIds }, 'people')
  const last = shown.at(-1)
  return {
    edges: shown.map((row) => ({ node: { id: row.id }, cursor: cursorOf(row) })),
    pageInfo: { hasNextPage: rows.length > first, endCursor: last ? cursorOf(last) : null },
  }
}

function narrowings({ search, kind, yearId }: PeopleArgs): Sql[] {
  const where: Sql[] = []
  if (kind) where.push(kinds[kind])
  if (yearId) {
    where.push(sql`exists (select 1 from membership m join school_class c on c.id = m.class_id
      where m.pupil_id = p.id and not m.removed and c.year_id = ${yearId})`)
  }
  return [...where, ...nameHas(search)]
}

/** All words of the search stand in the name of person `p`, whatever the case, with ё as е and a hyphen as a space. */
export function nameHas(search: string | null | undefined): Sql[] {
  const folded = (search ?? '').normalize('NFC').toLowerCase().replaceAll('ё', 'е').replaceAll('-', ' ')
  return folded
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 5)
    .map(
      (word) =>
        sql`folded_name(p.last_name, p.first_name, p.patronymic) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
    )
}

const later = (after: string): Sql => {
  const [lastName, firstName, id] = readCursor(after)
  return sql`(p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id)
    > (${lastName}::text, ${firstName}::text, ${id}::uuid)`
}

export const cursorOf = ({ lastName, firstName, id }: Pick<Named, 'id' | 'lastName' | 'firstName'>): string =>
  Buffer.from(JSON.stringify([lastName, firstName, id])).toString('base64url')

export function readCursor(text: string): [lastName: string, firstName: string, id: string] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (Array.isArray(parsed) && parsed.length === 3) {
      const [lastName, firstName, id] = parsed.map(String)
      if (lastName && firstName && id) return [lastName, firstName, id]
    }
  } catch {
    // Told below, in the same words as any other cursor that is none of ours.
  }
  throw badInput('after: это не метка страницы.')
}
