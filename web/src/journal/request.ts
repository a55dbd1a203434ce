// What an act asks of the server. A request is made once and kept as it is: the server knows a repeat by its id and
// refuses one whose content has changed.
import {
  AddWorkDocument,
  DescribeLessonDocument,
  RecordMarkDocument,
  SetPeriodMarkDocument,
  TakeAttendanceDocument,
  WithdrawMarkDocument,
  type AddWorkInput,
  type DescribeLessonInput,
  type RecordMarkInput,
  type RecordMarkMutation,
  type SetPeriodMarkInput,
  type SetPeriodMarkMutation,
  type TakeAttendanceInput,
  type TakeAttendanceMutation,
  type WithdrawMarkInput,
  type WithdrawMarkMutation,
} from '../generated/graph.js'
import type { Ask } from '../graph/ask.js'
import { overlay, seenAt, workAt, type Act, type MarkAct } from './acts.js'
import type { CellAbsence } from './cells.js'
import { cellOf, columnOf, type Page } from './page.js'

export type Course = { readonly courseId: string; readonly periodId: string }

export type Request =
  | { readonly operation: 'recordMark'; readonly input: RecordMarkInput }
  | { readonly operation: 'withdrawMark'; readonly input: WithdrawMarkInput }
  | { readonly operation: 'takeAttendance'; readonly input: TakeAttendanceInput }
  | { readonly operation: 'describeLesson'; readonly input: DescribeLessonInput }
  | { readonly operation: 'addWork'; readonly input: AddWorkInput }
  | { readonly operation: 'setPeriodMark'; readonly input: SetPeriodMarkInput }

/** The answer to a request, as plain data: another tab of the same person is told it too. */
export type Reply =
  | { readonly operation: 'mark'; readonly payload: RecordMarkMutation['recordMark'] }
  | { readonly operation: 'withdrawal'; readonly payload: WithdrawMarkMutation['withdrawMark'] }
  | { readonly operation: 'record'; readonly payload: TakeAttendanceMutation['takeAttendance'] }
  | { readonly operation: 'periodMark'; readonly payload: SetPeriodMarkMutation['setPeriodMark'] }

/** How many acts at the front make one request: attendance of one lesson goes as one list. */
export function batchOf(acts: readonly Act[]): number {
  const [first] = acts
  if (!first || !isAttendance(first)) return 1
  const other = acts.findIndex((act) => !isAttendance(act) || act.lessonId !== first.lessonId)
  return other < 0 ? acts.length : other
}

export const isAttendance = (act: Act): act is Extract<Act, { kind: 'absence' | 'roll' }> =>
  act.kind === 'absence' || act.kind === 'roll'

/** What the batch asks, compared with the page as it stands. Null: there is nothing left to ask. */
export function requestOf(page: Page, course: Course, batch: readonly Act[]): Request | null {
  const [act] = batch
  if (!act) return null
  const { requestId } = act
  if (act.kind === 'mark') return markRequest(page, act)
  if (act.kind === 'period') {
    const { pupilId, value, seen } = act
    const why = said('reason', act.reason)
    const input = { ...course, requestId, pupilId, value, ...why, expectedVersion: seen?.version ?? null }
    return { operation: 'setPeriodMark', input }
  }
  const { lessonId } = act
  const expectedVersion = page.lessons[columnOf(page, lessonId)]?.version ?? 0
  if (act.kind === 'work') {
    const { workId: id, workKind: kind, title } = act
    return { operation: 'addWork', input: { requestId, lessonId, id, kind, ...(title ? { title } : {}) } }
  }
  if (act.kind === 'describe') {
    return { operation: 'describeLesson', input: { requestId, lessonId, ...act.text, expectedVersion } }
  }
  const absences = [...absencesOf(overlay(page, batch), lessonId)].map(([pupilId, { code, minutes }]) => ({
    pupilId,
    code,
    minutesLate: minutes,
  }))
  return { operation: 'takeAttendance', input: { requestId, lessonId, absences, expectedVersion } }
}

function markRequest(page: Page, act: MarkAct): Request | null {
  const { requestId, lessonId, pupilId, value } = act
  const { markId, version, count } =
    act.seen ?? seenAt(cellOf(page, lessonId, pupilId), workAt(page, act), act.place)
  if (value === null) {
    if (!markId) return null
    return {
      operation: 'withdrawMark',
      input: { requestId, markId, expectedVersion: version, ...said('reason', act.reason) },
    }
  }
  const what = {
    requestId,
    lessonId,
    pupilId,
    value,
    ...said('comment', act.comment),
    ...said('dueOn', act.dueOn),
    ...said('reason', act.reason),
  }
  if (markId) return { operation: 'recordMark', input: { ...what, markId, expectedVersion: version } }
  const work = act.workId ? { workId: act.workId } : {}
  return {
    operation: 'recordMark',
    input: { ...what, ...work, ...said('retakeOf', act.retakeOf), expectedMarks: count },
  }
}

/** The field where it was said at all; otherwise it stays as it is. */
const said = (name: 'comment' | 'dueOn' | 'reason' | 'retakeOf', value: string | undefined) =>
  value === undefined ? {} : { [name]: value }

function absencesOf(page: Page, lessonId: string): ReadonlyMap<string, CellAbsence> {
  const column = columnOf(page, lessonId)
  return new Map(
    page.rows.flatMap((row) => {
      const absence = row.cells[column]?.absence
      return absence ? [[row.pupilId, absence] as const] : []
    }),
  )
}

/** Null: no answer, the same may be asked again. */
export async function sendRequest(ask: Ask, { operation, input }: Request): Promise<Reply | null> {
  switch (operation) {
    case 'recordMark': {
      const data = await ask(RecordMarkDocument, { input })
      return data && { operation: 'mark', payload: data.recordMark }
    }
    case 'withdrawMark': {
      const data = await ask(WithdrawMarkDocument, { input })
      return data && { operation: 'withdrawal', payload: data.withdrawMark }
    }
    case 'takeAttendance': {
      const data = await ask(TakeAttendanceDocument, { input })
      return data && { operation: 'record', payload: data.takeAttendance }
    }
    case 'describeLesson': {
      const data = await ask(DescribeLessonDocument, { input })
      return data && { operation: 'record', payload: data.describeLesson }
    }
    case 'addWork': {
      const data = await ask(AddWorkDocument, { input })
      return data && { operation: 'record', payload: data.addWork }
    }
    case 'setPeriodMark': {
      const data = await ask(SetPeriodMarkDocument, { input })
      return data && { operation: 'periodMark', payload: data.setPeriodMark }
    }
  }
}
