// What does not fit together in the attendance of a pupil, in words. Nothing of it is forbidden: it is shown.
import type { AbsenceCode } from './attendance.js'
import { covers, isMissed, type AbsenceLine, type PupilDay } from './days.js'
import type { NoteRow } from './notes.js'
import { ruDay } from '../records/rules.js'

export type Check = {
  at: string
  pupilId: string
  pupilName: string
  lessonId: string | null
  code: 'MARK_WHILE_ABSENT' | 'ABSENT_BETWEEN_PRESENT' | 'REASON_AGAINST_CODE' | 'NOTE_WITHOUT_ABSENCE'
  message: string
}
type Pupil = { readonly id: string; readonly name: string }

export const codeWords: Readonly<Record<AbsenceCode, string>> = {
  ABSENT: 'отсутствует',
  ILL: 'болезнь',
  EXCUSED: 'уважительная причина',
  UNEXCUSED: 'без уважительной причины',
  LATE: 'опоздание',
  RELEASED: 'освобождение от урока',
}

/** Reasons that contradict what the teacher saw; a document that excuses what the teacher took for truancy does not. */
const against: Readonly<Record<AbsenceCode, readonly AbsenceCode[]>> = {
  ABSENT: [],
  ILL: ['UNEXCUSED'],
  EXCUSED: ['UNEXCUSED'],
  UNEXCUSED: [],
  LATE: ['ILL', 'RELEASED'],
  RELEASED: ['ILL', 'EXCUSED', 'UNEXCUSED'],
}

/** `marked`: lessons in which the pupil got a mark. */
export function checksOf(
  pupil: Pupil,
  days: readonly PupilDay[],
  notes: readonly NoteRow[],
  marked: ReadonlySet<string>,
): Check[] {
  const say = (at: string, lessonId: string | null, code: Check['code'], message: string): Check => ({
    at,
    pupilId: pupil.id,
    pupilName: pupil.name,
    lessonId,
    code,
    message,
  })
  return days.flatMap((day) => [
    ...day.lines.flatMap((line) => [
      ...(isMissed(line.code) && marked.has(line.lessonId)
        ? [
            say(
              day.day,
              line.lessonId,
              'MARK_WHILE_ABSENT',
              `${placeOf(line)}: стоит отметка, а ученика на уроке не было.`,
            ),
          ]
        : []),
      ...(line.reason && against[line.code].includes(line.reason)
        ? [
            say(
              day.day,
              line.lessonId,
              'REASON_AGAINST_CODE',
              `${placeOf(line)}: у учителя «${codeWords[line.code]}», а причина — «${codeWords[line.reason]}».`,
            ),
          ]
        : []),
      ...(isAlone(day, line)
        ? [
            say(
              day.day,
              line.lessonId,
              'ABSENT_BETWEEN_PRESENT',
              `${placeOf(line)}: до и после этого урока ученик был в школе.`,
            ),
          ]
        : []),
    ]),
    ...notes
      .filter((note) => note.code !== 'RELEASED' && covers(note, day.day) && day.missed === 0)
      .map((note) =>
        say(
          day.day,
          null,
          'NOTE_WITHOUT_ABSENCE',
          `${ruDay(day.day)}: по справке «${codeWords[note.code]}», а на уроках ученик был.`,
        ),
      ),
  ])
}

const placeOf = (line: AbsenceLine): string => `${ruDay(line.date)}, ${line.number} урок, ${line.subjectName}`

/** Missed, with no reason given, between two lessons of the day at which the pupil was. */
function isAlone(day: PupilDay, line: AbsenceLine): boolean {
  if (line.reason !== null || !isMissed(line.code)) return false
  const missed = new Set(day.lines.filter((one) => isMissed(one.effective)).map((one) => one.lessonId))
  const present = day.lessons.filter((lesson) => !missed.has(lesson.id))
  return (
    present.some((lesson) => lesson.number < line.number) &&
    present.some((lesson) => lesson.number > line.number)
  )
}
