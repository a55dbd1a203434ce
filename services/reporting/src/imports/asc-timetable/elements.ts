/** XML elements to records. Both generations of names are read: `classids` and `classid`, `days="10000"` and `day="0"`. */
import { type AscProblem, type AscProblemCode, type AscTimetable, minutesOf } from './timetable.js'

export interface XmlElement {
  name: string
  line: number
  attributes: ReadonlyMap<string, string>
}

/** A card as it stands, before it is known whether it stands for one period or for all of a double lesson. */
export interface AscCard {
  lessonId: string
  period: number
  days: number[]
  weeks: number[]
  terms: number[]
  roomIds: string[]
  line: number
}

/** The records under construction, with the line of each element for the checks that come after. */
export class Gathering {
  readonly timetable: AscTimetable = {
    madeBy: '',
    encoding: '',
    cycle: { days: 0, weeks: 1, terms: 1 },
    periods: [],
    subjects: [],
    teachers: [],
    buildings: [],
    rooms: [],
    classes: [],
    groups: [],
    lessons: [],
    cards: 0,
    placements: [],
    lines: new Map(),
    problems: [],
  }
  readonly cards: AscCard[] = []

  note(
    element: string,
    line: number,
    code: AscProblemCode,
    value: string,
    message: string,
    count?: number,
  ): void {
    const problem: AscProblem = { line, code, message, value, element }
    this.timetable.problems.push(count === undefined || count === 1 ? problem : { ...problem, count })
  }

  lineOf(element: string, id: string): number {
    return this.timetable.lines.get(`${element} ${id}`) ?? 1
  }

  /** Takes one element of the file; names that are not known are passed over, other versions have more of them. */
  take(element: XmlElement): void {
    const take = TAKERS[element.name]
    take?.(this, element)
  }
}

const TAKERS: Record<string, (gathering: Gathering, element: XmlElement) => void> = {
  timetable: ({ timetable }, element) => {
    timetable.madeBy = attribute(element, 'ascttversion', 'displayname')
  },
  period: takePeriod,
  weeksdef: ({ timetable }, element) => widen(timetable.cycle, 'weeks', attribute(element, 'weeks')),
  termsdef: ({ timetable }, element) => widen(timetable.cycle, 'terms', attribute(element, 'terms')),
  daysdef: ({ timetable }, element) => widen(timetable.cycle, 'days', attribute(element, 'days')),
  subject: (gathering, element) =>
    takeNamed(gathering, element, gathering.timetable.subjects, (named) => named),
  teacher: (gathering, element) =>
    takeNamed(gathering, element, gathering.timetable.teachers, (named) => ({
      ...named,
      ...optional('firstName', attribute(element, 'firstname')),
      ...optional('lastName', attribute(element, 'lastname')),
    })),
  building: (gathering, element) =>
    takeNamed(gathering, element, gathering.timetable.buildings, (named) => named),
  classroom: (gathering, element) =>
    takeNamed(gathering, element, gathering.timetable.rooms, (named) => ({
      ...named,
      ...optional('buildingId', attribute(element, 'buildingid')),
    })),
  class: (gathering, element) =>
    takeNamed(gathering, element, gathering.timetable.classes, (named) => ({
      ...named,
      grade: gradeOf(attribute(element, 'grade'), named.name, named.short),
      ...optional('classTeacherId', attribute(element, 'teacherid')),
    })),
  group: (gathering, element) =>
    takeNamed(gathering, element, gathering.timetable.groups, ({ id, name }) => ({
      id,
      name,
      classId: attribute(element, 'classid'),
      entireClass: attribute(element, 'entireclass') === '1',
      division: attribute(element, 'divisiontag', 'division'),
    })),
  lesson: (gathering, element) =>
    takeNamed(gathering, element, gathering.timetable.lessons, ({ id }) => ({
      id,
      subjectId: attribute(element, 'subjectid'),
      classIds: list(element, 'classids', 'classid'),
      groupIds: list(element, 'groupids', 'groupid'),
      teacherIds: list(element, 'teacherids', 'teacherid'),
      roomIds: list(element, 'classroomids', 'classroomid'),
      periodsPerCard: Math.max(
        1,
        Math.round(decimal(attribute(element, 'periodspercard', 'durationperiods')) ?? 1),
      ),
      ...optionalNumber(decimal(attribute(element, 'periodsperweek'))),
    })),
  card: takeCard,
}

function takeNamed<T extends { id: string }>(
  gathering: Gathering,
  element: XmlElement,
  into: T[],
  make: (named: { id: string; name: string; short: string }) => T,
): void {
  const id = attribute(element, 'id')
  const name = attribute(element, 'name')
  const { name: tag, line } = element
  if (id === '') {
    gathering.note(
      tag,
      line,
      'ELEMENT_WITHOUT_ID',
      name,
      `Элемент «${tag}» без номера пропущен: ${name || 'без названия'}`,
    )
    return
  }
  const key = `${tag} ${id}`
  if (gathering.timetable.lines.has(key)) {
    gathering.note(
      tag,
      line,
      'REPEATED_ID',
      id,
      `Номер ${id} уже занят другим элементом «${tag}»; этот пропущен`,
    )
    return
  }
  gathering.timetable.lines.set(key, line)
  into.push(make({ id, name, short: attribute(element, 'short') || name }))
}

function takePeriod({ timetable }: Gathering, element: XmlElement): void {
  const number = Number(attribute(element, 'period') || attribute(element, 'name'))
  if (!Number.isInteger(number)) return
  const startsAt = minutesOf(attribute(element, 'starttime'))
  const endsAt = minutesOf(attribute(element, 'endtime'))
  const hasTimes = startsAt !== undefined && endsAt !== undefined && startsAt < endsAt
  timetable.lines.set(`period ${number}`, element.line)
  timetable.periods.push({
    number,
    name: attribute(element, 'name'),
    short: attribute(element, 'short'),
    ...(hasTimes ? { startsAt, endsAt } : {}),
  })
}

function takeCard(gathering: Gathering, element: XmlElement): void {
  const { cycle } = gathering.timetable
  const days = attribute(element, 'days')
  const day = attribute(element, 'day')
  widen(cycle, 'days', days)
  widen(cycle, 'weeks', attribute(element, 'weeks'))
  widen(cycle, 'terms', attribute(element, 'terms'))
  gathering.timetable.cards += 1
  gathering.cards.push({
    lessonId: attribute(element, 'lessonid'),
    period: Number(attribute(element, 'period') || Number.NaN),
    days: days === '' && /^\d+$/.test(day) ? [Number(day)] : maskOf(days),
    weeks: maskOf(attribute(element, 'weeks')),
    terms: maskOf(attribute(element, 'terms')),
    roomIds: list(element, 'classroomids', 'classroomid'),
    line: element.line,
  })
}

/** A mask is as long as the cycle: «10000» is the first of five days, «01» the second of two weeks. */
function maskOf(mask: string): number[] {
  return [...mask].flatMap((bit, index) => (bit === '1' ? [index] : []))
}

/** `daysdef` may name several masks, «10000,01000». */
function widen(cycle: AscTimetable['cycle'], which: keyof AscTimetable['cycle'], masks: string): void {
  for (const mask of masks.split(','))
    if (/^[01]+$/.test(mask)) cycle[which] = Math.max(cycle[which], mask.length)
}

/** «grade», else the number that name or short name begins with: «5А» is of the fifth grade. */
function gradeOf(grade: string, name: string, short: string): number | null {
  for (const text of [grade, name, short]) {
    const number = Number(/^\s*(\d{1,2})(?!\d)/.exec(text)?.[1] ?? Number.NaN)
    if (number >= 1 && number <= 12) return number
  }
  return null
}

function attribute(element: XmlElement, ...names: string[]): string {
  for (const name of names) {
    const value = element.attributes.get(name)?.trim()
    if (value) return value
  }
  return ''
}

function list(element: XmlElement, ...names: string[]): string[] {
  const ids = attribute(element, ...names)
    .split(',')
    .map((id) => id.trim())
  return [...new Set(ids.filter((id) => id !== ''))]
}

/** The decimal sign follows the settings of the program that wrote the file. */
function decimal(text: string): number | undefined {
  const number = Number(text.replace(',', '.'))
  return text === '' || !Number.isFinite(number) ? undefined : number
}

function optional<K extends string>(key: K, value: string): Partial<Record<K, string>> {
  const entry: Partial<Record<K, string>> = {}
  if (value !== '') entry[key] = value
  return entry
}

function optionalNumber(periodsPerWeek: number | undefined): { periodsPerWeek?: number } {
  return periodsPerWeek === undefined ? {} : { periodsPerWeek }
}
