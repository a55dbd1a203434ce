// What is owed, gathered by what it is owed for: a lesson, or the marks of a period.
import type { OwedTodayQuery } from '../generated/graph.js'

export type OwedItem = NonNullable<OwedTodayQuery['owedBy']>[number]
export type OwedThing = { readonly key: string; readonly of: OwedItem; readonly items: readonly OwedItem[] }

/** In the order given, which is that of urgency; claims have a line of their own above. */
export function thingsOwed(items: readonly OwedItem[]): OwedThing[] {
  const things = new Map<string, OwedItem[]>()
  for (const item of items) {
    if (item.what === 'CLAIM') continue
    const key = item.lessonId ?? `${item.courseId} ${item.periodId ?? ''}`
    const known = things.get(key)
    if (known) known.push(item)
    else things.set(key, [item])
  }
  return [...things].flatMap(([key, of]) => (of[0] ? [{ key, of: of[0], items: of }] : []))
}

/** «7А · английский 1» is of grade 7; null where a class is not named by a number. */
export function gradeNamed(learnersName: string): number | null {
  const digits = /^\d+/.exec(learnersName)?.[0]
  return digits ? Number(digits) : null
}
