// What the page is after the server's answer, and whether an act still means the same on a page that has changed.
import type { RefusalFragment } from '../generated/graph.js'
import { overlay, sameAbsence, type Act } from './acts.js'
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
import type { Reply, Request } from './request.js'

/** What the server said to one request. */
export type Verdict = {
  /** The page with what the answer tells, laid on the page as it is by then. */
  readonly change: (page: Page) => Page
  readonly refusal: RefusalFragment | null
  /** The answer does not say how things stand now: the page has to be read anew. */
  readonly stale: boolean
  /** Who wrote what stands there now, where a refusal tells it. */
  readonly by: string | null
}

const unchanged = (page: Page): Page => page

const nothing: Verdict = { change: unchanged, refusal: null, stale: false, by: null }

/** `act` is the first of the batch that was asked for. */
export function verdictOf(act: Act, request: Request, reply: Reply): Verdict {
  const refusal = reply.payload.errors[0] ?? null
  const conflict = refusal?.code === 'CONFLICT'
  if (reply.operation === 'mark' || reply.operation === 'withdrawal') return markVerdict(act, request, reply)
  if (reply.operation === 'periodMark') {
    const { periodMark } = reply.payload
    const pupilId = act.kind === 'period' ? act.pupilId : ''
    const change = (page: Page) => (periodMark ? withPeriodMark(page, pupilId, periodMark) : page)
    return { change, refusal, stale: conflict && !periodMark, by: periodMark?.setByName ?? null }
  }
  const { record } = reply.payload
  const known = (page: Page) => (record ? withLesson(page, record) : page)
  // A refused list does not say who is absent by now.
  if (request.operation !== 'takeAttendance')
    return { change: known, refusal, stale: conflict && !record, by: null }
  const { lessonId, absences } = request.input
  const listed = new Map<string, CellAbsence>(
    absences.map(({ pupilId, code, minutesLate }) => [pupilId, { code, minutes: minutesLate ?? null }]),
  )
  const change = (page: Page) => withAbsences(known(page), lessonId, listed)
  return { change: refusal ? unchanged : change, refusal, stale: conflict, by: null }
}

function markVerdict(
  act: Act,
  request: Request,
  { payload }: Extract<Reply, { operation: 'mark' | 'withdrawal' }>,
): Verdict {
  if (act.kind !== 'mark') return nothing
  const { lessonId, pupilId } = act
  const { mark, mean, weightedMean, errors } = payload
  const refusal = errors[0] ?? null
  const known = (page: Page) => (mark ? withMark(page, lessonId, pupilId, mark) : page)
  if (refusal) {
    const stale = !mark && refusal.code === 'CONFLICT'
    return { change: known, refusal, stale, by: mark?.setByName ?? null }
  }
  const change = (page: Page): Page => {
    const done =
      request.operation === 'withdrawMark'
        ? withoutMark(page, lessonId, pupilId, request.input.markId)
        : known(page)
    return withMeans(done, pupilId, mean ?? null, weightedMean ?? null)
  }
  return { change, refusal, stale: false, by: null }
}

/**
 * Whether an act still means the same on the page as it is now: somebody wrote into the same record, but not what this
 * person saw and changed. Such an act is sent, or sent again, by itself.
 */
export function stillMeant(act: Act, page: Page): boolean {
  if (act.kind === 'absence') {
    const now = cellOf(page, act.lessonId, act.pupilId).absence
    return sameAbsence(now, act.seen) || sameAbsence(now, act.absence)
  }
  if (act.kind !== 'describe') return act.kind === 'roll' || act.kind === 'work'
  const lesson = page.lessons[columnOf(page, act.lessonId)]
  const same = (field: 'topic' | 'homework') => {
    const now = lesson?.[field] ?? ''
    return act.text[field] === undefined || now === act.seen[field] || now === act.text[field]
  }
  return same('topic') && same('homework')
}

/**
 * Acts that the page has overtaken while they waited. Their request would carry the record's version of now, so the
 * server could not know that the person had not seen it: that is for us to say.
 */
export function overtaken(page: Page, batch: readonly Act[]): readonly Act[] {
  return batch.filter(
    (act, index) =>
      (act.kind === 'absence' || act.kind === 'describe') &&
      !stillMeant(act, overlay(page, batch.slice(0, index))),
  )
}
