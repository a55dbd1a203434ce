// A cell of the grid as the API writes it (JournalRow.cells) and as the screen holds it.
import type { AbsenceCode } from '../generated/graph.js'

export type CellMark = {
  readonly id: string
  /** Index in the lesson's works. */
  readonly work: number
  readonly value: string
  readonly version: number
}

export type CellAbsence = {
  readonly code: AbsenceCode
  /** Only for a pupil who came late. */
  readonly minutes: number | null
}

export type Cell = {
  /** The pupil did not belong that day: nothing can be entered. */
  readonly closed: boolean
  readonly marks: readonly CellMark[]
  readonly absence: CellAbsence | null
}

export const emptyCell: Cell = { closed: false, marks: [], absence: null }
export const closedCell: Cell = { closed: true, marks: [], absence: null }

const absenceCodes: readonly AbsenceCode[] = ['ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED', 'LATE', 'RELEASED']

const isAbsenceCode = (text: string): text is AbsenceCode => absenceCodes.some((code) => code === text)

/**
 * Reads one string of `JournalRow.cells`: `m|markId|workIndex|value|version` and
 * `a|absenceId|code|minutes|version` joined by spaces, `-` closed, `` empty. An entry that it does not know is
 * left out: a newer server may send more.
 */
export function parseCell(text: string): Cell {
  if (text === '') return emptyCell
  const entries = text.split(' ').map((entry) => entry.split('|'))
  return {
    closed: entries.some(([sort]) => sort === '-'),
    marks: entries.flatMap(markOf),
    absence: entries.flatMap(absenceOf)[0] ?? null,
  }
}

function markOf([sort, id, work, value, version]: readonly string[]): CellMark[] {
  if (sort !== 'm' || !id || !value) return []
  return [{ id, work: Number(work), value, version: Number(version) }]
}

function absenceOf([sort, , code, minutes]: readonly string[]): CellAbsence[] {
  if (sort !== 'a' || !code || !isAbsenceCode(code)) return []
  return [{ code, minutes: minutes ? Number(minutes) : null }]
}

/** The letter in a cell (settled.md). */
export const absenceLetter: Readonly<Record<AbsenceCode, string>> = {
  ABSENT: 'Н',
  ILL: 'Б',
  EXCUSED: 'У',
  UNEXCUSED: 'НП',
  LATE: 'О',
  RELEASED: 'ОСВ',
}

export const absenceWord: Readonly<Record<AbsenceCode, string>> = {
  ABSENT: 'отсутствует',
  ILL: 'болеет',
  EXCUSED: 'уважительная причина',
  UNEXCUSED: 'без уважительной причины',
  LATE: 'опоздание',
  RELEASED: 'освобождён',
}

/** Those of whom a page counts «пропуски»: late ones were there. */
export const isMissed = (absence: CellAbsence | null): boolean =>
  absence !== null && absence.code !== 'LATE' && absence.code !== 'RELEASED'

/** As a mark is drawn: the point is a dot that can be seen. */
export const markSign = (value: string): string => (value === '.' ? '•' : value)

export const isLow = (value: string): boolean => value === '2' || value === '1'
