/** What in the file does not fit together, apart from double-bookings: each is named, none stops the reading. */
import type { Gathering } from './elements.js'
import { lessonName } from './placements.js'
import { type AscLesson, type AscPeriod, clock, minutesOf } from './timetable.js'

const HOURS_TOLERANCE = 0.01

export function noteFaults(gathering: Gathering): void {
  noteBells(gathering)
  noteReferences(gathering)
  noteLessons(gathering)
  for (const { id, name, grade } of gathering.timetable.classes) {
    if (grade !== null) continue
    const message = `Из названия «${name}» не видно, какая это параллель`
    gathering.note('class', gathering.lineOf('class', id), 'CLASS_WITHOUT_GRADE', name, message)
  }
}

function noteBells(gathering: Gathering): void {
  const { periods } = gathering.timetable
  for (const period of periods) {
    const line = gathering.lineOf('period', String(period.number))
    if (period.startsAt === undefined || period.endsAt === undefined) {
      const message = `Звонок ${period.number}: начало и конец урока не указаны или не читаются`
      gathering.note('period', line, 'BELL_WITHOUT_TIMES', period.name, message)
      continue
    }
    const named = timesInName(period)
    if (!named || (named.from === period.startsAt && named.to === period.endsAt)) continue
    const message =
      `Звонок ${period.number}: в названии «${period.name}» стоит ${clock(named.from)}–${clock(named.to)}, ` +
      `а начало и конец — ${clock(period.startsAt)}–${clock(period.endsAt)}; взяты начало и конец`
    gathering.note('period', line, 'BELL_NAME_DIFFERS', period.name, message)
  }
  for (const [index, one] of periods.entries()) {
    for (const other of periods.slice(index + 1)) {
      if (!overlap(one, other)) continue
      const message =
        `Звонки ${one.number} и ${other.number} идут одновременно (${span(one)} и ${span(other)}): ` +
        'в школе не одно расписание звонков, занятость считается по часам'
      const line = gathering.lineOf('period', String(other.number))
      gathering.note('period', line, 'BELLS_OVERLAP', `${one.number}, ${other.number}`, message)
    }
  }
}

function timesInName(period: AscPeriod): { from: number; to: number } | undefined {
  const found = /(\d{1,2}[:.]\d{2})\s*[-–—]\s*(\d{1,2}[:.]\d{2})/.exec(`${period.name} ${period.short}`)
  const from = minutesOf(found?.[1] ?? '')
  const to = minutesOf(found?.[2] ?? '')
  return from === undefined || to === undefined ? undefined : { from, to }
}

export function overlap(one: AscPeriod, other: AscPeriod): boolean {
  if (one.startsAt === undefined || one.endsAt === undefined) return one.number === other.number
  if (other.startsAt === undefined || other.endsAt === undefined) return one.number === other.number
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt
}

function span({ startsAt = 0, endsAt = 0 }: AscPeriod): string {
  return `${clock(startsAt)}–${clock(endsAt)}`
}

function noteReferences(gathering: Gathering): void {
  const { timetable } = gathering
  const known = {
    subject: idsOf(timetable.subjects),
    teacher: idsOf(timetable.teachers),
    class: idsOf(timetable.classes),
    group: idsOf(timetable.groups),
    classroom: idsOf(timetable.rooms),
  }
  const check = (element: string, line: number, kind: keyof typeof known, ids: readonly string[]) => {
    for (const id of ids) {
      if (id === '' || known[kind].has(id)) continue
      gathering.note(
        element,
        line,
        'UNKNOWN_REFERENCE',
        id,
        `«${element}» ссылается на «${kind}» ${id}, которого в файле нет`,
      )
    }
  }
  for (const lesson of timetable.lessons) {
    const line = gathering.lineOf('lesson', lesson.id)
    check('lesson', line, 'subject', [lesson.subjectId])
    check('lesson', line, 'teacher', lesson.teacherIds)
    check('lesson', line, 'class', lesson.classIds)
    check('lesson', line, 'group', lesson.groupIds)
  }
  for (const group of timetable.groups)
    check('group', gathering.lineOf('group', group.id), 'class', [group.classId])
  for (const card of gathering.cards) check('card', card.line, 'classroom', card.roomIds)
}

function idsOf(list: readonly { id: string }[]): Set<string> {
  return new Set(list.map(({ id }) => id))
}

function noteLessons(gathering: Gathering): void {
  const { timetable } = gathering
  const held = new Map<string, number>()
  for (const { lessonId, days, weeks, terms } of timetable.placements) {
    // Hours are counted by the week: a lesson of every other week is half an hour.
    const share = (weeks.length / timetable.cycle.weeks) * (terms.length / timetable.cycle.terms)
    held.set(lessonId, (held.get(lessonId) ?? 0) + days.length * share)
  }
  for (const lesson of timetable.lessons) noteLesson(gathering, lesson, held.get(lesson.id))
}

function noteLesson(gathering: Gathering, lesson: AscLesson, held: number | undefined): void {
  const name = lessonName(gathering, lesson)
  const line = gathering.lineOf('lesson', lesson.id)
  if (lesson.teacherIds.length === 0) {
    gathering.note('lesson', line, 'LESSON_WITHOUT_TEACHER', name, `Без учителя: ${name}`)
  }
  if (lesson.teacherIds.length > 1) {
    const message = `Учителей больше одного: ${name}; записи ведёт первый`
    gathering.note('lesson', line, 'LESSON_SECOND_TEACHER', name, message)
  }
  if (lesson.classIds.length === 0) {
    gathering.note('lesson', line, 'LESSON_WITHOUT_CLASS', name, `Без класса: ${name}`)
  }
  if (held === undefined) {
    gathering.note('lesson', line, 'LESSON_WITHOUT_CARDS', name, `Не стоит в расписании ни разу: ${name}`)
  } else if (
    lesson.periodsPerWeek !== undefined &&
    Math.abs(held - lesson.periodsPerWeek) > HOURS_TOLERANCE
  ) {
    const message = `${name}: часов в неделю ${lesson.periodsPerWeek}, а в расписании стоит ${held}`
    gathering.note('lesson', line, 'LESSON_HOURS_DIFFER', name, message)
  }
}
