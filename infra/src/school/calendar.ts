// The school year that `npm run school -- create` begins with: the usual one, or that of a file.
import { readFileSync } from 'node:fs'
import { addDays, isDay } from '@zhurnal/kit/time'
import { z } from 'zod'
import { Complaint } from '../complaint.js'
import { idsOf } from '../demo/ids.js'
import { planYear } from '../demo/year.js'

export const periodSystems = ['quarters', 'trimesters', 'half-years'] as const
export type PeriodSystem = (typeof periodSystems)[number]

export type Period = {
  name: string
  kind: 'QUARTER' | 'TRIMESTER' | 'HALF_YEAR' | 'YEAR'
  startsOn: string
  endsOn: string
  fromGrade: number
  toGrade: number
}
export type CalendarDay = {
  date: string
  kind: 'HOLIDAY' | 'DAY_OFF' | 'MOVED' | 'QUARANTINE'
  title: string
  asWeekday?: number | undefined
}
export type SchoolYear = {
  name: string
  startsOn: string
  endsOn: string
  periods: Period[]
  calendar: CalendarDay[]
}

/** The school year that a day is in; from June on the one to come (2026 for 2026/27). */
export function yearOf(today: string): number {
  const [year = 0, month = 0] = today.split('-').map(Number)
  return month >= 6 ? year : year - 1
}

const publicHolidays: readonly (readonly [monthDay: string, title: string])[] = [
  ['11-04', 'День народного единства'],
  ['02-23', 'День защитника Отечества'],
  ['03-08', 'Международный женский день'],
  ['05-01', 'Праздник Весны и Труда'],
  ['05-09', 'День Победы'],
]

/**
 * The usual year from the first of September `start`: periods, school holidays of a week in autumn and spring and over
 * the New Year, public holidays on their dates. What the government moves from year to year is not in it.
 */
export function usualYear(start: number, system: PeriodSystem): SchoolYear {
  const plan = planYear(idsOf(String(start)), start)
  const { name, startsOn, endsOn } = plan
  const kinds = (kind: Period['kind']) =>
    plan.periods
      .filter((period) => period.kind === kind)
      .map(({ id: _, ...period }): Period => ({ ...period }))
  const periods: Readonly<Record<PeriodSystem, Period[]>> = {
    quarters: [...kinds('QUARTER'), ...kinds('HALF_YEAR')],
    trimesters: [...trimesters(start, plan.lessonsEndOn), ...kinds('HALF_YEAR')],
    'half-years': kinds('HALF_YEAR').map((period) => ({ ...period, fromGrade: 1 })),
  }
  const holidays = plan.calendar.filter((day) => day.kind === 'HOLIDAY')
  const taken = new Set(holidays.map((day) => day.date))
  const daysOff = publicHolidays
    .map(([monthDay, title]): CalendarDay => {
      const year = monthDay > '08' ? start : start + 1
      return { date: `${year}-${monthDay}`, kind: 'DAY_OFF', title }
    })
    .filter((day) => !taken.has(day.date))
  const calendar: CalendarDay[] = [
    ...holidays.map(({ date, title }): CalendarDay => ({ date, kind: 'HOLIDAY', title })),
    ...daysOff,
  ].sort((a, b) => a.date.localeCompare(b.date))
  return { name, startsOn, endsOn, periods: [...periods[system], ...kinds('YEAR')], calendar }
}

function trimesters(start: number, lessonsEndOn: string): Period[] {
  const spans = [
    [`${start}-09-01`, `${start}-11-30`],
    [`${start}-12-01`, addDays(`${start + 1}-03-01`, -1)],
    [`${start + 1}-03-01`, lessonsEndOn],
  ] as const
  return spans.map(([startsOn, endsOn], i) => ({
    name: `${i + 1} триместр`,
    kind: 'TRIMESTER',
    startsOn,
    endsOn,
    fromGrade: 1,
    toGrade: 9,
  }))
}

const day = z.string().refine(isDay, 'не день вида 2026-09-01')
const fileSchema = z.strictObject({
  startsOn: day,
  endsOn: day,
  periods: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        kind: z.enum(['QUARTER', 'TRIMESTER', 'HALF_YEAR', 'YEAR']),
        startsOn: day,
        endsOn: day,
        fromGrade: z.number().int().min(1).max(11),
        toGrade: z.number().int().min(1).max(11),
      }),
    )
    .min(1)
    .max(50),
  days: z.array(
    z.strictObject({
      from: day,
      until: day.optional(),
      kind: z.enum(['HOLIDAY', 'DAY_OFF', 'MOVED', 'QUARANTINE']),
      title: z.string().default(''),
      asWeekday: z.number().int().min(1).max(7).optional(),
    }),
  ),
})
type CalendarFile = z.infer<typeof fileSchema>

/** The year of a file (docs/getting-started.md). Throws Complaint that says where the file is wrong. */
export function yearOfFile(file: string): SchoolYear {
  const wrong = (what: string): never => {
    throw new Complaint(`Календарь ${file}: ${what}.`)
  }
  const parsed = fileSchema.safeParse(readJson(file, wrong))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return wrong(`${issue?.path.join('.') || 'файл'}: ${issue?.message ?? 'не подходит'}`)
  }
  const { startsOn, endsOn, periods, days } = parsed.data
  const fault = faultOf(parsed.data)
  if (fault) return wrong(fault)
  const calendar = days.flatMap(({ from, until = from, kind, title, asWeekday }) => {
    const dates: string[] = []
    for (let date = from; date <= until; date = addDays(date, 1)) dates.push(date)
    return dates.map((date): CalendarDay => ({ date, kind, title, asWeekday }))
  })
  const twice = calendar.find((one, i) => calendar.findIndex((other) => other.date === one.date) < i)
  if (twice) return wrong(`день ${twice.date} назван дважды`)
  if (calendar.length > 400) return wrong(`дней ${calendar.length}, а бывает не больше 400`)
  const name = `${startsOn.slice(0, 4)}/${endsOn.slice(2, 4)}`
  return { name, startsOn, endsOn, periods, calendar }
}

function readJson(file: string, wrong: (what: string) => never): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    return wrong(error instanceof SyntaxError ? 'это не JSON' : 'файл не читается')
  }
}

/** What roster would refuse, said before anything is written. */
function faultOf({ startsOn, endsOn, periods, days }: CalendarFile): string | undefined {
  if (startsOn >= endsOn) return 'год кончается раньше, чем начинается'
  const outside = (from: string, until: string) => from > until || from < startsOn || until > endsOn
  const stray = periods.find((one) => one.startsOn >= one.endsOn || outside(one.startsOn, one.endsOn))
  if (stray) return `период «${stray.name}» не лежит внутри года`
  const grades = periods.find((one) => one.fromGrade > one.toGrade)
  if (grades) return `у периода «${grades.name}» первая параллель больше последней`
  const clash = periods.find((one, i) => periods.slice(0, i).some((other) => overlap(one, other)))
  if (clash) return `период «${clash.name}» пересекается с другим того же вида`
  const strayDay = days.find(({ from, until = from }) => outside(from, until))
  if (strayDay) return `дни с ${strayDay.from} не лежат внутри года`
  const moved = days.find((one) => (one.kind === 'MOVED') !== (one.asWeekday !== undefined))
  return moved ? `день ${moved.from}: asWeekday называют для MOVED, и только для него` : undefined
}

const overlap = (a: Period, b: Period): boolean =>
  a.kind === b.kind &&
  a.startsOn <= b.endsOn &&
  b.startsOn <= a.endsOn &&
  a.fromGrade <= b.toGrade &&
  b.fromGrade <= a.toGrade

const short = (date: string): string => date.split('-').reverse().join('.')
const span = (from: string, until: string): string =>
  from === until ? short(from) : `${short(from)} – ${short(until)}`

/** Which dates were taken, a line each, for the person at the terminal. */
export function inWords(year: SchoolYear): string[] {
  const spans: { title: string; kind: string; from: string; until: string }[] = []
  for (const { date, title, kind } of year.calendar) {
    const last = spans.at(-1)
    if (last && last.title === title && last.kind === kind && addDays(last.until, 1) === date)
      last.until = date
    else spans.push({ title, kind, from: date, until: date })
  }
  return [
    `Учебный год ${year.name}: ${span(year.startsOn, year.endsOn)}`,
    ...year.periods.map(
      (one) => `  ${one.name}: ${span(one.startsOn, one.endsOn)} (${one.fromGrade}–${one.toGrade} классы)`,
    ),
    'Без уроков:',
    ...spans.map((one) => `  ${span(one.from, one.until)} ${one.title}`),
  ]
}
