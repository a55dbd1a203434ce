// One class: its pupils and its division into groups.
'use client'
import Link from 'next/link'
import { useParams } from 'next/navigation'
import { useMemo } from 'react'
import { ClassPageDocument, type ClassPageQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { fullDate } from '../school/dates.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { DiaryLink } from '../diary/diary-link.js'
import { ClassSettings } from './class-settings.js'
import { Divisions } from './divisions.js'
import styles from './classes.module.css'

type SchoolClass = NonNullable<ClassPageQuery['schoolClass']>
type Pupil = NonNullable<SchoolClass['pupils']>[number]

export function ClassPage() {
  const { role, slug } = useHat()
  const classId = String(useParams()['classId'] ?? '')
  const { data, loading, trouble, again } = useQuestion(
    ClassPageDocument,
    useMemo(() => ({ classId }), [classId]),
  )
  const one = data?.schoolClass
  return (
    <main className="page">
      <title>{`${one?.name ?? 'Класс'} · Журнал`}</title>
      <p className="small">
        <Link href={`/${slug}/classes`}>Классы</Link>
      </p>
      {loading && <span className="waiting" />}
      {!loading && !one && <p role="alert">{trouble ? troubleWords[trouble] : 'Такого класса нет.'}</p>}
      {one && (
        <>
          <h1>{one.name}</h1>
          <p className="muted">
            {one.year?.name}, классный руководитель: {one.classTeacher?.fullName ?? 'не назначен'}
          </p>
          {role === 'COORDINATOR' && <ClassSettings schoolClass={one} changed={() => void again()} />}
          <Pupils of={one} slug={slug} />
          <Divisions schoolClass={one} mayDecide={role === 'COORDINATOR' || role === 'JOURNAL_ADMIN'} />
        </>
      )}
    </main>
  )
}

function Pupils({ of, slug }: { readonly of: SchoolClass; readonly slug: string }) {
  const columns = useMemo(() => pupilColumns(slug), [slug])
  return (
    <section className={styles.section} aria-labelledby="pupils">
      <h2 id="pupils">Ученики</h2>
      <DataTable
        name={`Ученики ${of.name}`}
        rows={of.pupils ?? []}
        columns={columns}
        keyOf={({ id }) => id}
        empty="Сегодня в классе никого нет: учеников зачисляет приказ."
      />
    </section>
  )
}

export const pupilColumns = (slug: string): readonly Column<Pupil>[] => [
  {
    id: 'name',
    title: 'Ученик',
    text: ({ fullName }) => fullName ?? '',
    cell: ({ id, fullName }) => (
      <>
        <Link href={`/${slug}/people/${id}`}>{fullName}</Link>
        {slug !== 'teacher' && <DiaryLink slug={slug} pupilId={id} />}
      </>
    ),
  },
  {
    id: 'birth',
    title: 'Дата рождения',
    text: ({ birthDate }) => (birthDate ? fullDate(birthDate) : ''),
    sortBy: ({ birthDate }) => birthDate ?? '',
  },
  { id: 'paper', title: 'Сведения', text: ({ paperOnly }) => (paperOnly ? 'на бумаге' : '') },
]
