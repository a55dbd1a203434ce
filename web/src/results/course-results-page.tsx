// One course's year: periods, the year, the examination, the final mark (A6.3, A6.10).
'use client'
import Link from 'next/link'
import { useParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import { Modal } from '../controls/modal.js'
import { CourseResultsDocument, type CourseResultsQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { addDays, dayAndMonth, dayAt, daysBetween } from '../school/dates.js'
import { plural, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { Accept } from './accept.js'
import { Legend } from './class-results.js'
import { ResultsTable, type ResultColumn, type ResultRow } from './results-table.js'
import { acceptable, isSoon, warningsNow, type Square } from './squares.js'
import { useSetting, type Setting } from './use-setting.js'
import styles from './results.module.css'

type Grid = NonNullable<CourseResultsQuery['courseGrid']>
type Period = Grid['periods'][number]

export function CourseResultsPage() {
  const { courseId } = useParams<{ courseId: string }>()
  const { slug } = useHat()
  const { data, loading, trouble, again } = useQuestion(
    CourseResultsDocument,
    useMemo(() => ({ courseId }), [courseId]),
  )
  const setting = useSetting(again)
  const grid = data?.courseGrid
  const name = grid ? `${grid.learnersName} · ${grid.subjectName}` : 'Итоги'
  return (
    <main className={`page ${styles.page}`}>
      <title>{`Итоги ${name} · Журнал`}</title>
      <p className="small">
        <Link href={`/${slug}/results`}>Итоги</Link>
      </p>
      <div className="row spread">
        <h1>{name}</h1>
        {grid && <Link href={`/${slug}/journals/${grid.courseId}`}>Журнал</Link>}
      </div>
      {loading && <span className="waiting" />}
      {!loading && !grid && (
        <p role="alert">
          {trouble ? troubleWords[trouble] : 'Такого предмета нет, или эта страница не для вас.'}
        </p>
      )}
      {grid && <Course grid={grid} name={name} setting={setting} />}
    </main>
  )
}

function Course({
  grid,
  name,
  setting,
}: {
  readonly grid: Grid
  readonly name: string
  readonly setting: Setting
}) {
  const { today } = useSession()
  if (grid.withoutAttestation)
    return <p>Этот предмет без аттестации: итоговые отметки по нему не ставятся (п. 3.6.6).</p>
  return (
    <>
      <p className="muted">{grid.teacherName ? withInitials(grid.teacherName) : 'без учителя'}</p>
      <Soon grid={grid} />
      {setting.refusal && (
        <p role="alert" className="red">
          {setting.refusal.message}
        </p>
      )}
      <ResultsTable
        name={`Итоги ${name}`}
        columns={columnsOf(grid, setting, today)}
        rows={rowsOf(grid, today)}
        setting={setting}
      />
      <Legend />
    </>
  )
}

function Soon({ grid }: { readonly grid: Grid }) {
  const { today, zone } = useSession()
  const now = grid.periods.find(
    ({ kind, startsOn, endsOn }) => kind !== 'YEAR' && startsOn <= today && today <= endsOn,
  )
  const at = now ? grid.periods.indexOf(now) : -1
  const owed = grid.periods.filter(
    ({ kind, endsOn, set, due }) => kind !== 'YEAR' && endsOn < today && set < due,
  )
  const left = now ? daysBetween(today, now.endsOn) : null
  const between = grid.rows.filter((row) => row.cells[at]?.between && !row.cells[at].mark)
  return (
    <>
      {owed.map((period) => {
        const last = addDays(dayAt(period.dueAt, zone), -1)
        return (
          <p key={period.periodId} className={today > last ? 'red' : 'amber'}>
            {period.name}: выставлено {period.set} из {period.due}, срок {today > last ? 'прошёл' : 'до'}{' '}
            {dayAndMonth(last)}.
          </p>
        )
      })}
      {now && left !== null && isSoon(now.endsOn, today) && (
        <p>
          До конца периода «{now.name}» {plural(left, 'день', 'дня', 'дней')}.{' '}
          {between.length > 0
            ? `Между двумя отметками: ${between.map(({ pupilName }) => withInitials(pupilName)).join(', ')}.`
            : 'Между двумя отметками никого нет.'}
        </p>
      )}
    </>
  )
}

function columnsOf(grid: Grid, setting: Setting, today: string): ResultColumn[] {
  const rows = rowsOf(grid, today)
  const column = (c: number) => rows.map(({ squares }) => squares[c] ?? null)
  const ends = grid.periods.some(({ kind }) => kind === 'YEAR')
  const first = grid.periods.length
  return [
    ...grid.periods.map((period, c) => ({
      id: period.periodId,
      title: period.name,
      strong: period.kind === 'YEAR',
      head: <PeriodHead grid={grid} period={period} squares={column(c)} setting={setting} />,
    })),
    ...(ends
      ? [
          { id: 'EXAM', title: 'Экзамен', head: <div className={styles.head}>Экзамен</div> },
          {
            id: 'FINAL',
            title: 'Итоговая',
            strong: true,
            head: (
              <div className={styles.head}>
                Итоговая
                {grid.viewerCanSetFinal && (
                  <Accept
                    of={`${grid.subjectName}, итоговая`}
                    squares={acceptable(column(first + 1))}
                    setting={setting}
                  />
                )}
              </div>
            ),
          },
        ]
      : []),
  ]
}

type HeadProps = {
  readonly grid: Grid
  readonly period: Period
  readonly squares: readonly (Square | null)[]
  readonly setting: Setting
}

function PeriodHead({ grid, period, squares, setting }: HeadProps) {
  const open = acceptable(squares)
  const { today } = useSession()
  const begun = today >= period.startsOn
  return (
    <div className={styles.head}>
      {period.name}
      {begun && (
        <small className={period.set < period.due ? '' : 'green'}>
          {period.locked ? 'закрыт' : `${period.set}/${period.due}`}
        </small>
      )}
      {period.viewerCanSet && (
        <Accept of={`${grid.subjectName}, ${period.name}`} squares={open} setting={setting} />
      )}
      {period.viewerCanSet && period.viewerIsAuthor && !period.locked && period.set > 0 && (
        <Close courseId={grid.courseId} period={period} setting={setting} />
      )}
    </div>
  )
}

/** Locks the page for good: only the coordinator opens it, for some hours (6.2). */
function Close({
  courseId,
  period,
  setting,
}: {
  readonly courseId: string
  readonly period: Period
  readonly setting: Setting
}) {
  const [asking, setAsking] = useState(false)
  const close = async () => {
    if (await setting.close(courseId, period.periodId)) setAsking(false)
  }
  const missing = period.due - period.set
  return (
    <>
      <button type="button" className={`link ${styles.act}`} onClick={() => setAsking(true)}>
        закрыть
      </button>
      {asking && (
        <Modal title={`Закрыть: ${period.name}`} close={() => setAsking(false)}>
          <p>
            После этого ни отметки, ни темы, ни пропуски за этот период не изменить. Открыть страницу сможет
            координатор, на несколько часов и с причиной (п. 6.2).
          </p>
          {missing > 0 && (
            <p className="amber">
              Без отметки за период: {plural(missing, 'ученик', 'ученика', 'учеников')}.
            </p>
          )}
          {setting.refusal && (
            <p role="alert" className="red">
              {setting.refusal.message}
            </p>
          )}
          <button type="button" className="main" disabled={setting.busy} onClick={() => void close()}>
            Закрыть период
          </button>
        </Modal>
      )}
    </>
  )
}

function rowsOf(grid: Grid, today: string): ResultRow[] {
  const { courseId, subjectName } = grid
  const year = grid.periods.find(({ kind }) => kind === 'YEAR')
  return grid.rows.map((row) => {
    const whole = year ? (row.cells[grid.periods.indexOf(year)] ?? null) : null
    const shared = { pupilId: row.pupilId, pupilName: row.pupilName, author: year?.viewerIsAuthor ?? false }
    const periods = grid.periods.map((period, c): Square | null => {
      const cell = row.cells[c]
      if (!cell) return null
      return {
        ...shared,
        of: `${subjectName}, ${period.name.toLowerCase()}`,
        target: { kind: 'period', courseId, periodId: period.periodId },
        mark: cell.mark ?? null,
        proposed: cell.proposed ?? null,
        warnings: warningsNow(cell.warnings, isSoon(period.endsOn, today)),
        between: cell.between && !cell.mark,
        cell,
        settable: period.viewerCanSet && (period.viewerIsAuthor || !cell.mark),
        author: period.viewerIsAuthor,
      }
    })
    if (!year) return { ...shared, squares: periods }
    const end = (kind: 'EXAM' | 'FINAL'): Square | null =>
      whole && {
        ...shared,
        of: `${subjectName}, ${kind === 'EXAM' ? 'экзамен' : 'итоговая'}`,
        target: { kind, courseId },
        mark: (kind === 'EXAM' ? row.exam : row.final) ?? null,
        proposed: kind === 'FINAL' ? (row.proposedFinal ?? null) : null,
        warnings: [],
        between: false,
        cell: kind === 'FINAL' ? whole : null,
        settable:
          grid.viewerCanSetFinal && (year.viewerIsAuthor || !(kind === 'EXAM' ? row.exam : row.final)),
      }
    return { ...shared, squares: [...periods, end('EXAM'), end('FINAL')] }
  })
}
