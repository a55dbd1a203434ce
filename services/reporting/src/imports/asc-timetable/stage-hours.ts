// Bells and lessons of the week of a timetable file.
import type { ImportProblem, StagedBells, StagedLesson } from '../staged.js'
import { clock, type AscPeriod, type AscTimetable } from './timetable.js'

/** A cycle of more weeks than a slot's mask holds. */
const longestCycle = 8

export function stageHours(
  file: AscTimetable,
  courseOf: ReadonlyMap<string, string>,
  term: number,
  problems: ImportProblem[],
): { bells: StagedBells[]; lessons: StagedLesson[] } {
  const { bells, scheduleOf } = bellsOf(file)
  const lessons = new Map<string, StagedLesson>()
  if (file.cycle.weeks > longestCycle)
    problems.push({
      line: null,
      code: 'CYCLE_TOO_LONG',
      message: `Цикл из ${file.cycle.weeks} недель: уроки поставлены на каждую неделю`,
    })
  const shared = file.placements.filter(({ roomIds }) => roomIds.length > 1)
  if (shared[0])
    problems.push({
      line: shared[0].line,
      column: 'card',
      code: 'SECOND_ROOM',
      message: `Уроков, которым назван не один кабинет: ${shared.length}. Записан первый.`,
      count: shared.length,
    })
  for (const { lessonId, period, days, weeks, terms, roomIds, line } of file.placements) {
    const course = courseOf.get(lessonId)
    if (!course || (file.cycle.terms > 1 && !terms.includes(term))) continue
    const schedule = scheduleOf.get(period)
    if (!schedule) {
      const message = `Урок в час ${period}: у этого звонка нет времени, урок не поставлен`
      problems.push({
        line,
        column: 'card',
        code: 'CARD_IN_HOUR_WITHOUT_TIMES',
        message,
        value: String(period),
      })
      continue
    }
    const mask = Array.from({ length: file.cycle.weeks }, (_, week) =>
      weeks.includes(week) ? '1' : '0',
    ).join('')
    const everyWeek = !mask.includes('0') || mask.length > longestCycle
    for (const day of days) {
      const weekday = (day % 7) + 1
      const key = [course, weekday, period, everyWeek ? '' : mask].join(' ').trim()
      if (lessons.has(key)) {
        const message = `Этот урок стоит на этом месте дважды: взят один раз`
        problems.push({ line, column: 'card', code: 'CARD_TWICE', message, value: `${weekday}, ${period}` })
        continue
      }
      lessons.set(key, {
        key,
        line,
        course,
        weekday,
        number: period,
        bells: schedule,
        room: roomIds[0] ?? null,
        weeks: everyWeek ? null : mask,
      })
    }
  }
  return { bells, lessons: [...lessons.values()] }
}

/**
 * Hours that overlap by the clock (shifts) cannot be in one bell schedule: there are as many as needed. Times are those
 * of the attributes, whatever the name of the hour says.
 */
function bellsOf(file: AscTimetable): { bells: StagedBells[]; scheduleOf: Map<number, string> } {
  const schedules: AscPeriod[][] = []
  const scheduleOf = new Map<number, string>()
  for (const period of file.periods) {
    const { number, startsAt, endsAt } = period
    if (startsAt === undefined || endsAt === undefined || startsAt >= endsAt || scheduleOf.has(number))
      continue
    const meets = (other: AscPeriod) => startsAt < (other.endsAt ?? 0) && (other.startsAt ?? 0) < endsAt
    let at = schedules.findIndex((periods) => !periods.some(meets))
    if (at < 0) at = schedules.push([]) - 1
    schedules[at]?.push(period)
    scheduleOf.set(number, String(at + 1))
  }
  const bells = schedules.map((periods, i) => ({
    key: String(i + 1),
    line: 1,
    name: i === 0 ? 'Звонки из файла' : `Звонки из файла, ${i + 1}`,
    bells: periods.map(({ number, startsAt = 0, endsAt = 0 }) => ({
      number,
      startsAt: clock(startsAt),
      endsAt: clock(endsAt),
    })),
  }))
  return { bells, scheduleOf }
}
