import { sql, type Sql } from '@zhurnal/kit/sql'
import { GraphQLError } from 'graphql'
import type { Ctx } from '../context.js'
import { maySetUp } from '../policy.js'

export type PeopleArgs = {
  first?: number | null
  after?: string | null
  search?: string | null
  kind?: 'PUPIL' | 'STAFF' | 'GUARDIAN' | null
  yearId?: string | null
}
type Named = { id: string; lastName: string; firstName: string }

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

export const kinds: Readonly<Record<NonNullable<PeopleArgs['kind']>, Sql>> = {
  PUPIL: sql`p.is_pupil`,
  STAFF: sql`p.position is not null`,
  GUARDIAN: sql`exists (select 1 from guardianship g join person c on c.id = g.pupil_id and not c.removed where g.guardian_id = p.id)`,
}

/** People of a school by name, page by page (keyset: what is added or taken out meanwhile shifts no page). */
export async function schoolPeople(ctx: Ctx, schoolId: string, args: PeopleArgs) {
  if (!maySetUp(ctx.viewer, schoolId)) return null
  const first = args.first ?? 100
  if (first < 1 || first > 500) throw badInput('first: от 1 до 500.')
  const where = [sql`p.school_id = ${schoolId} and not p.removed`, ...narrowings(args)]
  const rows = await ctx.db.read<Named>(
    ctx.scope,
    sql`select p.id, p.last_name as "lastName", p.first_name as "firstName" from person p
      where ${where.reduce((so, one) => sql`${so} and ${one}`)}
      order by p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id limit ${first + 1}`,
  )
  const shown = rows.slice(0, first)
  const last = shown.at(-1)
  return {
    edges: shown.map((row) => ({ node: { id: row.id }, cursor: cursorOf(row) })),
    pageInfo: { hasNextPage: rows.length > first, endCursor: last ? cursorOf(last) : null },
  }
}

function narrowings({ after, search, kind, yearId }: PeopleArgs): Sql[] {
  const where: Sql[] = []
  if (kind) where.push(kinds[kind])
  if (yearId) {
    where.push(sql`exists (select 1 from membership m join school_class c on c.id = m.class_id
      where m.pupil_id = p.id and not m.removed and c.year_id = ${yearId})`)
  }
  for (const word of (search ?? '').split(/\s+/).filter(Boolean).slice(0, 5)) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    where.push(sql`concat_ws(' ', p.last_name, p.first_name, p.patronymic) ilike ${pattern}`)
  }
  if (after) {
    const [lastName, firstName, id] = readCursor(after)
    where.push(sql`(p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id)
      > (${lastName}::text, ${firstName}::text, ${id}::uuid)`)
  }
  return where
}

export const cursorOf = ({ lastName, firstName, id }: Named): string =>
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
