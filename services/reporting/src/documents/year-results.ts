// Marks of all periods of a year, of examinations and the final ones, for the year's summary in the journal of its last period.
import type { Asker } from '../graph.js'
import type { CourseData } from '../ledger/data-set.js'

type Period = { id: string; kind: string; startsOn: string; fromGrade: number; toGrade: number }

/** The year itself, or the last of its shorter periods for the grade. */
export function isLastOf(periods: readonly Period[], period: Period, grade: number): boolean {
  if (period.kind === 'YEAR') return true
  return !periods.some(
    (one) =>
      one.kind !== 'YEAR' && one.fromGrade <= grade && grade <= one.toGrade && one.startsOn > period.startsOn,
  )
}

const gridQuery = `query YearForJournal($course: ID!) {
  courseGrid(courseId: $course) {
    periods { name }
    rows { pupilId cells { mark { value } } exam { value } final { value } }
  }
}`
type GridTold = {
  courseGrid: {
    periods: { name: string }[]
    rows: {
      pupilId: string
      cells: ({ mark: { value: string } | null } | null)[]
      exam: { value: string } | null
      final: { value: string } | null
    }[]
  } | null
}
type Results = NonNullable<CourseData['results']>

/** As they stand when the journal is collected: heads of the lines, and values by course and pupil, of the journal's pupils. */
export async function yearResults(
  ask: Asker,
  courseIds: readonly string[],
  pupilIds: readonly string[],
): Promise<{ heads: string[]; rows: ReadonlyMap<string, Results> }> {
  const listed = new Set(pupilIds)
  const rows = new Map<string, Results>()
  let heads: string[] = []
  for (const course of courseIds) {
    const { courseGrid } = await ask<GridTold>(gridQuery, { course })
    if (!courseGrid) continue
    const names = [...courseGrid.periods.map(({ name }) => name), 'Экзамен', 'Итоговая']
    if (names.length > heads.length) heads = names
    const own = courseGrid.rows.filter(({ pupilId }) => listed.has(pupilId))
    rows.set(
      course,
      own.map(({ pupilId, cells, exam, final }) => ({
        pupilId,
        values: [...cells.map((cell) => cell?.mark?.value ?? ''), exam?.value ?? '', final?.value ?? ''],
      })),
    )
  }
  return { heads, rows }
}
