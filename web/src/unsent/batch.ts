// Which of the waiting entries go together, and what one becomes once those before it are answered. Pure.
import { followed } from '../journal/acts.js'
import type { Page } from '../journal/page.js'
import { batchOf, type Course } from '../journal/request.js'
import type { Kept } from './device.js'
import { placeOf } from './entry.js'

/** The entries at the front that make one request: of one page, and none that was sent before. */
export function frontOf(waiting: readonly Kept[], course: Course): readonly Kept[] {
  const other = waiting.findIndex(({ entry }) => entry.sent || !sameCourse(entry.course, course))
  const front = other < 0 ? waiting : waiting.slice(0, other)
  return front.slice(0, batchOf(front.map(({ entry }) => entry.act)))
}

const sameCourse = (one: Course, other: Course): boolean =>
  one.courseId === other.courseId && one.periodId === other.periodId

/** The entry that was made on top of these, told what they became. */
export function follower(waiting: readonly Kept[], done: readonly Kept[], answered: Page): Kept | null {
  const places = new Set(done.map(({ entry }) => placeOf(entry)))
  const next = waiting.find(
    (one) => !done.some(({ key }) => key === one.key) && places.has(placeOf(one.entry)),
  )
  if (!next || next.entry.sent) return null
  const act = followed(next.entry.act, answered)
  return act === next.entry.act ? null : { key: next.key, entry: { ...next.entry, act } }
}
