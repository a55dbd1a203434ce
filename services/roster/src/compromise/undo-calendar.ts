// Days of the calendar that a stolen login changed.
import { z } from 'zod'
import { dayIn } from '@zhurnal/kit/time'
import {
  daysOf,
  dayText,
  inWords,
  setDays,
  yearToChange,
  type Days,
  type SpecialDay,
} from '../years/calendar.js'
import { bothWays, cannot, idOf, stayNote, turnFields, type Side, type Step, type Way } from './outcome.js'

const daysSchema = z.record(
  z.string(),
  z.object({ kind: z.string(), title: z.string().nullable(), asWeekday: z.number().nullable() }).nullable(),
)

const calendarDays =
  (side: Side): Step =>
  async (tx, ctx, entry) => {
    const year = await yearToChange(tx, idOf(entry.subject))
    if (!year) return cannot('Такого учебного года уже нет.')
    const [from, to] = [daysSchema.parse(entry.from), daysSchema.parse(entry.to)]
    const days = Object.keys(to)
    const texts = (all: Days) => Object.fromEntries(days.map((date) => [date, dayText(all[date])]))
    const [was, is, now] = [texts(from), texts(to), texts(await daysOf(tx, year.id))]
    const changes = Object.fromEntries(
      days.map((date) => [date, { from: was[date] ?? null, to: is[date] ?? null }]),
    )
    const { set, stays } = turnFields(changes, now, side)
    const goal: Readonly<Record<string, SpecialDay | null>> = side === 'from' ? from : to
    const turned = Object.keys(set)
    if (turned.length > 0)
      await setDays(tx, ctx, year, Object.fromEntries(turned.map((date) => [date, goal[date] ?? null])))
    const past = turned.filter((date) => date < dayIn(year.zone, ctx.now))
    const { note } = stayNote(stays.map(inWords), {})
    const lessons =
      past.length > 0 && `Уроки прошедших дней остались как есть: ${past.map(inWords).join(', ')}.`
    const notes = [note, lessons].filter(Boolean)
    return notes.length > 0 ? { note: notes.join(' ') } : {}
  }

export const calendarWays: Readonly<Record<string, Way>> = { changeCalendar: bothWays(calendarDays) }
