// Movements of the contingent in the words of an order.
import type { MovementKind, MovementLineFragment } from '../generated/graph.js'

export const kindName: Readonly<Record<MovementKind, string>> = {
  ENROLLED: 'Зачислен',
  TRANSFERRED_CLASS: 'Переведён в другой класс',
  PROMOTED: 'Переведён в следующий класс',
  REPEATS: 'Оставлен на повторное обучение',
  LEFT_FOR_SCHOOL: 'Выбыл в другую школу',
  EXPELLED: 'Отчислен',
  GRADUATED: 'Окончил школу',
}

/** What an order is about: «О зачислении». */
export const kindTitle: Readonly<Record<MovementKind, string>> = {
  ENROLLED: 'О зачислении',
  TRANSFERRED_CLASS: 'О переводе в другой класс',
  PROMOTED: 'О переводе в следующий класс',
  REPEATS: 'Об оставлении на повторное обучение',
  LEFT_FOR_SCHOOL: 'О выбытии в другую школу',
  EXPELLED: 'Об отчислении',
  GRADUATED: 'Об окончании школы',
}

export const kinds = Object.keys(kindName) as readonly MovementKind[]

/** Movements that bring a pupil into a class. */
export const needsClass = (kind: MovementKind): boolean =>
  kind === 'ENROLLED' || kind === 'TRANSFERRED_CLASS' || kind === 'PROMOTED' || kind === 'REPEATS'

/** Movements into a class of the next year. */
export const intoNextYear = (kind: MovementKind): boolean => kind === 'PROMOTED' || kind === 'REPEATS'

/** «7А → 7Б», «→ 1А», «11А →» */
export const way = ({ from, to }: Pick<MovementLineFragment, 'from' | 'to'>): string =>
  [from?.name ?? '', to?.name ?? ''].join(' → ').trim()

/** What an order does, each kind once: «О зачислении; Об отчислении». */
export const titleOf = (movements: readonly { readonly kind: MovementKind }[]): string =>
  [...new Set(movements.map(({ kind }) => kindTitle[kind]))].join('; ')
