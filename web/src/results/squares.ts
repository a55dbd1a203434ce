// One square of a table of results, whatever it stands for: a period, the year, an examination, the final mark.
import type {
  FinalMarkKind,
  ResultCellFragment,
  ResultEndFragment,
  ResultMarkFragment,
} from '../generated/graph.js'
import { daysBetween } from '../school/dates.js'
import { plural } from '../school/words.js'

export type Target =
  | { readonly kind: 'period'; readonly courseId: string; readonly periodId: string }
  | { readonly kind: FinalMarkKind; readonly courseId: string }

export type Square = {
  readonly pupilId: string
  readonly pupilName: string
  /** «Алгебра, 2 четверть». */
  readonly of: string
  readonly target: Target
  readonly mark: ResultMarkFragment | ResultEndFragment | null
  readonly proposed: string | null
  readonly warnings: readonly string[]
  readonly between: boolean
  /** What it is made of, for the dialog: null for an examination. */
  readonly cell: ResultCellFragment | null
  readonly settable: boolean
  readonly author: boolean
}

/** What stands there, for files and for who hears the page. */
export const valueOf = (square: Square | null): string => square?.mark?.value ?? ''

const numeric = /^[1-5]$/

/** Whether a mark would go against what the rule proposes: then why is asked. */
export const isAgainst = (value: string, proposed: string | null): boolean =>
  proposed !== null && numeric.test(value) && numeric.test(proposed) && value !== proposed

/** Warnings in words, worst first. */
export function warningWords(square: Square): string[] {
  const { cell, mark } = square
  const words: Readonly<Record<string, string>> = {
    NO_MARKS: 'нет ни одной отметки',
    FEW_MARKS: `мало отметок: ${plural(cell?.marksCount ?? 0, 'отметка', 'отметки', 'отметок')}`,
    MANY_ABSENCES: `пропущено больше половины: ${cell?.missed ?? 0} из ${plural(cell?.lessons ?? 0, 'урока', 'уроков', 'уроков')}`,
    AGAINST_MEAN: mark?.reason
      ? `не по среднему, причина: ${mark.reason}`
      : 'не по среднему, причина не названа',
    PART_MISSING: 'не за все периоды выставлено',
  }
  return square.warnings.map((code) => words[code] ?? code)
}

/** Squares without a mark for which the rule has an answer. */
export const acceptable = (squares: readonly (Square | null)[]): readonly Square[] =>
  squares.filter(
    (one): one is Square => one !== null && one.settable && one.mark === null && one.proposed !== null,
  )

/** Marks of a period are asked for, forecast and warned of from ten days before its end on (A5.13, A6.3). */
const soonDays = 10

export const isSoon = (endsOn: string, today: string): boolean => daysBetween(today, endsOn) <= soonDays

/** What is told of a square while its period still runs: what more marks would mend is left out. */
export const warningsNow = (warnings: readonly string[], soon: boolean): readonly string[] =>
  soon ? warnings : warnings.filter((code) => code === 'AGAINST_MEAN' || code === 'MANY_ABSENCES')
