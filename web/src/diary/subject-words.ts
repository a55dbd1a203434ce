// What the diary says of a subject: what is needed for more, what was missed. Pure.
import type { DiarySubjectLineFragment, ReachFragment } from '../generated/graph.js'
import { form, meanInWords, plural } from '../school/words.js'

const valueName: Readonly<Record<number, readonly [string, string, string]>> = {
  2: ['двойка', 'двойки', 'двоек'],
  3: ['тройка', 'тройки', 'троек'],
  4: ['четвёрка', 'четвёрки', 'четвёрок'],
  5: ['пятёрка', 'пятёрки', 'пятёрок'],
}

/** «нужны 2 пятёрки подряд (средний будет 4,50)». */
export function stepsInWords({ count, value, mean }: ReachFragment): string {
  const [one, few, many] = valueName[value] ?? ['', '', '']
  const verb = form(count, 'нужна', 'нужны', 'нужно')
  const row = count > 1 ? ' подряд' : ''
  return `${verb} ${plural(count, one, few, many)}${row} (средний будет ${meanInWords(mean)})`
}

type Means = Pick<DiarySubjectLineFragment, 'proposed' | 'three' | 'four' | 'five'>

/** Targets above what comes out now, with what each takes; of one that ten marks do not reach nothing is promised. */
export const targetsOf = ({ proposed, three, four, five }: Means): readonly ReachFragment[] =>
  proposed === null
    ? []
    : [three, four, five].flatMap((reach) =>
        reach && reach.count > 0 && reach.target > Number(proposed) ? [reach] : [],
      )

/** The next mark above what comes out now, where ten fives of weight 1 are not enough for it. */
export function beyondReach({ proposed, three, four, five }: Means): number | null {
  const next = proposed === null ? 6 : Number(proposed) + 1
  const known = { 3: three, 4: four, 5: five }
  return (next === 3 || next === 4 || next === 5) && known[next] === null ? next : null
}

/** The nearest of them: «до 5: нужны 2 пятёрки подряд …». Nothing where there is no numeric mark yet, or five already. */
export function reachInWords(subject: Means): string | null {
  const [next] = targetsOf(subject)
  return next ? `до ${next.target}: ${stepsInWords(next)}` : null
}

export function missedInWords({ missed, late }: Pick<DiarySubjectLineFragment, 'missed' | 'late'>): string {
  return [
    missed > 0 ? plural(missed, 'пропуск', 'пропуска', 'пропусков') : '',
    late > 0 ? plural(late, 'опоздание', 'опоздания', 'опозданий') : '',
  ]
    .filter(Boolean)
    .join(', ')
}

export const whyNot: Readonly<Record<string, string>> = {
  NO_NUMBER: 'не число, в средний не входит',
  RETAKEN: 'пересдана, считается новая',
}
