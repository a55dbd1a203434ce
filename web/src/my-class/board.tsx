// The class teacher's first page: who is not here, who is slipping, what I owe, and all subjects of the class.
'use client'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { DayDialog } from '../attendance/day-dialog.js'
import styles from '../attendance/attendance.module.css'
import { reasonInWords, reasonName } from '../attendance/words.js'
import {
  ClassAttendanceDocument,
  ClassCoursesDocument,
  ClassTodayDocument,
  type ClassTodayQuery,
} from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { CourseList } from '../journals/course-list.js'
import { addDays } from '../school/dates.js'
import { plural, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { AtRisk } from './at-risk.js'
import { BlankPage } from './blank-page.js'
import type { SchoolClass } from './my-class-page.js'

const daysBack = 30
const shownAtFirst = 5

export function Board({ of }: { readonly of: SchoolClass }) {
  const { today } = useSession()
  const span = useMemo(() => ({ classId: of.id, from: addDays(today, -daysBack), to: today }), [of.id, today])
  const attendance = useQuestion(ClassAttendanceDocument, span)
  const courses = useQuestion(
    ClassCoursesDocument,
    useMemo(() => ({ classId: of.id }), [of.id]),
  )
  const month = attendance.data?.classAttendance ?? null
  return (
    <div className={styles.board}>
      <AbsentNow of={of} changed={attendance.again} />
      <section aria-labelledby="owed">
        <h2 id="owed">Ждёт вас</h2>
        {attendance.loading && <span className="waiting" />}
        {!attendance.loading && !month && <p role="alert">{troubleWords[attendance.trouble ?? 'service']}</p>}
        {month && (
          <Owed
            unknown={month.totals.unknown}
            checks={month.checks.length}
            gaps={(of.pupils ?? []).filter(({ person }) => (person?.gaps?.length ?? 0) > 0).length}
            classId={of.id}
          />
        )}
      </section>
      <section aria-labelledby="missing">
        <h2 id="missing">Больше всех пропустили за {daysBack} дней</h2>
        {month && <MostMissed rows={month.rows} />}
      </section>
      <AtRisk of={of} />
      <section aria-labelledby="subjects">
        <h2 id="subjects">Предметы класса</h2>
        <CourseList
          courses={courses.data?.schoolClass?.courses ?? null}
          loading={courses.loading}
          trouble={troubleWords[courses.trouble ?? 'service']}
          empty="У класса ещё нет предметов."
        />
      </section>
      <BlankPage schoolClass={of} />
    </div>
  )
}

type Absent = NonNullable<ClassTodayQuery['absentOn']>[number]

function AbsentNow({ of, changed }: { readonly of: SchoolClass; readonly changed: () => Promise<void> }) {
  const { school, today } = useSession()
  const asked = useMemo(
    () => ({ schoolId: school.id, classId: of.id, date: today }),
    [school.id, of.id, today],
  )
  const { data, loading, trouble, again } = useQuestion(ClassTodayDocument, asked)
  const [opened, setOpened] = useState<Absent | null>(null)
  const taken = data?.attendanceTaken?.find(({ classId }) => classId === of.id)
  const absent = data?.absentOn
  return (
    <section aria-labelledby="absent">
      <h2 id="absent">Нет сегодня</h2>
      {loading && <span className="waiting" />}
      {!loading && !absent && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {taken && <p className={taken.taken < taken.begun ? 'amber' : 'muted'}>{takenWords(taken)}</p>}
      <ul>
        {absent?.map((one) => (
          <li key={one.pupilId}>
            <button type="button" className="link" onClick={() => setOpened(one)}>
              {withInitials(one.pupilName)}
            </button>{' '}
            <span className={one.reason ? 'muted' : 'amber'}>
              {one.missed} из {one.begun},{' '}
              {reasonInWords({ ...one, reasonByName: null }) || reasonName[one.code]}
            </span>
          </li>
        ))}
      </ul>
      {absent?.length === 0 && taken && taken.taken > 0 && <p className="green">Все отмеченные на месте.</p>}
      {opened && (
        <DayDialog
          row={opened}
          classId={of.id}
          day={today}
          writable
          changed={async () => {
            await Promise.all([again(), changed()])
          }}
          close={() => setOpened(null)}
        />
      )}
    </section>
  )
}

function takenWords({ begun, taken }: { readonly begun: number; readonly taken: number }): string {
  if (begun === 0) return 'Уроки ещё не начались.'
  if (taken === begun) return `Отмечено на всех начавшихся уроках: ${begun}.`
  return `Отмечено на ${taken} из ${plural(begun, 'начавшегося урока', 'начавшихся уроков', 'начавшихся уроков')}.`
}

type OwedProps = {
  readonly unknown: number
  readonly checks: number
  readonly gaps: number
  readonly classId: string
}

function Owed({ unknown, checks, gaps, classId }: OwedProps) {
  const { slug } = useHat()
  if (unknown + checks + gaps === 0) return <p className="muted">Причины указаны, карточки заполнены.</p>
  return (
    <ul>
      {unknown > 0 && (
        <li>
          <Link href={`/${slug}/attendance?class=${classId}`}>
            {plural(unknown, 'пропуск', 'пропуска', 'пропусков')} без причины
          </Link>
        </li>
      )}
      {checks > 0 && (
        <li>
          <Link href={`/${slug}/attendance?class=${classId}`}>
            {plural(checks, 'расхождение', 'расхождения', 'расхождений')} в посещаемости
          </Link>
        </li>
      )}
      {gaps > 0 && (
        <li>
          <Link href={`/${slug}/my-class/gaps?class=${classId}`}>
            {plural(gaps, 'карточка', 'карточки', 'карточек')} с пробелами
          </Link>
        </li>
      )}
    </ul>
  )
}

type Rows = readonly {
  readonly pupilId: string
  readonly pupilName: string
  readonly totals: { readonly lessonsMissed: number; readonly daysMissed: number; readonly unknown: number }
}[]

function MostMissed({ rows }: { readonly rows: Rows }) {
  const { slug } = useHat()
  const most = rows
    .filter(({ totals }) => totals.lessonsMissed > 0)
    .sort((a, b) => b.totals.lessonsMissed - a.totals.lessonsMissed)
  if (most.length === 0) return <p className="muted">За {daysBack} дней пропусков не было.</p>
  return (
    <ul className={styles.named}>
      {most.slice(0, shownAtFirst).map(({ pupilId, pupilName, totals }) => (
        <li key={pupilId}>
          <Link href={`/${slug}/people/${pupilId}`}>{withInitials(pupilName)}</Link>{' '}
          <span className="muted">
            {plural(totals.lessonsMissed, 'урок', 'урока', 'уроков')}
            {totals.daysMissed > 0 && `, целых дней: ${totals.daysMissed}`}
            {totals.unknown > 0 && `, без причины: ${totals.unknown}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
