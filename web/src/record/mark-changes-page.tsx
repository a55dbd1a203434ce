// «Изменения отметок»: who, when, from what, to what, why (3.8).
'use client'
import { useMemo, useState } from 'react'
import { MarkChangesDocument, WhomToChooseDocument, type MarkChangesQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { addDays, momentInWords } from '../school/dates.js'
import { useSession } from '../session/session.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { usePages } from '../table/use-pages.js'
import { ChangesFiles } from './changes-files.js'
import { OfClass } from './of-class.js'
import { RecordTabs } from './record-tabs.js'

type Change = NonNullable<MarkChangesQuery['markChanges']>['edges'][number]['node']

export function MarkChangesPage() {
  const { school, today, zone } = useSession()
  const [from, setFrom] = useState(addDays(today, -14))
  const [to, setTo] = useState(today)
  const [actorId, setActorId] = useState('')
  const [classId, setClassId] = useState('')
  const [courseId, setCourseId] = useState('')
  const [pupilId, setPupilId] = useState('')
  const [all, setAll] = useState(false)
  const { data } = useQuestion(
    WhomToChooseDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  const asked = useMemo(
    () =>
      from && to
        ? {
            schoolId: school.id,
            from,
            to,
            actorId: actorId || null,
            schoolClassId: classId || null,
            courseId: courseId || null,
            pupilId: pupilId || null,
            changedOnly: !all,
          }
        : null,
    [school.id, from, to, actorId, classId, courseId, pupilId, all],
  )
  const pages = usePages(
    MarkChangesDocument,
    useMemo(() => asked && { ...asked, first: 100 }, [asked]),
    ({ markChanges }) => markChanges,
  )
  const columns = useMemo(() => columnsFor(zone, today), [zone, today])
  return (
    <main className="page">
      <title>Изменения отметок · Журнал</title>
      <h1>Изменения отметок</h1>
      <RecordTabs />
      {asked && !pages.loading && !pages.rows && (
        <p role="alert">{troubleWords[pages.trouble ?? 'service']}</p>
      )}
      <DataTable
        name="Изменения отметок"
        rows={pages.rows ?? []}
        columns={columns}
        keyOf={({ entryId }) => entryId}
        all={pages.all}
        empty={asked && pages.loading ? <span className="waiting" /> : 'В эти дни отметок не меняли.'}
      >
        <label>
          С
          <input type="date" value={from} max={to} onChange={({ target }) => setFrom(target.value)} />
        </label>
        <label>
          По
          <input type="date" value={to} min={from} onChange={({ target }) => setTo(target.value)} />
        </label>
        <label>
          Учитель
          <select value={actorId} onChange={({ target }) => setActorId(target.value)}>
            <option value="">все</option>
            {data?.school?.staff?.map((person) => (
              <option key={person.id} value={person.id}>
                {person.fullName}
              </option>
            ))}
          </select>
        </label>
        <label>
          Класс
          <select
            value={classId}
            onChange={({ target }) => {
              setClassId(target.value)
              setCourseId('')
              setPupilId('')
            }}
          >
            <option value="">все</option>
            {data?.school?.classes?.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        {classId && (
          <OfClass
            key={classId}
            classId={classId}
            courseId={courseId}
            pupilId={pupilId}
            chooseCourse={setCourseId}
            choosePupil={setPupilId}
          />
        )}
        <label>
          <input type="checkbox" checked={all} onChange={({ target }) => setAll(target.checked)} />и первые
          отметки
        </label>
      </DataTable>
      {asked && <ChangesFiles key={JSON.stringify(asked)} asked={asked} />}
      {pages.hasMore && (
        <p>
          <button type="button" onClick={() => void pages.more()}>
            Показать ещё
          </button>
        </p>
      )}
    </main>
  )
}

const columnsFor = (zone: string, today: string): readonly Column<Change>[] => [
  { id: 'at', title: 'Когда', text: ({ at }) => momentInWords(at, zone, today), sortBy: ({ at }) => at },
  { id: 'by', title: 'Кто', text: ({ byName }) => byName },
  { id: 'pupil', title: 'Ученик', text: ({ pupilName }) => pupilName },
  { id: 'subject', title: 'Предмет', text: ({ subjectName }) => subjectName },
  { id: 'from', title: 'Было', text: ({ from }) => from ?? '—' },
  { id: 'to', title: 'Стало', text: ({ to }) => to ?? 'убрана' },
  {
    id: 'reason',
    title: 'Почему',
    text: ({ reason, voided }) =>
      [reason, voided ? 'недействительна (п. 4.4)' : ''].filter(Boolean).join('; '),
  },
]
