// «Нет сегодня»: who is not at school, by class, and where attendance is not taken yet. One page, also on paper.
'use client'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { DayArrows } from '../controls/day-arrows.js'
import { AbsentTodayDocument, type AbsentLineFragment, type AbsentTodayQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { absenceLetter } from '../journal/cells.js'
import { longDate } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import { Tabs } from '../shell/tabs.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { attendanceTabs } from './attendance-page.js'
import { reasonInWords, reasonName } from './words.js'
import styles from './attendance.module.css'

type Taken = NonNullable<AbsentTodayQuery['attendanceTaken']>[number]

export function AbsentPage() {
  const { school, today } = useSession()
  const { slug } = useHat()
  const date = useSearchParams().get('on') ?? today
  const { data, loading, trouble } = useQuestion(
    AbsentTodayDocument,
    useMemo(() => ({ schoolId: school.id, date }), [school.id, date]),
  )
  const absent = data?.absentOn
  const taken = data?.attendanceTaken
  const columns = useMemo(() => columnsFor(slug, date), [slug, date])
  return (
    <main className={`page ${styles.paper}`}>
      <title>{`Нет сегодня · ${longDate(date)} · Журнал`}</title>
      <div className="row spread">
        <h1>{date === today ? 'Нет сегодня' : 'Не было в школе'}</h1>
        <DayArrows day={date} />
      </div>
      <Tabs section="attendance" tabs={attendanceTabs} />
      {loading && <span className="waiting" />}
      {!loading && !(absent && taken) && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {absent && taken && (
        <>
          <p className={styles.sum}>
            <b>{longDate(date)}</b>: {sumOf(absent, taken)}
          </p>
          <NotTaken taken={taken} />
          <DataTable
            name={`Нет в школе ${date}`}
            rows={absent}
            columns={columns}
            keyOf={({ pupilId }) => pupilId}
            empty={
              taken.some((one) => one.taken > 0)
                ? 'Все, кого уже отметили, на месте.'
                : 'Посещаемость ещё нигде не отмечена.'
            }
          >
            <button type="button" onClick={() => window.print()}>
              Напечатать
            </button>
          </DataTable>
        </>
      )}
    </main>
  )
}

function sumOf(absent: readonly AbsentLineFragment[], taken: readonly Taken[]): string {
  const pupils = taken.reduce((sum, one) => sum + one.pupils, 0)
  const missing = plural(absent.length, 'ученика нет', 'учеников нет', 'учеников нет')
  return `${missing} из ${pupils}`
}

/** Lessons that have begun and whose attendance nobody has taken, by class. */
function NotTaken({ taken }: { readonly taken: readonly Taken[] }) {
  const open = taken.filter((one) => one.taken < one.begun)
  const begun = taken.some((one) => one.begun > 0)
  if (!begun) return <p className="muted">Уроки ещё не начались.</p>
  if (open.length === 0) return <p className="green">Посещаемость отмечена на всех начавшихся уроках.</p>
  return (
    <p className="amber">
      Ещё не отмечено:{' '}
      {open
        .map((one) => `${one.className} (${plural(one.begun - one.taken, 'урок', 'урока', 'уроков')})`)
        .join(', ')}
      .
    </p>
  )
}

const columnsFor = (slug: string, date: string): readonly Column<AbsentLineFragment>[] => [
  {
    id: 'class',
    title: 'Класс',
    text: ({ className }) => className,
    cell: ({ classId, className }) => (
      <Link href={`/${slug}/attendance?class=${classId}&month=${date.slice(0, 7)}`}>{className}</Link>
    ),
  },
  { id: 'name', title: 'Ученик', text: ({ pupilName }) => pupilName },
  {
    id: 'missed',
    title: 'Пропущено уроков',
    text: ({ missed, begun }) => `${missed} из ${begun}`,
    sortBy: ({ missed }) => missed,
  },
  { id: 'code', title: 'У учителя', text: ({ code }) => absenceLetter[code] },
  {
    id: 'reason',
    title: 'Причина',
    text: (one) => reasonInWords({ ...one, reasonByName: null }) || reasonName[one.code],
  },
]
