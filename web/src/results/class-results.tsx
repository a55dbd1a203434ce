// All subjects of a class in one period (A5.10).
'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { ClassResultsDocument, type ClassResultsQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { addDays, dayAndMonth, dayAt } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { Accept } from './accept.js'
import { ResultsTable, type ResultColumn, type ResultRow } from './results-table.js'
import { acceptable, isSoon, warningsNow, type Square } from './squares.js'
import { useSetting, type Setting } from './use-setting.js'
import styles from './results.module.css'

type Grid = NonNullable<ClassResultsQuery['periodGrid']>
type Props = {
  readonly schoolClass: { readonly id: string; readonly name: string }
  readonly periodId: string
}

export function ClassResults({ schoolClass, periodId }: Props) {
  const { data, loading, trouble, again } = useQuestion(
    ClassResultsDocument,
    useMemo(() => ({ classId: schoolClass.id, periodId }), [schoolClass.id, periodId]),
  )
  const setting = useSetting(again)
  const { school, today } = useSession()
  const endsOn = school.currentYear?.periods?.find(({ id }) => id === periodId)?.endsOn
  const soon = endsOn === undefined || isSoon(endsOn, today)
  const grid = data?.periodGrid
  if (loading) return <span className="waiting" />
  if (!grid) return <p role="alert">{troubleWords[trouble ?? 'service']}</p>
  return (
    <>
      <Due grid={grid} />
      {setting.refusal && (
        <p role="alert" className="red">
          {setting.refusal.message}
        </p>
      )}
      <ResultsTable
        name={`Итоги ${schoolClass.name}, ${grid.periodName}`}
        columns={columnsOf(grid, periodId, setting, soon)}
        rows={rowsOf(grid, periodId, soon)}
        setting={setting}
        upright
      />
      <Legend />
    </>
  )
}

export const Legend = () => (
  <p className="small muted">
    Серым — что выходит по правилу школы. Точка в углу — стоит посмотреть: мало отметок, много пропусков или
    итог не по среднему. Стрелки переходят между клетками, 2–5 ставят отметку, Enter показывает, из чего она
    вышла.
  </p>
)

/** Until when, and who still has not set what. */
function Due({ grid }: { readonly grid: Grid }) {
  const { today, zone } = useSession()
  const last = addDays(dayAt(grid.dueAt, zone), -1)
  const missing = grid.courses.filter(({ set, due }) => set < due)
  const late = missing.length > 0 && today > last
  return (
    <section aria-label="Срок" className={styles.due}>
      <p className={late ? 'red' : missing.length > 0 ? '' : 'green'}>
        {missing.length === 0
          ? 'Выставлено всё.'
          : late
            ? `Срок прошёл ${dayAndMonth(last)} (п. 3.6.8).`
            : `Выставить до ${dayAndMonth(last)} включительно (п. 3.6.8).`}
      </p>
      {missing.length > 0 && (
        <details>
          <summary>
            Ещё не выставлено: {missing.length} из {grid.courses.filter(({ due }) => due > 0).length}{' '}
            предметов
          </summary>
          <ul>
            {missing.map(({ courseId, subjectName, learnersName, teacherName, set, due }) => (
              <li key={courseId}>
                {subjectName} <span className="muted">{learnersName}</span>:{' '}
                {teacherName ? withInitials(teacherName) : 'без учителя'}, {set} из {due}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function columnsOf(grid: Grid, periodId: string, setting: Setting, soon: boolean): ResultColumn[] {
  const named = (course: Grid['courses'][number]) => subjectIn(grid, course)
  return grid.courses.map((course, c) => ({
    id: course.courseId,
    title: named(course),
    head: (
      <Head
        course={course}
        name={named(course)}
        squares={soon ? grid.rows.map((row) => squareOf(grid, row, c, periodId, soon)) : []}
        setting={setting}
      />
    ),
  }))
}

type HeadProps = {
  readonly course: Grid['courses'][number]
  readonly name: string
  readonly squares: readonly (Square | null)[]
  readonly setting: Setting
}

function Head({ course, name, squares, setting }: HeadProps) {
  const { slug } = useHat()
  const open = acceptable(squares)
  return (
    <div className={styles.head}>
      <Link href={`/${slug}/results/${course.courseId}`} title={course.teacherName ?? 'без учителя'}>
        {name}
      </Link>
      {course.withoutAttestation ? (
        <small title="Без аттестации">б/а</small>
      ) : (
        <small className={course.set < course.due ? '' : 'green'}>
          {course.set}/{course.due}
        </small>
      )}
      {course.viewerCanSet && open.length > 0 && (
        <Accept of={open[0]?.of ?? course.subjectName} squares={open} setting={setting} />
      )}
    </div>
  )
}

/** A subject that groups learn apart is told with its group: «Английский язык, английский 1». */
function subjectIn(grid: Grid, course: Grid['courses'][number]): string {
  const apart = grid.courses.filter(({ subjectName }) => subjectName === course.subjectName).length > 1
  const group = course.learnersName.split(' · ')[1]
  return apart && group ? `${course.subjectName}, ${group}` : course.subjectName
}

const rowsOf = (grid: Grid, periodId: string, soon: boolean): ResultRow[] =>
  grid.rows.map((row) => ({
    pupilId: row.pupilId,
    pupilName: row.pupilName,
    squares: grid.courses.map((_, c) => squareOf(grid, row, c, periodId, soon)),
  }))

function squareOf(
  grid: Grid,
  row: Grid['rows'][number],
  c: number,
  periodId: string,
  soon: boolean,
): Square | null {
  const cell = row.cells[c]
  const course = grid.courses[c]
  if (!cell || !course || course.withoutAttestation) return null
  return {
    pupilId: row.pupilId,
    pupilName: row.pupilName,
    of: `${course.subjectName}, ${grid.periodName.toLowerCase()}`,
    target: { kind: 'period', courseId: course.courseId, periodId },
    mark: cell.mark ?? null,
    proposed: cell.proposed ?? null,
    warnings: warningsNow(cell.warnings, soon),
    between: cell.between && !cell.mark,
    cell,
    settable: course.viewerCanSet && (course.viewerIsAuthor || !cell.mark),
    author: course.viewerIsAuthor,
  }
}
