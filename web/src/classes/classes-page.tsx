// «Классы»: classes of a year, who leads them, how many pupils.
'use client'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { ClassListDocument, type ClassListQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { AddClass } from './add-class.js'

type School = NonNullable<ClassListQuery['school']>
type Line = NonNullable<School['classes']>[number] & { readonly pupils: number }

export function ClassesPage() {
  const { school, today } = useSession()
  const { role, slug } = useHat()
  const [yearId, setYearId] = useState('')
  const [adding, setAdding] = useState(false)
  const asked = useMemo(
    () => ({ schoolId: school.id, yearId: yearId || null, on: today }),
    [school.id, yearId, today],
  )
  const { data, loading, trouble, again } = useQuestion(ClassListDocument, asked)
  const found = data?.school
  const columns = useMemo(() => columnsFor(slug), [slug])
  const shownYear = yearId || (found?.currentYear?.id ?? '')
  return (
    <main className="page">
      <title>Классы · Журнал</title>
      <div className="row spread">
        <h1>Классы</h1>
        {role === 'COORDINATOR' && shownYear && (
          <button type="button" className="main" onClick={() => setAdding(true)}>
            Добавить класс
          </button>
        )}
      </div>
      {!loading && !found?.classes && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      <DataTable
        name="Классы"
        rows={found ? linesOf(found) : []}
        columns={columns}
        keyOf={({ id }) => id}
        empty={loading ? <span className="waiting" /> : 'В этом году классов ещё нет.'}
      >
        <label>
          Учебный год
          <select value={shownYear} onChange={({ target }) => setYearId(target.value)}>
            {found?.years?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </DataTable>
      {adding && (
        <AddClass
          yearId={shownYear}
          close={() => {
            setAdding(false)
            void again()
          }}
        />
      )}
    </main>
  )
}

function linesOf({ classes, headCount }: School): readonly Line[] {
  const counts = new Map(headCount?.classes.map(({ schoolClass, pupils }) => [schoolClass.id, pupils]))
  return (classes ?? []).map((one) => ({ ...one, pupils: counts.get(one.id) ?? 0 }))
}

const columnsFor = (slug: string): readonly Column<Line>[] => [
  {
    id: 'name',
    title: 'Класс',
    text: ({ name }) => name,
    cell: ({ id, name }) => <Link href={`/${slug}/classes/${id}`}>{name}</Link>,
  },
  {
    id: 'leader',
    title: 'Классный руководитель',
    text: ({ classTeacher }) => classTeacher?.fullName ?? '',
    cell: ({ classTeacher }) => classTeacher?.fullName ?? <span className="amber">не назначен</span>,
  },
  { id: 'pupils', title: 'Учеников сегодня', text: ({ pupils }) => pupils },
  { id: 'groups', title: 'Групп', text: ({ groups }) => groups?.length ?? 0 },
]
