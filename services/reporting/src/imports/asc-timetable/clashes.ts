/**
 * Double-bookings by the clock: one teacher, room, class or group in two lessons at once. Numbers of periods are not enough:
 * a school with several bell schedules has different numbers for the same minutes, and one number for different ones.
 */
import type { Gathering } from './elements.js'
import { overlap } from './faults.js'
import { lessonName } from './placements.js'
import {
  type AscGroup,
  type AscLesson,
  type AscPeriod,
  type AscPlacement,
  type AscProblemCode,
  clock,
  dayName,
} from './timetable.js'

interface Held {
  placement: AscPlacement
  lesson: AscLesson
  period: AscPeriod
}
/** Who or what is taken up: lessons are compared within one of them only. */
interface Resource {
  kind: 'TEACHER' | 'ROOM' | 'CLASS'
  id: string
}

const TITLES: Record<string, string> = {
  TEACHER: 'Учитель',
  ROOM: 'Кабинет',
  CLASS: 'Класс',
  GROUP: 'Группа',
}

/** One resource taken up by two or more lessons at the same minutes of one day. */
interface Clash {
  kind: string
  id: string
  day: number
  held: Set<Held>
  /** in how many weeks of the cycle and terms */
  times: number
}

/** Notes each resource and hour once, however many lessons meet there; all of them are named. */
export function noteClashes(gathering: Gathering): void {
  const groups = new Map(gathering.timetable.groups.map((group) => [group.id, group]))
  for (const [key, list] of byResource(gathering)) {
    const [kind = '', id = ''] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)]
    const clashes: Clash[] = []
    for (const [index, one] of list.entries()) {
      for (const other of list.slice(index + 1)) {
        if (one.lesson === other.lesson || !overlap(one.period, other.period)) continue
        const who = kind === 'CLASS' ? classClash(id, one.lesson, other.lesson, groups) : { kind, id }
        if (who) for (const clash of meetings(who, one, other)) join(clashes, clash)
      }
    }
    for (const clash of clashes) noteClash(gathering, clash)
  }
}

function meetings(who: { kind: string; id: string }, one: Held, other: Held): Clash[] {
  const weeks = common(one.placement.weeks, other.placement.weeks)
  const terms = common(one.placement.terms, other.placement.terms)
  const times = weeks.length * terms.length
  if (times === 0) return []
  return common(one.placement.days, other.placement.days).map((day) => ({
    ...who,
    day,
    held: new Set([one, other]),
    times,
  }))
}

/** Three lessons at one hour are three pairs and one clash. */
function join(clashes: Clash[], clash: Clash): void {
  const isSame = (known: Clash) =>
    known.kind === clash.kind &&
    known.id === clash.id &&
    known.day === clash.day &&
    [...clash.held].some((h) => known.held.has(h))
  const [first, ...rest] = clashes.filter(isSame)
  if (!first) {
    clashes.push(clash)
    return
  }
  for (const part of [clash, ...rest]) {
    for (const held of part.held) first.held.add(held)
    first.times = Math.max(first.times, part.times)
  }
  for (const part of rest) clashes.splice(clashes.indexOf(part), 1)
}

/** `KIND id` → all that takes it up. */
function byResource({ timetable }: Gathering): Map<string, Held[]> {
  const lessons = new Map(timetable.lessons.map((lesson) => [lesson.id, lesson]))
  const periods = new Map(timetable.periods.map((period) => [period.number, period]))
  const taken = new Map<string, Held[]>()
  for (const placement of timetable.placements) {
    const lesson = lessons.get(placement.lessonId)
    const period = periods.get(placement.period)
    if (!lesson || !period) continue
    const resources: Resource[] = [
      ...lesson.teacherIds.map((id) => ({ kind: 'TEACHER' as const, id })),
      ...placement.roomIds.map((id) => ({ kind: 'ROOM' as const, id })),
      ...lesson.classIds.map((id) => ({ kind: 'CLASS' as const, id })),
    ]
    for (const { kind, id } of resources) {
      const key = `${kind} ${id}`
      const list = taken.get(key)
      if (list) list.push({ placement, lesson, period })
      else taken.set(key, [{ placement, lesson, period }])
    }
  }
  return taken
}

/**
 * Two lessons of a class may run at once only for different groups of one division: groups of two divisions have pupils
 * in common, and the whole class has all of them.
 */
function classClash(
  classId: string,
  one: AscLesson,
  other: AscLesson,
  groups: ReadonlyMap<string, AscGroup>,
): { kind: string; id: string } | undefined {
  const partsOf = (lesson: AscLesson) =>
    lesson.groupIds.flatMap((id) => {
      const group = groups.get(id)
      return group?.classId === classId && !group.entireClass ? [group] : []
    })
  const [some, others] = [partsOf(one), partsOf(other)]
  const shared = some.find((group) => others.includes(group))
  if (shared) return { kind: 'GROUP', id: shared.id }
  const areWhole = some.length === 0 || others.length === 0
  const divisions = new Set([...some, ...others].map((group) => group.division))
  return areWhole || divisions.size > 1 ? { kind: 'CLASS', id: classId } : undefined
}

function noteClash(gathering: Gathering, clash: Clash): void {
  const name = nameOf(gathering, clash)
  const held = [...clash.held].sort((a, b) => a.placement.line - b.placement.line)
  const [first] = held
  if (!first) return
  const { startsAt, number } = first.period
  const at = startsAt === undefined ? `${number}-й урок` : clock(startsAt)
  const lessons = held.map(({ lesson }) => lessonName(gathering, lesson)).join(' и ')
  const message = `${TITLES[clash.kind] ?? ''} «${name}» на нескольких уроках сразу, ${dayName(clash.day)}, ${at}: ${lessons}`
  gathering.note('card', first.placement.line, codeOf(clash.kind), name, message, clash.times)
}

function codeOf(kind: string): AscProblemCode {
  if (kind === 'TEACHER') return 'TEACHER_TWICE'
  if (kind === 'ROOM') return 'ROOM_TWICE'
  return kind === 'GROUP' ? 'GROUP_TWICE' : 'CLASS_TWICE'
}

function nameOf({ timetable }: Gathering, { kind, id }: { kind: string; id: string }): string {
  const named = (list: readonly { id: string; name: string }[]) =>
    list.find((item) => item.id === id)?.name ?? id
  if (kind === 'TEACHER') return named(timetable.teachers)
  if (kind === 'ROOM') return named(timetable.rooms)
  if (kind === 'CLASS') return named(timetable.classes)
  const group = timetable.groups.find((item) => item.id === id)
  const schoolClass = timetable.classes.find((item) => item.id === group?.classId)
  return [schoolClass?.name, group?.name ?? id].filter(Boolean).join(', ')
}

function common(some: readonly number[], others: readonly number[]): number[] {
  return some.filter((value) => others.includes(value))
}
