/** What an aSc Timetables XML export says, in plain records: nothing is dropped because something else is wrong. */

export interface AscPeriod {
  number: number
  name: string
  short: string
  /** minutes from midnight; absent when the file gives none that can be read */
  startsAt?: number
  endsAt?: number
}
export interface AscNamed {
  id: string
  name: string
  short: string
}
export interface AscTeacher extends AscNamed {
  firstName?: string
  lastName?: string
}
export interface AscRoom extends AscNamed {
  buildingId?: string
}
export interface AscClass extends AscNamed {
  /** 1 to 12; null when neither `grade` nor the name says it */
  grade: number | null
  classTeacherId?: string
}
export interface AscGroup {
  id: string
  classId: string
  name: string
  entireClass: boolean
  /** groups of one division may have lessons at once, of two divisions may not */
  division: string
}
export interface AscLesson {
  id: string
  subjectId: string
  classIds: string[]
  groupIds: string[]
  teacherIds: string[]
  /** rooms that are allowed; where it is held, a placement says */
  roomIds: string[]
  periodsPerCard: number
  /** absent when the file does not say */
  periodsPerWeek?: number
}
/** One period of a lesson on certain days of the cycle. */
export interface AscPlacement {
  lessonId: string
  period: number
  /** 0-based days of the cycle, 0 is its first day (Monday) */
  days: number[]
  /** 0-based weeks of the cycle of `weeks` weeks */
  weeks: number[]
  /** 0-based terms */
  terms: number[]
  roomIds: string[]
  /** of the card in the file */
  line: number
}

export type AscProblemCode =
  | 'CARD_WITHOUT_ROOM'
  | 'CARD_OF_UNKNOWN_LESSON'
  | 'CARD_WITHOUT_DAY'
  | 'UNKNOWN_REFERENCE'
  | 'REPEATED_ID'
  | 'ELEMENT_WITHOUT_ID'
  | 'LESSON_WITHOUT_TEACHER'
  | 'LESSON_WITHOUT_CLASS'
  | 'LESSON_WITHOUT_CARDS'
  | 'LESSON_SECOND_TEACHER'
  | 'LESSON_HOURS_DIFFER'
  | 'CLASS_WITHOUT_GRADE'
  | 'BELL_WITHOUT_TIMES'
  | 'BELL_NAME_DIFFERS'
  | 'BELLS_OVERLAP'
  | 'TEACHER_TWICE'
  | 'ROOM_TWICE'
  | 'CLASS_TWICE'
  | 'GROUP_TWICE'

export interface AscProblem {
  /** of the file, from 1 */
  line: number
  code: AscProblemCode
  /** Russian, for who brings the file */
  message: string
  /** what in the file it is about: a name, an id, a time */
  value: string
  /** name of the XML element */
  element: string
  /** how many times it occurs; absent means once */
  count?: number
}

export interface AscTimetable {
  /** program or version that made the file, if it says so */
  madeBy: string
  encoding: string
  /** length of the cycles that masks speak of */
  cycle: { days: number; weeks: number; terms: number }
  periods: AscPeriod[]
  subjects: AscNamed[]
  teachers: AscTeacher[]
  buildings: AscNamed[]
  rooms: AscRoom[]
  classes: AscClass[]
  groups: AscGroup[]
  lessons: AscLesson[]
  /** cards in the file, those of unknown lessons too */
  cards: number
  placements: AscPlacement[]
  /** `ELEMENT ID` → line of the file */
  lines: Map<string, number>
  problems: AscProblem[]
}

/** The file as a whole is not an aSc export that can be read; `line` where the reading stopped. Message in Russian. */
export class AscUnreadableError extends Error {
  constructor(
    readonly code:
      'NOT_XML' | 'NOT_TIMETABLE' | 'DOCTYPE' | 'TOO_LARGE' | 'TOO_DEEP' | 'TEXT_TOO_LONG' | 'ENCODING',
    message: string,
    readonly line?: number,
  ) {
    super(message)
  }
}

/** How many times each kind of problem occurs. */
export function problemCounts(problems: readonly AscProblem[]): Map<AscProblemCode, number> {
  const counts = new Map<AscProblemCode, number>()
  for (const { code, count = 1 } of problems) counts.set(code, (counts.get(code) ?? 0) + count)
  return counts
}

const DAY_NAMES = ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье']

export function dayName(day: number): string {
  return DAY_NAMES[day] ?? `${day + 1}-й день`
}

/** «08:05» from minutes. */
export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** Minutes from «8:05», «08.05»; undefined when it is not a time of the day. */
export function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = /^\s*(\d{1,2})[:.](\d{2})(?::\d{2})?\s*$/.exec(text) ?? []
  if (hours === undefined || minutes === undefined || Number(hours) > 23 || Number(minutes) > 59)
    return undefined
  return Number(hours) * 60 + Number(minutes)
}
