// Problems of a file, put together for reading. Pure.
import type { ImportProblemLineFragment } from '../generated/graph.js'
import { csvTable } from '../school/csv.js'
import { plural } from '../school/words.js'
import { problemTitles } from './problem-words.js'

export type Problem = ImportProblemLineFragment
export type ProblemGroup = {
  readonly code: string
  readonly title: string
  readonly problems: readonly Problem[]
  /** How many times it occurs in the file; one line of the list may stand for many. */
  readonly count: number
  readonly isClash: boolean
}

const clashes = ['TEACHER_TWICE', 'ROOM_TWICE', 'CLASS_TWICE', 'GROUP_TWICE']

/** By code: what stops the file first, then who or what is double-booked by the clock, then the most frequent. */
export function groupsOf(problems: readonly Problem[]): readonly ProblemGroup[] {
  const byCode = new Map<string, Problem[]>()
  for (const problem of problems) {
    const known = byCode.get(problem.code)
    if (known) known.push(problem)
    else byCode.set(problem.code, [problem])
  }
  return [...byCode]
    .map(([code, of]) => ({
      code,
      title: problemTitles[code] ?? of[0]?.message ?? code,
      problems: of,
      count: of.reduce((sum, { count }) => sum + count, 0),
      isClash: clashes.includes(code),
    }))
    .sort(
      (one, other) =>
        Number(isFatal(other)) - Number(isFatal(one)) ||
        Number(other.isClash) - Number(one.isClash) ||
        other.count - one.count,
    )
}

const isFatal = ({ problems }: ProblemGroup): boolean => problems.some(({ fatal }) => fatal)

/** «строка 14, столбец «Класс», users.csv, 3 раза» */
export function whereIn({ line, column, file, count }: Problem): string {
  return [
    line === null || line === undefined ? '' : `строка ${line}`,
    column ? `столбец «${column}»` : '',
    file ?? '',
    count > 1 ? plural(count, 'раз', 'раза', 'раз') : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** All words of the search stand in the problem. */
export function isFound(problem: Problem, search: string): boolean {
  const text = [problem.message, problem.value, problem.file, problem.column, problem.line]
    .join(' ')
    .toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** For a spreadsheet. */
export const problemsCsv = (problems: readonly Problem[]): string =>
  csvTable([
    ['Файл', 'Строка', 'Столбец', 'Что не так', 'Значение', 'Сколько раз', 'Код'],
    ...problems.map(({ file, line, column, message, value, count, code }) => [
      file ?? '',
      String(line ?? ''),
      column ?? '',
      message,
      value ?? '',
      String(count),
      code,
    ]),
  ])
