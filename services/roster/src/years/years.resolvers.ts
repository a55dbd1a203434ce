import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { changeCalendar, type ChangeCalendarInput } from './calendar.js'
import { setUpYear, type SetUpYearInput } from './years.js'

type Ref = { id: string }
const year = (name: 'name' | 'startsOn' | 'endsOn') => async (ref: Ref, _: unknown, ctx: Ctx) =>
  (await ctx.loaders.year.load(ref.id))?.[name] ?? null

const periodColumns = sql`id, name, kind, starts_on as "startsOn", ends_on as "endsOn", from_grade as "fromGrade", to_grade as "toGrade"`

export const yearResolvers = {
  Mutation: {
    setUpYear: (_: unknown, { input }: { input: SetUpYearInput }, ctx: Ctx) => setUpYear(ctx, input),
    changeCalendar: (_: unknown, { input }: { input: ChangeCalendarInput }, ctx: Ctx) =>
      changeCalendar(ctx, input),
  },
  AcademicYear: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ctx.loaders.year.load(ref.id),
    name: year('name'),
    startsOn: year('startsOn'),
    endsOn: year('endsOn'),
    periods: async (ref: Ref, _: unknown, ctx: Ctx) =>
      ctx.db.read(
        ctx.scope,
        sql`select ${periodColumns} from reporting_period where year_id = ${ref.id} order by starts_on, ends_on, from_grade`,
      ),
    calendar: async (ref: Ref, _: unknown, ctx: Ctx) =>
      ctx.db.read(
        ctx.scope,
        sql`select day as date, kind, title, as_weekday as "asWeekday" from calendar_day where year_id = ${ref.id} order by day`,
      ),
  },
  ReportingPeriod: {
    __resolveReference: async (ref: Ref, ctx: Ctx) =>
      (
        await ctx.db.read(ctx.scope, sql`select ${periodColumns} from reporting_period where id = ${ref.id}`)
      )[0] ?? null,
  },
}
