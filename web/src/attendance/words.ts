// What the section «Посещаемость» says: letters, reasons, totals and the lists behind them. Pure.
import type { AbsenceCode, AbsenceLineFragment, AttendanceTotalsFragment } from '../generated/graph.js'
import { absenceLetter } from '../journal/cells.js'

export const reasons = ['ILL', 'EXCUSED', 'UNEXCUSED', 'RELEASED'] as const satisfies readonly AbsenceCode[]
export type Reason = (typeof reasons)[number]

export const reasonName: Readonly<Record<AbsenceCode, string>> = {
  ABSENT: 'причина неизвестна',
  ILL: 'болезнь',
  EXCUSED: 'уважительная причина',
  UNEXCUSED: 'без уважительной причины',
  LATE: 'опоздание',
  RELEASED: 'освобождение',
}

/** By the physical key, whatever the layout: Б, У, П (НП), О (ОСВ); a space or Backspace takes the reason back. */
const keys: Readonly<Record<string, Reason | null>> = {
  Comma: 'ILL',
  KeyE: 'EXCUSED',
  KeyG: 'UNEXCUSED',
  KeyJ: 'RELEASED',
  Backspace: null,
  Delete: null,
}
/** Undefined: the key is the browser's. */
export const reasonOfKey = (code: string): Reason | null | undefined => keys[code]

export type DayCell = {
  readonly missed: number
  readonly lessons: number
  readonly code: AbsenceCode
  readonly whole: boolean
}

const isCode = (text: string | undefined): text is AbsenceCode => text !== undefined && text in absenceLetter

/** One string of `AttendanceRow.days`; null: nothing to show, 'closed': not in the class on that day. */
export function dayCell(text: string): DayCell | 'closed' | null {
  if (text === '-') return 'closed'
  const [counts = '', code, whole] = text.split('|')
  const [missed, lessons] = counts.split('/').map(Number)
  if (!isCode(code)) return null
  return { missed: missed ?? 0, lessons: lessons ?? 0, code, whole: whole === '1' }
}

export type TotalKey = keyof AttendanceTotalsFragment &
  ('daysMissed' | 'lessonsMissed' | 'ill' | 'excused' | 'unexcused' | 'unknown' | 'released' | 'late')
type Total = {
  readonly key: TotalKey
  readonly title: string
  readonly name: string
  readonly holds: (line: AbsenceLineFragment) => boolean
}

const missed: readonly AbsenceCode[] = ['ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED']
const by =
  (code: AbsenceCode) =>
  ({ effective }: AbsenceLineFragment): boolean =>
    effective === code

/** The totals at the right; `holds` says which lines a total counts (days: lines of days missed as a whole). */
export const totals: readonly Total[] = [
  { key: 'daysMissed', title: 'Дней', name: 'пропущено дней', holds: ({ wholeDay }) => wholeDay },
  {
    key: 'lessonsMissed',
    title: 'Уроков',
    name: 'пропущено уроков',
    holds: ({ effective }) => missed.includes(effective),
  },
  { key: 'ill', title: 'Б', name: 'по болезни', holds: by('ILL') },
  { key: 'excused', title: 'У', name: 'по уважительной причине', holds: by('EXCUSED') },
  { key: 'unexcused', title: 'НП', name: 'без уважительной причины', holds: by('UNEXCUSED') },
  { key: 'unknown', title: 'Н', name: 'причина неизвестна', holds: by('ABSENT') },
  { key: 'released', title: 'ОСВ', name: 'освобождён от урока', holds: by('RELEASED') },
  { key: 'late', title: 'О', name: 'опозданий', holds: by('LATE') },
]

/** «Н», «О 15»: what the teacher entered. */
export const codeInWords = ({
  code,
  minutesLate,
}: Pick<AbsenceLineFragment, 'code' | 'minutesLate'>): string =>
  minutesLate ? `${absenceLetter[code]} ${minutesLate} мин` : absenceLetter[code]

/** What stands beside it: the reason, and from where. */
export function reasonInWords({
  reason,
  note,
  reasonByName,
}: Pick<AbsenceLineFragment, 'reason' | 'note' | 'reasonByName'>): string {
  if (!reason) return ''
  const from = note ? note.document || 'по справке' : reasonByName
  return from ? `${reasonName[reason]} (${from})` : reasonName[reason]
}
