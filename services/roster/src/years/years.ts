import { brokenConstraint } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { periodChanged, yearChanged } from '../../events.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { maySetUp } from '../policy.js'
import { atMost } from '../schools/schools.resolvers.js'

type Period = {
  id: string
  name: string
  kind: string
  startsOn: string
  endsOn: string
  fromGrade: number
  toGrade: number
}
type Day = { date: string; kind: string; title?: string | null; asWeekday?: number | null }
export type SetUpYearInput = {
  requestId?: string | null
  schoolId: string
  id: string
  name: string
  startsOn: string
  endsOn: string
  periods: Period[]
  calendar: Day[]
}

const refusals: Readonly<Record<string, readonly [code: string, message: string, field: string]>> = {
  academic_year_overlap: ['OVERLAP', 'Учебный год пересекается с другим.', 'startsOn'],
  reporting_period_overlap: ['OVERLAP', 'Периоды одного вида для одних классов пересекаются.', 'periods'],
  reporting_period_grades: ['BAD_INPUT', 'У периода первая параллель больше последней.', 'periods'],
  calendar_day_pkey: ['BAD_INPUT', 'Один день назван в календаре дважды.', 'calendar'],
  calendar_day_moved: [
    'BAD_INPUT',
    'День недели называют только для перенесённого дня, и для него обязательно.',
    'calendar',
  ],
  calendar_day_weekday: ['BAD_INPUT', 'День недели: от 1 (понедельник) до 7.', 'calendar'],
}

/** Sets the year, its reporting periods and its calendar as a whole (A1.12). */
export async function setUpYear(ctx: Ctx, input: SetUpYearInput) {
  return mutation(ctx.db, ctx.scope, 'setUpYear', input, async (tx) => {
    if (!maySetUp(ctx.viewer, input.schoolId)) notFound('schoolId')
    checkDays(input)
    try {
      const [year] = await tx.sql<{ version: number }>(sql`
        insert into academic_year as y (id, school_id, name, starts_on, ends_on)
        values (${input.id}, ${input.schoolId}, ${input.name}, ${input.startsOn}, ${input.endsOn})
        on conflict (id) do update set name = excluded.name, starts_on = excluded.starts_on, ends_on = excluded.ends_on, version = y.version + 1
        where y.school_id = excluded.school_id returning version`)
      if (!year) notFound('id')
      await tx.sql(sql`delete from calendar_day where year_id = ${input.id}`)
      await tx.sql(sql`insert into calendar_day (year_id, day, school_id, kind, title, as_weekday)
        select ${input.id}, t.date, ${input.schoolId}, t.kind, t.title, t."asWeekday"
        from jsonb_to_recordset(${JSON.stringify(input.calendar)}::jsonb) as t(date date, kind text, title text, "asWeekday" smallint)`)
      // One after another, so that a shift of two neighbours does not trip over the order.
      await tx.sql(sql`delete from reporting_period where year_id = ${input.id}`)
      await tx.sql(sql`insert into reporting_period (id, school_id, year_id, name, kind, starts_on, ends_on, from_grade, to_grade, version)
        select t.id, ${input.schoolId}, ${input.id}, t.name, t.kind, t."startsOn", t."endsOn", t."fromGrade", t."toGrade", ${year.version}
        from jsonb_to_recordset(${JSON.stringify(input.periods)}::jsonb)
          as t(id uuid, name text, kind text, "startsOn" date, "endsOn" date, "fromGrade" smallint, "toGrade" smallint)`)
    } catch (error) {
      const known = refusals[brokenConstraint(error) ?? '']
      if (known) refuse(...known)
      throw error
    }
    await appendLog(tx, 'roster', input.schoolId, ctx.now, actorIn(ctx, input.schoolId), [
      {
        act: 'setUpYear',
        subject: `year:${input.id}`,
        from: null,
        to: {
          name: input.name,
          startsOn: input.startsOn,
          endsOn: input.endsOn,
          periods: input.periods.length,
          calendar: input.calendar.length,
        },
      },
    ])
    await tell(tx, yearChanged, input.schoolId, [input.id], ctx)
    await tell(
      tx,
      periodChanged,
      input.schoolId,
      input.periods.map((period) => period.id),
      ctx,
    )
    return { year: { id: input.id } }
  })
}

function checkDays(input: SetUpYearInput): void {
  atMost(input.periods, 50, 'periods')
  atMost(input.calendar, 400, 'calendar')
  if (input.startsOn >= input.endsOn)
    refuse('BAD_INPUT', 'Учебный год кончается раньше, чем начинается.', 'endsOn')
  const outside = (day: string) => day < input.startsOn || day > input.endsOn
  input.periods.forEach((period, i) => {
    if (period.startsOn >= period.endsOn || outside(period.startsOn) || outside(period.endsOn)) {
      refuse('BAD_INPUT', `Период «${period.name}» не лежит внутри учебного года.`, [
        'periods',
        String(i),
        'startsOn',
      ])
    }
  })
  const stray = input.calendar.findIndex((day) => outside(day.date))
  if (stray >= 0)
    refuse('BAD_INPUT', `День ${input.calendar[stray]?.date} вне учебного года.`, [
      'calendar',
      String(stray),
      'date',
    ])
}
