// Puts a week's lessons on hours: no teacher in two places, no subject twice on a day without need, no gaps. A local
// search: every class has its hours filled from the start, and pairs are exchanged while that removes clashes.
import { dailyLimit } from './curriculum.js'
import { Random } from './random.js'

/** One lesson a week of one class; two groups at the same hour are one unit with two teachers. */
export type Unit = {
  readonly classIndex: number
  readonly subjectKey: string
  /** Lessons of the subject in the week. */
  readonly hours: number
  readonly teachers: readonly number[]
  /** Indexes of the lines of the load that are given. */
  readonly lines: readonly number[]
}
/** weekday 1 Monday … 5 Friday; number from 1. */
export type Hour = { readonly weekday: number; readonly number: number }

const studyDays = 5
const hoursADay = 9

/** How many lessons each day has, Monday first: as even as can be, the longer days differ from class to class. */
export function dayLengths(grade: number, total: number, turn: number): number[] {
  const base = Math.floor(total / studyDays)
  const lengths = Array.from({ length: studyDays }, () => base)
  for (let i = 0; i < total - base * studyDays; i += 1) {
    const day = (turn + 2 * i + 1) % studyDays
    lengths[day] = base + 1
  }
  const limit = dailyLimit(grade) + (grade <= 4 ? 1 : 0)
  if (lengths.some((length) => length > limit))
    throw new Error(`grade ${grade}: more lessons than a day may have`)
  return lengths
}

type Placed = { readonly unit: Unit; hour: Hour; readonly fixed: boolean }

/**
 * An hour for each unit, in their order. `first` units stand on Monday's first hour («Разговоры о важном»); where a day
 * of grades 1 to 4 is longer than the limit, its last lesson is physical education.
 * Throws when no week without clashes was found.
 */
export function placeWeek(units: readonly Unit[], grades: readonly number[]): Hour[] {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const week = new Week(units, grades, new Random('place', attempt))
    if (week.solve()) return week.placed.map(({ hour }) => hour)
  }
  throw new Error('no timetable without clashes was found')
}

class Week {
  readonly placed: Placed[]
  private readonly byClass: Placed[][]
  /** By teacher and hour: how many lessons are given there. */
  private readonly busy = new Map<number, number>()
  /** By class, subject and day. */
  private readonly taught = new Map<string, number>()
  private readonly tabu = new Map<Placed, number>()

  constructor(
    units: readonly Unit[],
    grades: readonly number[],
    private readonly random: Random,
  ) {
    this.placed = startingPlaces(units, grades, random)
    this.byClass = grades.map((_, i) => this.placed.filter((one) => one.unit.classIndex === i && !one.fixed))
    for (const one of this.placed) this.count(one, one.hour, 1)
  }

  solve(): boolean {
    for (let step = 0; step < 40_000; step += 1) {
      const clashing = this.placed.filter((one) => !one.fixed && this.costOf(one, one.hour) > 0)
      if (clashing.length === 0) return this.placed.every((one) => this.costOf(one, one.hour) === 0)
      this.improve(this.random.pick(clashing), step)
    }
    return false
  }

  /** Exchanges a clashing lesson with the one of its class where that helps most. */
  private improve(one: Placed, step: number): void {
    let best: Placed | undefined
    let bestGain = -Infinity
    for (const other of this.byClass[one.unit.classIndex] ?? []) {
      if (other === one || (this.tabu.get(other) ?? -1) > step) continue
      const gain = this.gainOf(one, other) + this.random.next() * 0.5
      if (gain > bestGain) [best, bestGain] = [other, gain]
    }
    if (!best) return
    this.exchange(one, best)
    this.tabu.set(one, step + this.random.between(5, 15))
  }

  private gainOf(one: Placed, other: Placed): number {
    const before = this.costOf(one, one.hour) + this.costOf(other, other.hour)
    this.exchange(one, other)
    const after = this.costOf(one, one.hour) + this.costOf(other, other.hour)
    this.exchange(one, other)
    return before - after
  }

  private exchange(one: Placed, other: Placed): void {
    const [here, there] = [one.hour, other.hour]
    this.count(one, here, -1)
    this.count(other, there, -1)
    one.hour = there
    other.hour = here
    this.count(one, there, 1)
    this.count(other, here, 1)
  }

  private count(one: Placed, hour: Hour, by: 1 | -1): void {
    for (const teacher of one.unit.teachers) {
      const key = teacherHour(teacher, hour)
      this.busy.set(key, (this.busy.get(key) ?? 0) + by)
    }
    const key = subjectDay(one.unit, hour)
    this.taught.set(key, (this.taught.get(key) ?? 0) + by)
  }

  /** Clashes that a lesson takes part in where it stands. */
  private costOf(one: Placed, hour: Hour): number {
    let cost = 0
    for (const teacher of one.unit.teachers)
      cost += 3 * ((this.busy.get(teacherHour(teacher, hour)) ?? 0) - 1)
    const often = Math.ceil(one.unit.hours / studyDays)
    return cost + Math.max(0, (this.taught.get(subjectDay(one.unit, hour)) ?? 0) - often)
  }
}

const teacherHour = (teacher: number, hour: Hour): number =>
  (teacher * 10 + hour.weekday) * hoursADay + hour.number
const subjectDay = (unit: Unit, hour: Hour): string => `${unit.classIndex} ${unit.subjectKey} ${hour.weekday}`

function startingPlaces(units: readonly Unit[], grades: readonly number[], random: Random): Placed[] {
  const hours = grades.map((grade, i) => {
    const total = units.filter((unit) => unit.classIndex === i).length
    return dayLengths(grade, total, i).flatMap((length, day) =>
      Array.from({ length }, (_, n) => ({ weekday: day + 1, number: n + 1 })),
    )
  })
  const fixed = new Map<Unit, Hour>()
  grades.forEach((grade, i) => {
    const own = units.filter((unit) => unit.classIndex === i)
    const talk = own.find((unit) => unit.subjectKey === 'talk')
    if (talk) fixed.set(talk, { weekday: 1, number: 1 })
    const long = (hours[i] ?? []).find((hour) => grade <= 4 && hour.number > dailyLimit(grade))
    const sport = own.find((unit) => unit.subjectKey === 'sport')
    if (long && sport) fixed.set(sport, long)
  })
  const isFixed = (i: number, hour: Hour) =>
    units.some((unit) => unit.classIndex === i && same(fixed.get(unit), hour))
  const free = hours.map((list, i) => random.shuffled(list.filter((hour) => !isFixed(i, hour))))
  return units.map((unit) => {
    const known = fixed.get(unit)
    const hour = known ?? free[unit.classIndex]?.pop()
    if (!hour) throw new Error('a class has more lessons than hours')
    return { unit, hour, fixed: known !== undefined }
  })
}

const same = (one: Hour | undefined, other: Hour): boolean =>
  one?.weekday === other.weekday && one.number === other.number
