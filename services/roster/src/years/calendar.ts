// The calendar of a year that is under way: days that get, lose or move their lessons (A1.12).
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import { yearChanged } from '../../events.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { maySetUp } from '../policy.js'

/** What a day is instead of a day by the week's rule. */
export type SpecialDay = {
  readonly kind: string
  readonly title: string | null
  readonly asWeekday: number | null
}
/** By date; null is the week's rule. */
export type Days = Readonly<Record<string, SpecialDay | null>>

type DayChange = {
  date: string
  kind?: string | null
  title?: string | null
  asWeekday?: number | null
}
export type ChangeCalendarInput = {
  requestId?: string | null
  yearId: string
  days: DayChange[]
  reason: string
}
type Year = { id: string; schoolId: string; startsOn: string; endsOn: string; zone: string }

/** A summer by weeks and then some: more days in one act are a mistake. */
const mostDays = 120
const longestTitle = 200
const longestReason = 500

/** Makes days holidays, days off, quarantine or moved ones, or days by the week's rule again. */
export async function changeCalendar(ctx: Ctx, input: ChangeCalendarInput) {
  return mutation(ctx.db, ctx.scope, 'changeCalendar', input, async (tx) => {
    const year = await yearToChange(tx, input.yearId)
    if (!year || !maySetUp(ctx.viewer, year.schoolId)) return notFound('yearId')
    checkDays(input, year, dayIn(year.zone, ctx.now))
    const wanted: Days = Object.fromEntries(input.days.map((day) => [day.date, specialDay(day)]))
    const now = await daysOf(tx, year.id)
    const changed = Object.keys(wanted)
      .filter((date) => dayText(wanted[date]) !== dayText(now[date]))
      .sort()
    if (changed.length === 0) return { year: { id: year.id } }
    const part = (days: Days): Days => Object.fromEntries(changed.map((date) => [date, days[date] ?? null]))
    await setDays(tx, ctx, year, part(wanted))
    await appendLog(tx, 'roster', year.schoolId, ctx.now, actorIn(ctx, year.schoolId), [
      {
        act: 'changeCalendar',
        subject: `year:${year.id}`,
        from: part(now),
        to: part(wanted),
        texts: { reason: input.reason.trim() },
      },
    ])
    return { year: { id: year.id } }
  })
}

/** The year, locked for this transaction. */
export async function yearToChange(tx: Tx, id: string): Promise<Year | undefined> {
  const [year] = await tx.sql<Year>(sql`select y.id, y.school_id as "schoolId", y.starts_on as "startsOn",
    y.ends_on as "endsOn", s.time_zone as zone from academic_year y join school s on s.id = y.school_id
    where y.id::text = ${id} for update of y`)
  return year
}

export async function daysOf(tx: Tx, yearId: string): Promise<Days> {
  const rows = await tx.sql<SpecialDay & { date: string }>(
    sql`select day as date, kind, title, as_weekday as "asWeekday" from calendar_day where year_id = ${yearId}`,
  )
  return Object.fromEntries(rows.map(({ date, ...day }) => [date, day]))
}

/** Two days are the same when this is; null for a day by the week's rule. */
export const dayText = (day: SpecialDay | null | undefined): string | null =>
  day ? JSON.stringify([day.kind, day.title, day.asWeekday]) : null

/** Makes these days what they are given as, and tells the year. */
export async function setDays(
  tx: Tx,
  ctx: Ctx,
  year: { readonly id: string; readonly schoolId: string },
  days: Days,
): Promise<void> {
  const rows = Object.entries(days).flatMap(([date, day]) => (day ? [{ date, ...day }] : []))
  await tx.sql(
    sql`delete from calendar_day where year_id = ${year.id} and day = any(${Object.keys(days)}::date[])`,
  )
  await tx.sql(sql`insert into calendar_day (year_id, day, school_id, kind, title, as_weekday)
    select ${year.id}, t.date, ${year.schoolId}, t.kind, t.title, t."asWeekday"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(date date, kind text, title text, "asWeekday" smallint)`)
  await tx.sql(sql`update academic_year set version = version + 1 where id = ${year.id}`)
  await tell(tx, yearChanged, year.schoolId, [year.id], ctx)
}

const specialDay = ({ kind, title, asWeekday }: DayChange): SpecialDay | null =>
  kind ? { kind, title: title?.trim() || null, asWeekday: asWeekday ?? null } : null

function checkDays({ days, reason }: ChangeCalendarInput, year: Year, today: string): void {
  if (!reason.trim()) refuse('BAD_INPUT', 'Назовите основание: приказ или распоряжение.', 'reason')
  if (reason.length > longestReason)
    refuse('BAD_INPUT', `Основание длиннее ${longestReason} знаков.`, 'reason')
  if (days.length === 0 || days.length > mostDays)
    refuse('BAD_INPUT', `За один раз меняют от 1 до ${mostDays} дней.`, 'days')
  const seen = new Set<string>()
  days.forEach((day, i) => {
    const wrong = wrongIn(day, year, today, seen)
    if (wrong) refuse('BAD_INPUT', `${inWords(day.date)}: ${wrong[1]}`, ['days', String(i), wrong[0]])
    seen.add(day.date)
  })
}

function wrongIn(
  day: DayChange,
  year: Year,
  today: string,
  seen: ReadonlySet<string>,
): readonly [field: string, message: string] | null {
  if (seen.has(day.date)) return ['date', 'день назван дважды.']
  if (day.date < year.startsOn || day.date > year.endsOn) return ['date', 'день вне учебного года.']
  if (day.date < today)
    return ['date', 'день уже прошёл. Уроки, которых не было, отменяют на странице замен.']
  if ((day.kind === 'MOVED') !== (day.asWeekday != null))
    return ['asWeekday', 'день недели называют для перенесённого дня, и только для него.']
  if (day.asWeekday != null && (day.asWeekday < 1 || day.asWeekday > 7))
    return ['asWeekday', 'день недели — от 1 (понедельник) до 7.']
  return (day.title?.length ?? 0) > longestTitle
    ? ['title', `название длиннее ${longestTitle} знаков.`]
    : null
}

export const inWords = (date: string): string => date.split('-').toReversed().join('.')
