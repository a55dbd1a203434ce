// What a pupil missed, by settled.md (Attendance). Pure: the grid, its totals and the lists behind them are one reckoning.
import type { AbsenceCode } from './attendance.js'
import type { NoteRow } from './notes.js'

/** A lesson whose attendance was taken. */
export type TakenLesson = {
  id: string
  classId: string | null
  groupId: string | null
  day: string
  number: number
}
/** Of a class or of a group; `until` is the last day, null without an end. */
export type Membership = {
  pupilId: string
  classId: string | null
  groupId: string | null
  from: string
  until: string | null
}
/** An absence as it was entered, with what is needed to name its lesson. */
export type EnteredAbsence = {
  id: string
  pupilId: string
  lessonId: string
  date: string
  number: number
  subjectName: string
  code: AbsenceCode
  minutesLate: number | null
  reasonCode: AbsenceCode | null
  reasonByName: string | null
  version: number
}
/** An absence with what is said of it: the line of a list. */
export type AbsenceLine = EnteredAbsence & {
  reason: AbsenceCode | null
  note: NoteRow | null
  effective: AbsenceCode
  /** The whole day counts as missed. */
  wholeDay: boolean
}
export type Totals = {
  lessonsMissed: number
  daysMissed: number
  ill: number
  excused: number
  unexcused: number
  unknown: number
  released: number
  late: number
  minutesLate: number
}
/** One day of one pupil: own lessons whose attendance was taken, and the absences among them. */
export type PupilDay = {
  day: string
  lessons: readonly TakenLesson[]
  lines: AbsenceLine[]
  missed: number
  whole: boolean
}

const missedCodes: readonly AbsenceCode[] = ['ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED']
/** Who was late was there, and who was released was at school. */
export const isMissed = (code: AbsenceCode): boolean => missedCodes.includes(code)

/** What most needs somebody's eye comes first: a day shows its strongest code. */
const strength: readonly AbsenceCode[] = ['ABSENT', 'UNEXCUSED', 'ILL', 'EXCUSED', 'RELEASED', 'LATE']
export const byStrength = (a: { effective: AbsenceCode }, b: { effective: AbsenceCode }): number =>
  strength.indexOf(a.effective) - strength.indexOf(b.effective)

export const covers = (span: { from: string; until: string | null }, day: string): boolean =>
  span.from <= day && (span.until === null || span.until >= day)

/** The reason that counts: set by itself, else given by a note, which never speaks of somebody who only came late. */
export function reasonOf(
  absence: Pick<EnteredAbsence, 'code' | 'date' | 'reasonCode'>,
  notes: readonly NoteRow[],
): { reason: AbsenceCode | null; note: NoteRow | null; effective: AbsenceCode } {
  const note =
    absence.reasonCode === null && absence.code !== 'LATE'
      ? (notes.find((one) => covers(one, absence.date)) ?? null)
      : null
  const reason = absence.reasonCode ?? note?.code ?? null
  return { reason, note, effective: absence.code === 'LATE' ? 'LATE' : (reason ?? absence.code) }
}

/** Lessons of the class and groups that the pupil belonged to on the day. */
export const ownLessons = <T extends { day: string; classId: string | null; groupId: string | null }>(
  memberships: readonly Membership[],
  lessons: readonly T[],
): T[] =>
  lessons.filter((lesson) =>
    memberships.some(
      (one) =>
        covers(one, lesson.day) &&
        ((one.classId !== null && one.classId === lesson.classId) ||
          (one.groupId !== null && one.groupId === lesson.groupId)),
    ),
  )

/**
 * The days of one pupil, in order. An absence belongs to its day even where its lesson is no longer the pupil's: what
 * stands in the journal is counted.
 */
export function daysOf(
  own: readonly TakenLesson[],
  absences: readonly EnteredAbsence[],
  notes: readonly NoteRow[],
): PupilDay[] {
  const days = new Map<string, { lessons: Map<string, TakenLesson>; lines: AbsenceLine[] }>()
  const dayOf = (day: string) => {
    const found = days.get(day) ?? { lessons: new Map<string, TakenLesson>(), lines: [] }
    days.set(day, found)
    return found
  }
  for (const lesson of own) dayOf(lesson.day).lessons.set(lesson.id, lesson)
  for (const absence of absences) {
    const { lessons, lines } = dayOf(absence.date)
    if (!lessons.has(absence.lessonId))
      lessons.set(absence.lessonId, {
        id: absence.lessonId,
        classId: null,
        groupId: null,
        day: absence.date,
        number: absence.number,
      })
    lines.push({ ...absence, ...reasonOf(absence, notes), wholeDay: false })
  }
  return [...days.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, { lessons, lines }]) => {
      const missed = lines.filter((line) => isMissed(line.effective)).length
      const whole = missed > 0 && missed === lessons.size
      return {
        day,
        lessons: [...lessons.values()].sort((a, b) => a.number - b.number),
        lines: lines
          .map((line) => ({ ...line, wholeDay: whole }))
          .sort((a, b) => a.number - b.number || (a.lessonId < b.lessonId ? -1 : 1)),
        missed,
        whole,
      }
    })
}

/** Sums over lines: each is the length of a list that can be shown. */
export function totalsOf(lines: readonly AbsenceLine[]): Totals {
  const count = (code: AbsenceCode) => lines.filter((line) => line.effective === code).length
  return {
    lessonsMissed: lines.filter((line) => isMissed(line.effective)).length,
    daysMissed: new Set(lines.filter((line) => line.wholeDay).map((line) => line.date)).size,
    ill: count('ILL'),
    excused: count('EXCUSED'),
    unexcused: count('UNEXCUSED'),
    unknown: count('ABSENT'),
    released: count('RELEASED'),
    late: count('LATE'),
    minutesLate: lines.reduce((sum, line) => sum + (line.minutesLate ?? 0), 0),
  }
}

/** The sum of several pupils' totals. */
export function sumOf(totals: readonly Totals[]): Totals {
  const add = (key: keyof Totals) => totals.reduce((sum, one) => sum + one[key], 0)
  return {
    lessonsMissed: add('lessonsMissed'),
    daysMissed: add('daysMissed'),
    ill: add('ill'),
    excused: add('excused'),
    unexcused: add('unexcused'),
    unknown: add('unknown'),
    released: add('released'),
    late: add('late'),
    minutesLate: add('minutesLate'),
  }
}

/** The cell of a day: '' nothing to show, else `missed/lessons|code|whole`. */
export function dayCell(day: PupilDay | undefined): string {
  const strongest = [...(day?.lines ?? [])].sort(byStrength)[0]
  if (!day || !strongest) return ''
  return `${day.missed}/${day.lessons.length}|${strongest.effective}|${day.whole ? 1 : 0}`
}
