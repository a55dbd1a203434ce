// What a pupil needs for a better mark, in a sentence. Pure.
import { form, meanInWords, plural } from '../school/words.js'

export type Reach = {
  readonly target: number
  readonly value: number
  readonly count: number
  readonly mean: string
} | null

const names: Readonly<Record<number, readonly [string, string, string]>> = {
  2: ['двойка', 'двойки', 'двоек'],
  3: ['тройка', 'тройки', 'троек'],
  4: ['четвёрка', 'четвёрки', 'четвёрок'],
  5: ['пятёрка', 'пятёрки', 'пятёрок'],
}

/** For each target above what comes out now, lowest first; one that ten marks do not reach is said so once. */
export function reachInWords(proposed: string | null, reaches: readonly Reach[]): readonly string[] {
  const now = Number(proposed)
  if (!proposed || Number.isNaN(now)) return []
  const possible = reaches.flatMap((reach) => (reach && reach.count > 0 && reach.target > now ? [reach] : []))
  const words = possible.map(({ target, value, count, mean }) => {
    const [one, few, many] = names[value] ?? ['', '', '']
    const row = count > 1 ? ' подряд' : ''
    const verb = form(count, 'нужна', 'нужны', 'нужно')
    return `Чтобы вышла ${target}: ${verb} ${plural(count, one, few, many)}${row} с весом 1, среднее станет ${meanInWords(mean)}.`
  })
  const next = now + 1
  if (words.length > 0 || next > 5) return words
  return [`До ${next} в этом периоде не хватит и десяти пятёрок с весом 1: нужна работа с большим весом.`]
}

export const whyNot: Readonly<Record<string, string>> = {
  NO_NUMBER: 'не число, в среднее не входит',
  RETAKEN: 'пересдана, считается новая',
}
