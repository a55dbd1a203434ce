// Where each pupil of a year goes in the next one: by rule, or as an exception says. Pure.
import { leadsIntoClass, type MovementKind } from '../contingent/chain.js'
import { classAfter, classAgain, type YearClass } from './next-classes.js'

export type PupilOfYear = { readonly pupilId: string; readonly name: string; readonly from: YearClass }
export type PromotionException = {
  readonly pupilId: string
  readonly kind: MovementKind
  readonly toClassId?: string | null
  readonly note?: string | null
}
export type Planned = {
  readonly pupil: PupilOfYear
  readonly kind: MovementKind
  readonly to: YearClass | null
  readonly note: string | null
  /** Why the pupil cannot be moved; null where all is well. */
  readonly problem: string | null
}

const noClass = (from: YearClass): string =>
  from.grade === 9
    ? `Для ${from.name} нет 10 класса: укажите, кто закончил, а кто переводится и в какой класс.`
    : `Нет класса, в который переходит ${from.name}.`

/**
 * A grade higher with the letter; eleventh grades graduate; of the ninth whoever has a tenth grade of the own letter
 * goes on, and of the others an exception has to say. An exception without a class follows the rule of its kind.
 */
export function planned(
  pupil: PupilOfYear,
  next: readonly YearClass[],
  exception?: PromotionException,
): Planned {
  const { from } = pupil
  const note = exception?.note?.trim() || null
  if (!exception) {
    if (from.grade === 11) return { pupil, kind: 'GRADUATED', to: null, note, problem: null }
    const to = classAfter(from, next)
    return { pupil, kind: 'PROMOTED', to, note, problem: to ? null : noClass(from) }
  }
  const { kind, toClassId } = exception
  if (!leadsIntoClass(kind)) return { pupil, kind, to: null, note, problem: wrongGraduate(from, kind) }
  const byRule = kind === 'REPEATS' ? classAgain(from, next) : classAfter(from, next)
  const to = toClassId ? (next.find((one) => one.id === toClassId) ?? null) : byRule
  const missing = toClassId ? 'Названный класс — не класс следующего года.' : noClass(from)
  return { pupil, kind, to, note, problem: to ? null : missing }
}

const wrongGraduate = (from: YearClass, kind: MovementKind): string | null =>
  kind === 'GRADUATED' && from.grade !== 9 && from.grade !== 11 ? `Из ${from.name} не выпускаются.` : null
