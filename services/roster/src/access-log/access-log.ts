import { sql, type Sql } from '@zhurnal/kit/sql'
import { addDays, startOfDay } from '@zhurnal/kit/time'
import { GraphQLError } from 'graphql'
import type { Ctx } from '../context.js'
import { seesAccessLog } from '../policy.js'
import { schoolMeant } from '../schools/schools.resolvers.js'

export type AccessLogArgs = {
  schoolId?: string | null
  from: string
  to: string
  readerId?: string | null
  personId?: string | null
  first?: number | null
  after?: string | null
}
export type AccessLogRow = {
  id: string
  schoolId: string
  at: Date
  readerId: string
  readerName: string
  what: string
  ground: string
  personIds: string[]
  count: number
}

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

/** Who has read personal data, newest first, page by page; days are the school's, both taken in. */
export async function accessLog(ctx: Ctx, args: AccessLogArgs) {
  const schoolId = schoolMeant(ctx, args.schoolId)
  const school = schoolId && (await ctx.loaders.school.load(schoolId))
  if (!school || !seesAccessLog(ctx.viewer, school.id)) return null
  const first = args.first ?? 100
  if (first < 1 || first > 500) throw badInput('first: от 1 до 500.')
  const rows = await ctx.db.read<AccessLogRow>(
    ctx.scope,
    sql`select id, school_id as "schoolId", at, reader_id as "readerId", reader_name as "readerName", what, ground,
        person_ids as "personIds", people as count
      from access_log where school_id = ${school.id}
        and at >= ${startOfDay(school.timeZone, args.from)} and at < ${startOfDay(school.timeZone, addDays(args.to, 1))}
        ${narrowed(args)} order by at desc, id desc limit ${first + 1}`,
  )
  const shown = rows.slice(0, first)
  const last = shown.at(-1)
  return {
    edges: shown.map((row) => ({ node: row, cursor: cursorOf(row) })),
    pageInfo: { hasNextPage: rows.length > first, endCursor: last ? cursorOf(last) : null },
  }
}

function narrowed({ readerId, personId, after }: AccessLogArgs): Sql {
  const [at, id] = after ? readCursor(after) : []
  return sql`${readerId ? sql`and reader_id = ${readerId}` : sql``}
    ${personId ? sql`and ${personId}::uuid = any(person_ids)` : sql``}
    ${at && id ? sql`and (at, id) < (${at}::timestamptz, ${id}::uuid)` : sql``}`
}

const cursorOf = ({ at, id }: AccessLogRow): string =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')

function readCursor(text: string): [at: string, id: string] {
  const [at = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split(' ')
  if (Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/i.test(id))
    throw badInput('after: это не метка страницы.')
  return [at, id]
}

export const accessLogResolvers = {
  Query: { accessLog: (_: unknown, args: AccessLogArgs, ctx: Ctx) => accessLog(ctx, args) },
  AccessLogEntry: {
    reader: async (row: AccessLogRow, _: unknown, ctx: Ctx) =>
      (await ctx.loaders.person.load(row.readerId)) ? { id: row.readerId } : null,
    /** At most 100; who has been taken out since is left out. */
    people: async (row: AccessLogRow, _: unknown, ctx: Ctx) => {
      const found = await ctx.loaders.person.loadMany(row.personIds.slice(0, 100))
      return found.flatMap((one) => (one && !(one instanceof Error) ? [{ id: one.id }] : []))
    },
  },
}
