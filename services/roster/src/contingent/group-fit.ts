// How movements bound memberships of groups: a pupil is in a group only while in one of the classes that it is made of.
import { addDays } from '@zhurnal/kit/time'
import type { Stay } from './chain.js'

export type GroupStay = {
  readonly id: string
  readonly groupId: string
  /** Classes that the group is made of. */
  readonly classIds: readonly string[]
  readonly from: string
  readonly until: string | null
  readonly removed: boolean
  /** True where a movement has shortened or removed it; then `askedUntil` is what its own act said. */
  readonly cut: boolean
  readonly askedUntil: string | null
}

type Span = { readonly from: string; readonly until: string | null }

/** Days without a gap in classes of the group: a transfer from one of them to another does not end it. */
function runsIn(stays: readonly Stay[], classIds: readonly string[]): Span[] {
  const runs: Span[] = []
  for (const stay of stays) {
    if (!classIds.includes(stay.classId)) continue
    const last = runs.at(-1)
    if (last && last.until !== null && addDays(last.until, 1) === stay.from)
      runs[runs.length - 1] = { from: last.from, until: stay.until }
    else runs.push({ from: stay.from, until: stay.until })
  }
  return runs
}

const covers = (span: Span, day: string): boolean =>
  span.from <= day && (span.until === null || span.until >= day)

/**
 * The memberships as they have to stand for these stays: each ends at the latest with the run of class days in which it
 * began, and is not there at all where it began outside of any, or within another of the same group. What a movement
 * took is given again as soon as the movement does not stand.
 */
export function fitGroups(rows: readonly GroupStay[], stays: readonly Stay[]): GroupStay[] {
  const sorted = rows.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  const done = new Map<string, Span[]>()
  return sorted.map((row) => {
    const taken = done.get(row.groupId) ?? []
    const asked = row.cut ? row.askedUntil : row.until
    const run = runsIn(stays, row.classIds).find((one) => covers(one, row.from))
    if (!run || taken.some((one) => covers(one, row.from)))
      return { ...row, until: asked, removed: true, cut: true, askedUntil: asked }
    const ends = run.until !== null && (asked === null || run.until < asked) ? run.until : asked
    done.set(row.groupId, [...taken, { from: row.from, until: ends }])
    const cut = ends !== asked
    return { ...row, until: ends, removed: false, cut, askedUntil: cut ? asked : null }
  })
}
