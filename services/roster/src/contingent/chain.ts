// What follows from a pupil's movements: where the pupil is from day to day, and which two of them contradict each other.
import { addDays } from '@zhurnal/kit/time'

export type MovementKind =
  'ENROLLED' | 'TRANSFERRED_CLASS' | 'PROMOTED' | 'REPEATS' | 'LEFT_FOR_SCHOOL' | 'EXPELLED' | 'GRADUATED'

/** A class as the rules see it. */
export type Place = {
  readonly id: string
  readonly name: string
  readonly grade: number
  readonly yearId: string
}

export type Move = {
  readonly id: string
  readonly kind: MovementKind
  /** First day on which it counts. */
  readonly effectiveOn: string
  /** The class that it leads to; null: out of the school. */
  readonly to: Place | null
}

/** Days of a class, the last one included; null: still. */
export type Stay = { readonly classId: string; readonly from: string; readonly until: string | null }

/** Into which class a movement of the kind leads, if into any. */
export const leadsIntoClass = (kind: MovementKind): boolean =>
  kind === 'ENROLLED' || kind === 'TRANSFERRED_CLASS' || kind === 'PROMOTED' || kind === 'REPEATS'

const byDay = (a: Move, b: Move): number =>
  a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : 0

/** Each movement leads to a class, or out, from its day to the day before the next one. */
export function staysOf(moves: readonly Move[]): Stay[] {
  const sorted = moves.toSorted(byDay)
  return sorted.flatMap(({ effectiveOn, to }, i) => {
    const next = sorted[i + 1]
    return to
      ? [{ classId: to.id, from: effectiveOn, until: next ? addDays(next.effectiveOn, -1) : null }]
      : []
  })
}

/** The class that each movement leads out of, by the movement's id. */
export function classesBefore(moves: readonly Move[]): Map<string, string | null> {
  const sorted = moves.toSorted(byDay)
  return new Map(sorted.map((move, i) => [move.id, sorted[i - 1]?.to?.id ?? null]))
}

export type Contradiction<M> = {
  readonly move: M
  /** The movement before it that it contradicts; null where it is wrong by itself. */
  readonly against: M | null
  readonly why: string
}

/**
 * The first movement that cannot follow the one before it. `nextYear` gives the school's year after a year, or null.
 * A pupil is enrolled who is in no class; whoever is in none can only be enrolled.
 */
export function contradictionIn<M extends Move>(
  moves: readonly M[],
  nextYear: (yearId: string) => string | null,
): Contradiction<M> | null {
  const sorted = moves.toSorted(byDay)
  for (const [i, move] of sorted.entries()) {
    const before = sorted[i - 1] ?? null
    if (before && before.effectiveOn === move.effectiveOn)
      return { move, against: before, why: 'на этот день уже есть другое движение' }
    const at = before?.to ?? null
    if (move.kind === 'ENROLLED') {
      if (at) return { move, against: before, why: `на этот день уже учится в ${at.name}` }
    } else if (!at) {
      return { move, against: before, why: 'в этот день не учится ни в одном классе' }
    } else {
      const why = move.to && wrongPlace(move.kind, at, move.to, nextYear)
      if (why) return { move, against: null, why }
    }
  }
  return null
}

function wrongPlace(
  kind: MovementKind,
  at: Place,
  to: Place,
  nextYear: (yearId: string) => string | null,
): string | null {
  if (to.id === at.id) return `уже учится в ${at.name}`
  if (kind === 'TRANSFERRED_CLASS')
    return to.yearId === at.yearId ? null : 'в другой класс переводят внутри учебного года'
  if (to.yearId !== nextYear(at.yearId)) return `${to.name} — не класс следующего учебного года`
  if (kind === 'PROMOTED')
    return to.grade > at.grade
      ? null
      : `${to.name} не старше, чем ${at.name}: это не перевод в следующий класс`
  return to.grade === at.grade
    ? null
    : `на повторное обучение оставляют в той же параллели, а не в ${to.name}`
}
