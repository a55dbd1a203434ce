// What a person has entered and the server has not yet confirmed, laid over the page. Pure.
import { emptyCell, type Cell, type CellAbsence } from './cells.js'
import { columnOf, rowOf, withCell, withLesson, withRow, type Page, type PageRow } from './page.js'

/** requestId is client-made and the same at every retry: the server writes it once. */
export type MarkAct = {
  readonly kind: 'mark'
  readonly requestId: string
  readonly pupilId: string
  readonly lessonId: string
  /** Index in the lesson's works. */
  readonly work: number
  /** Which of the pupil's marks in that work; equal to their number for a new one. */
  readonly place: number
  /** Null withdraws. */
  readonly value: string | null
  /** Left out: as it was. */
  readonly comment?: string
  /** What stood there when the key was pressed, unless an own entry was still on its way. */
  readonly seen: Seen | null
}

export type Seen = {
  readonly markId: string | null
  readonly version: number | null
  readonly count: number
}

export type AbsenceAct = {
  readonly kind: 'absence'
  readonly requestId: string
  readonly pupilId: string
  readonly lessonId: string
  readonly absence: CellAbsence | null
  readonly seen: CellAbsence | null
}

/** Attendance is taken with the list as it stands: all others are present. */
export type RollCallAct = {
  readonly kind: 'roll'
  readonly requestId: string
  readonly lessonId: string
  readonly at: string
}

export type Described = { readonly topic?: string; readonly homework?: string }

export type DescribeAct = {
  readonly kind: 'describe'
  readonly requestId: string
  readonly lessonId: string
  readonly text: Described
  readonly seen: { readonly topic: string; readonly homework: string }
}

export type PeriodMarkAct = {
  readonly kind: 'period'
  readonly requestId: string
  readonly pupilId: string
  readonly value: string
  readonly seenVersion: number | null
}

export type Act = MarkAct | AbsenceAct | RollCallAct | DescribeAct | PeriodMarkAct

/**
 * Acts of one lane go one after another; lanes go side by side. What is written into the lesson's record goes by one
 * lane, because all of it is compared with the record's one version.
 */
export function laneOf(act: Act): string {
  if (act.kind === 'period') return periodSpot(act.pupilId)
  if (act.kind === 'mark') return spot(act.lessonId, act.pupilId)
  return lessonSpot(act.lessonId)
}

/** The place on the screen that shows the act's state. */
export const spotOf = (act: Act): string =>
  act.kind === 'absence' ? spot(act.lessonId, act.pupilId) : laneOf(act)

export const spot = (lessonId: string, pupilId: string): string => `${lessonId}:${pupilId}`
export const lessonSpot = (lessonId: string): string => `lesson:${lessonId}`
export const periodSpot = (pupilId: string): string => `period:${pupilId}`

/** The page as the person who entered it sees it: confirmed rows with what is on its way laid over. */
export const overlay = (page: Page, acts: readonly Act[]): Page => acts.reduce(applied, page)

function applied(page: Page, act: Act): Page {
  if (act.kind === 'period') return withRow(page, act.pupilId, (row) => withOwnPeriodMark(row, act))
  if (act.kind === 'describe' || act.kind === 'roll') return withOwnRecord(page, act)
  const column = columnOf(page, act.lessonId)
  if (column < 0 || !rowOf(page, act.pupilId)) return page
  const change = (cell: Cell) =>
    act.kind === 'absence' ? { ...cell, absence: act.absence } : cellWithMark(cell, act)
  return withRow(page, act.pupilId, (row) => withCell(row, column, change))
}

function withOwnRecord(page: Page, act: DescribeAct | RollCallAct): Page {
  const lesson = page.lessons.find(({ id }) => id === act.lessonId)
  if (!lesson) return page
  if (act.kind === 'describe') return withLesson(page, { ...lesson, ...act.text })
  return withLesson(page, { ...lesson, attendanceTakenAt: lesson.attendanceTakenAt ?? act.at })
}

function withOwnPeriodMark(row: PageRow, act: PeriodMarkAct): PageRow {
  return { ...row, periodMark: { id: '', version: 0, ...row.periodMark, value: act.value } }
}

/** A cell after the act, as it looks before the server has said anything. */
export function cellWithMark(cell: Cell = emptyCell, act: Pick<MarkAct, 'work' | 'place' | 'value'>): Cell {
  const own = cell.marks.filter(({ work }) => work === act.work)
  const target = own[act.place]
  if (act.value === null) return { ...cell, marks: cell.marks.filter((mark) => mark !== target) }
  const value = act.value
  if (target) {
    return { ...cell, marks: cell.marks.map((mark) => (mark === target ? { ...mark, value } : mark)) }
  }
  const added = { id: '', work: act.work, value, version: 0 }
  return { ...cell, marks: [...cell.marks, added].sort((one, other) => one.work - other.work) }
}

/** What the server is told to compare with: what the person saw, else what stands after the own act before. */
export function seenAt(cell: Cell, work: number, place: number): Seen {
  const own = cell.marks.filter((mark) => mark.work === work)
  const target = own[place]
  return { markId: target?.id ?? null, version: target?.version ?? null, count: own.length }
}

export const sameAbsence = (one: CellAbsence | null, other: CellAbsence | null): boolean =>
  one?.code === other?.code && (one?.minutes ?? null) === (other?.minutes ?? null)
