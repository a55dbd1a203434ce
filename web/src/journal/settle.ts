// One act and the server: what is asked, and what the page is after the answer.
import {
  DescribeLessonDocument,
  RecordMarkDocument,
  SetPeriodMarkDocument,
  TakeAttendanceDocument,
  WithdrawMarkDocument,
  type RefusalFragment,
} from '../generated/graph.js'
import type { Ask } from '../graph/ask.js'
import {
  overlay,
  sameAbsence,
  seenAt,
  type AbsenceAct,
  type Act,
  type DescribeAct,
  type MarkAct,
  type PeriodMarkAct,
  type RollCallAct,
} from './acts.js'
import type { CellAbsence } from './cells.js'
import {
  cellOf,
  columnOf,
  withAbsences,
  withLesson,
  withMark,
  withMeans,
  withPeriodMark,
  withoutMark,
  type Page,
} from './page.js'

/** What the server said to one request. */
export type Verdict = {
  /** The page with what the answer tells, laid on the page as it is by then. */
  readonly change: (page: Page) => Page
  readonly refusal: RefusalFragment | null
  /** The answer does not say how things stand now: the page has to be read anew. */
  readonly stale: boolean
}

export type Course = { readonly courseId: string; readonly periodId: string }

const unchanged = (page: Page): Page => page

/** Sends what one lane holds at its front. Null: no answer, send it again. */
export function sendActs(
  ask: Ask,
  page: Page,
  course: Course,
  batch: readonly Act[],
): Promise<Verdict | null> {
  const [first] = batch
  if (!first) throw new Error('an empty batch')
  if (first.kind === 'mark') return sendMark(ask, page, first)
  if (first.kind === 'period') return sendPeriodMark(ask, course, first)
  if (first.kind === 'describe') return sendDescription(ask, page, first)
  return sendAttendance(ask, page, first, batch.filter(isAttendance))
}

export const isAttendance = (act: Act): act is AbsenceAct | RollCallAct =>
  act.kind === 'absence' || act.kind === 'roll'

async function sendMark(ask: Ask, page: Page, act: MarkAct): Promise<Verdict | null> {
  const { requestId, lessonId, pupilId, value } = act
  const seen = act.seen ?? seenAt(cellOf(page, lessonId, pupilId), act.work, act.place)
  const changes = { requestId, markId: seen.markId, expectedVersion: seen.version }
  if (value === null) return withdraw(ask, act, seen.markId, changes)
  const workId = page.lessons[columnOf(page, lessonId)]?.works[act.work]?.id
  const what = { lessonId, pupilId, value, ...(act.comment === undefined ? {} : { comment: act.comment }) }
  const input = seen.markId
    ? { ...changes, ...what }
    : { requestId, ...what, expectedMarks: seen.count, ...(workId ? { workId } : {}) }
  const answer = await ask(RecordMarkDocument, { input })
  if (!answer) return null
  const { mark, mean, weightedMean, errors } = answer.recordMark
  const refusal = errors[0] ?? null
  return {
    refusal,
    stale: refusal?.code === 'CONFLICT' && !mark,
    change: (now) => {
      const marked = mark ? withMark(now, lessonId, pupilId, mark) : now
      return refusal ? marked : withMeans(marked, pupilId, mean ?? null, weightedMean ?? null)
    },
  }
}

async function withdraw(
  ask: Ask,
  { lessonId, pupilId }: MarkAct,
  markId: string | null,
  changes: { readonly requestId: string; readonly expectedVersion: number | null },
): Promise<Verdict | null> {
  if (!markId) return { change: unchanged, refusal: null, stale: false }
  const { requestId, expectedVersion } = changes
  const answer = await ask(WithdrawMarkDocument, { input: { requestId, markId, expectedVersion } })
  if (!answer) return null
  const { mark, mean, weightedMean, errors } = answer.withdrawMark
  const refusal = errors[0] ?? null
  if (refusal) {
    const change = (now: Page) => (mark ? withMark(now, lessonId, pupilId, mark) : now)
    return { refusal, stale: !mark, change }
  }
  const change = (now: Page) =>
    withMeans(withoutMark(now, lessonId, pupilId, markId), pupilId, mean ?? null, weightedMean ?? null)
  return { refusal, stale: false, change }
}

async function sendAttendance(
  ask: Ask,
  page: Page,
  { requestId, lessonId }: AbsenceAct | RollCallAct,
  batch: readonly (AbsenceAct | RollCallAct)[],
): Promise<Verdict | null> {
  const absences = absencesOf(overlay(page, batch), lessonId)
  const lesson = page.lessons[columnOf(page, lessonId)]
  const list = [...absences].map(([pupilId, { code, minutes }]) => ({ pupilId, code, minutesLate: minutes }))
  const answer = await ask(TakeAttendanceDocument, {
    input: { requestId, lessonId, absences: list, expectedVersion: lesson?.version ?? 0 },
  })
  if (!answer) return null
  const { record, errors } = answer.takeAttendance
  const refusal = errors[0] ?? null
  const change = (now: Page) => withAbsences(record ? withLesson(now, record) : now, lessonId, absences)
  // A refused list does not say who is absent by now.
  return { refusal, stale: refusal?.code === 'CONFLICT', change: refusal ? unchanged : change }
}

function absencesOf(page: Page, lessonId: string): ReadonlyMap<string, CellAbsence> {
  const column = columnOf(page, lessonId)
  return new Map(
    page.rows.flatMap((row) => {
      const absence = row.cells[column]?.absence
      return absence ? [[row.pupilId, absence] as const] : []
    }),
  )
}

async function sendDescription(ask: Ask, page: Page, act: DescribeAct): Promise<Verdict | null> {
  const { requestId, lessonId, text } = act
  const lesson = page.lessons[columnOf(page, lessonId)]
  const answer = await ask(DescribeLessonDocument, {
    input: { requestId, lessonId, ...text, expectedVersion: lesson?.version ?? 0 },
  })
  if (!answer) return null
  const { record, errors } = answer.describeLesson
  const refusal = errors[0] ?? null
  const change = (now: Page) => (record ? withLesson(now, record) : now)
  return { refusal, stale: refusal?.code === 'CONFLICT' && !record, change }
}

async function sendPeriodMark(ask: Ask, course: Course, act: PeriodMarkAct): Promise<Verdict | null> {
  const { requestId, pupilId, value, seenVersion } = act
  const input = { ...course, requestId, pupilId, value, expectedVersion: seenVersion }
  const answer = await ask(SetPeriodMarkDocument, { input })
  if (!answer) return null
  const { periodMark, errors } = answer.setPeriodMark
  const refusal = errors[0] ?? null
  const change = (now: Page) => (periodMark ? withPeriodMark(now, pupilId, periodMark) : now)
  return { refusal, stale: refusal?.code === 'CONFLICT' && !periodMark, change }
}

/**
 * Whether an act that was refused as stale still means the same on the page as it is now: somebody wrote into the
 * same record, but not what this person saw and changed. Such an act is sent again by itself.
 */
export function stillMeant(act: Act, page: Page): boolean {
  if (act.kind === 'roll') return true
  if (act.kind === 'absence') return sameAbsence(cellOf(page, act.lessonId, act.pupilId).absence, act.seen)
  if (act.kind !== 'describe') return false
  const lesson = page.lessons[columnOf(page, act.lessonId)]
  const same = (field: 'topic' | 'homework') =>
    act.text[field] === undefined || (lesson?.[field] ?? '') === act.seen[field]
  return same('topic') && same('homework')
}
