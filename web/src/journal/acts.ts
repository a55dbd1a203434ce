// What a person has entered and the server has not yet confirmed, laid over the page. Pure.
import type { HomeworkFileInput, IndividualHomeworkInput } from '../generated/graph.js'
import { emptyCell, type Cell, type CellAbsence } from './cells.js'
import {
  cellOf,
  columnOf,
  rowOf,
  withCell,
  withLesson,
  withRow,
  type LessonColumn,
  type Page,
  type PageRow,
} from './page.js'

/** requestId is client-made and the same at every retry: the server writes it once. */
export type MarkAct = {
  readonly kind: 'mark'
  readonly requestId: string
  readonly pupilId: string
  readonly lessonId: string
  /** Index in the lesson's works when it was entered. */
  readonly work: number
  /** The work itself, since an index may mean another one by the time it is sent; null: the lesson had none yet. */
  readonly workId: string | null
  /** Which of the pupil's marks in that work; equal to their number for a new one. */
  readonly place: number
  /** Null withdraws. */
  readonly value: string | null
  /** Left out: as it was. */
  readonly comment?: string
  /** Of a new mark: the one that it is a retake of. */
  readonly retakeOf?: string
  /** Of a point: by when the work is owed. */
  readonly dueOn?: string
  /** Why a mark is changed or withdrawn, where it was said. */
  readonly reason?: string
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

export type Described = {
  readonly topic?: string
  readonly homework?: string
  /** The full lists; left out: as they are. */
  readonly homeworkFiles?: HomeworkFileInput[]
  readonly individualHomework?: IndividualHomeworkInput[]
  /** Entered from paper after an emergency: said of the lesson by itself, beside what is entered. */
  readonly fromPaper?: true
}

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
  /** Why it is another than the rule proposes. */
  readonly reason?: string
  /** What stood there, unless an own entry was still on its way. */
  readonly seen: { readonly version: number | null } | null
}

export type WorkAct = {
  readonly kind: 'work'
  readonly requestId: string
  readonly lessonId: string
  /** Client-made: marks for the work may be entered before the server knows of it. */
  readonly workId: string
  readonly workKind: string
  readonly title: string
  readonly weight: number
}

export type Act = MarkAct | AbsenceAct | RollCallAct | DescribeAct | PeriodMarkAct | WorkAct

/** The place on the screen that shows the act's state. */
export function spotOf(act: Act): string {
  if (act.kind === 'period') return periodSpot(act.pupilId)
  if (act.kind === 'mark' || act.kind === 'absence') return spot(act.lessonId, act.pupilId)
  return lessonSpot(act.lessonId)
}

export const spot = (lessonId: string, pupilId: string): string => `${lessonId}:${pupilId}`
export const lessonSpot = (lessonId: string): string => `lesson:${lessonId}`
export const periodSpot = (pupilId: string): string => `period:${pupilId}`

/** The page as the person who entered it sees it: confirmed rows with what is on its way laid over. */
export const overlay = (page: Page, acts: readonly Act[]): Page => acts.reduce(applied, page)

function applied(page: Page, act: Act): Page {
  if (act.kind === 'period') return withRow(page, act.pupilId, (row) => withOwnPeriodMark(row, act))
  if (act.kind === 'describe' || act.kind === 'roll' || act.kind === 'work') return withOwnRecord(page, act)
  const column = columnOf(page, act.lessonId)
  if (column < 0 || !rowOf(page, act.pupilId)) return page
  const change = (cell: Cell) =>
    act.kind === 'absence'
      ? { ...cell, absence: act.absence }
      : cellWithMark(cell, { ...act, work: workAt(page, act) })
  return withRow(page, act.pupilId, (row) => withCell(row, column, change))
}

/** Where the act's work stands in its lesson by now. */
export function workAt(page: Page, act: MarkAct): number {
  const works = page.lessons[columnOf(page, act.lessonId)]?.works ?? []
  const index = works.findIndex(({ id }) => id === act.workId)
  return index < 0 ? act.work : index
}

function withOwnRecord(page: Page, act: DescribeAct | RollCallAct | WorkAct): Page {
  const lesson = page.lessons.find(({ id }) => id === act.lessonId)
  if (!lesson) return page
  if (act.kind === 'work') return withLesson(page, withOwnWork(lesson, act))
  if (act.kind === 'describe') {
    const { fromPaper, topic = lesson.topic, homework = lesson.homework } = act.text
    return withLesson(page, {
      ...lesson,
      topic,
      homework,
      ...(fromPaper ? { fromPaperOn: lesson.fromPaperOn ?? '' } : {}),
    })
  }
  return withLesson(page, { ...lesson, attendanceTakenAt: lesson.attendanceTakenAt ?? act.at })
}

function withOwnWork(lesson: LessonColumn, act: WorkAct): LessonColumn {
  const { workId: id, workKind: kind, title, weight } = act
  if (lesson.works.some((work) => work.id === id)) return lesson
  return { ...lesson, works: [...lesson.works, { ...freshWork, id, kind, title, weight }] }
}

const freshWork = {
  sign: null,
  written: false,
  handedInOn: null,
  checkedOn: null,
  internalMonitoring: false,
  version: 0,
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

/** The same act on top of what the page holds now: a new one, for the person has seen the newer value and insists. */
export function afresh(act: Act, page: Page, requestId: string): Act {
  if (act.kind === 'mark') {
    const seen = seenAt(cellOf(page, act.lessonId, act.pupilId), workAt(page, act), act.place)
    return { ...act, requestId, seen }
  }
  if (act.kind === 'absence')
    return { ...act, requestId, seen: cellOf(page, act.lessonId, act.pupilId).absence }
  if (act.kind === 'period') {
    const version = rowOf(page, act.pupilId)?.periodMark?.version ?? null
    return { ...act, requestId, seen: { version } }
  }
  if (act.kind !== 'describe') return { ...act, requestId }
  const lesson = page.lessons[columnOf(page, act.lessonId)]
  return { ...act, requestId, seen: { topic: lesson?.topic ?? '', homework: lesson?.homework ?? '' } }
}

/**
 * Tells an act that was entered on top of an own one what that one became: the version that its answer gave, and not
 * what stands there by now, or else another's change in between would be written over unseen.
 */
export function followed(act: Act, page: Page): Act {
  if (act.kind === 'mark' && !act.seen) return afresh(act, page, act.requestId)
  if (act.kind === 'period' && !act.seen) return afresh(act, page, act.requestId)
  return act
}
