// Bells and weekly slots of a timetable file.
import type { AscTimetable } from '@zhurnal/reporting/imports/asc-timetable'
import type { Doubt } from './asc-learners.js'
import type { Ids } from './ids.js'
import type { BellsPlan, RoomLine, SlotPlan, SubjectLine } from './school-plan.js'

type Period = AscTimetable['periods'][number]
type Named = AscTimetable['subjects'][number]

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/**
 * Bell schedules: hours that overlap by the clock (shifts) cannot be in one, so there are as many as needed. Times are
 * those of the file's attributes, whatever the name of the hour says. Gives where each hour of the file stands.
 */
export function bellsOf(
  ids: Ids,
  file: AscTimetable,
  doubts: Doubt[],
): { bells: BellsPlan[]; scheduleOf: Map<number, string> } {
  const schedules: { id: string; periods: Period[] }[] = []
  const scheduleOf = new Map<number, string>()
  for (const period of file.periods) {
    const { number, startsAt, endsAt } = period
    if (startsAt === undefined || endsAt === undefined || startsAt >= endsAt) {
      doubts.push({ code: 'HOUR_WITHOUT_TIMES', value: period.name || String(number) })
      continue
    }
    if (scheduleOf.has(number)) {
      doubts.push({ code: 'HOUR_NUMBER_TWICE', value: String(number) })
      continue
    }
    const meets = (other: Period) => startsAt < (other.endsAt ?? 0) && (other.startsAt ?? 0) < endsAt
    let schedule = schedules.find(({ periods }) => !periods.some(meets))
    if (!schedule) {
      schedule = { id: ids.of('bells', schedules.length + 1), periods: [] }
      schedules.push(schedule)
    }
    schedule.periods.push(period)
    scheduleOf.set(number, schedule.id)
  }
  const bells = schedules.map(({ id, periods }, i) => ({
    id,
    name: i === 0 ? 'Звонки из файла' : `Звонки из файла, ${i + 1}`,
    bells: periods.map(({ number, startsAt = 0, endsAt = 0 }) => ({
      number,
      startsAt: clock(startsAt),
      endsAt: clock(endsAt),
    })),
  }))
  return { bells, scheduleOf }
}

/** Names of a directory are unique in a school: what the file names twice becomes one. */
function byName(
  list: readonly Named[],
  what: string,
): Map<string, { name: string; short: string; ids: string[] }> {
  const known = new Map<string, { name: string; short: string; ids: string[] }>()
  for (const one of list) {
    const name = one.name.trim() || one.short.trim() || `${what} ${one.id}`
    const line = known.get(name) ?? { name, short: one.short.trim() || name, ids: [] }
    line.ids.push(one.id)
    known.set(name, line)
  }
  return known
}

// Talks of the class teacher are kept, and nobody is marked for them.
const withoutMarks = /разговор|классный час|внеурочн|кл\.?\s*час/i

export function subjectsOf(
  ids: Ids,
  file: AscTimetable,
): { subjects: SubjectLine[]; subjectOf: Map<string, SubjectLine> } {
  const subjectOf = new Map<string, SubjectLine>()
  const subjects = [...byName(file.subjects, 'Предмет').values()].map(({ name, short, ids: same }) => {
    const line = {
      id: ids.of('subject', name),
      name,
      shortName: short,
      withoutAttestation: withoutMarks.test(name),
    }
    for (const id of same) subjectOf.set(id, line)
    return line
  })
  return { subjects, subjectOf }
}

export function roomsOf(ids: Ids, file: AscTimetable): { rooms: RoomLine[]; roomOf: Map<string, string> } {
  const roomOf = new Map<string, string>()
  const rooms = [...byName(file.rooms, 'Кабинет').values()].map(({ name, ids: same }) => {
    const id = ids.of('room', name)
    for (const one of same) roomOf.set(one, id)
    return { id, name, capacity: null }
  })
  return { rooms, roomOf }
}

/** Slots of the week; a card of another term than `term` (from 0), or of an hour without times, gives none. */
export function slotsOf(
  ids: Ids,
  file: AscTimetable,
  parts: {
    readonly courseOf: ReadonlyMap<string, string>
    readonly roomOf: ReadonlyMap<string, string>
    readonly scheduleOf: ReadonlyMap<number, string>
    readonly term: number
  },
  doubts: Doubt[],
): SlotPlan[] {
  const slots = new Map<string, SlotPlan>()
  for (const { lessonId, period, days, weeks, terms, roomIds } of file.placements) {
    const courseId = parts.courseOf.get(lessonId)
    if (!courseId || (file.cycle.terms > 1 && !terms.includes(parts.term))) continue
    const bellScheduleId = parts.scheduleOf.get(period)
    if (!bellScheduleId) {
      doubts.push({ code: 'CARD_IN_HOUR_WITHOUT_TIMES', value: `урок ${lessonId}, час ${period}` })
      continue
    }
    const mask = Array.from({ length: file.cycle.weeks }, (_, week) =>
      weeks.includes(week) ? '1' : '0',
    ).join('')
    const everyWeek = !mask.includes('0') || mask.length > 8
    if (mask.length > 8) doubts.push({ code: 'CYCLE_TOO_LONG', value: mask })
    for (const day of days) {
      const weekday = (day % 7) + 1
      const id = ids.of('slot', courseId, weekday, period, mask)
      if (slots.has(id))
        doubts.push({ code: 'CARD_TWICE', value: `урок ${lessonId}, день ${weekday}, час ${period}` })
      const roomId = roomIds.flatMap((one) => parts.roomOf.get(one) ?? [])[0] ?? null
      slots.set(id, {
        id,
        courseId,
        weekday,
        number: period,
        bellScheduleId,
        roomId,
        weeks: everyWeek ? null : mask,
      })
    }
  }
  return [...slots.values()]
}
