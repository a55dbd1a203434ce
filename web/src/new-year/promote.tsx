// Everybody's move in one order, with exceptions by pupil; first as a plan.
'use client'
import { useMemo, useState, type FormEvent } from 'react'
import {
  ClassesOfYearDocument,
  PromoteSchoolDocument,
  type MovementKind,
  type PromoteSchoolMutation,
} from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useQuestion } from '../graph/use-question.js'
import { kindName } from '../orders/movement-words.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { MoveChoice, type Exception } from './move-choice.js'
import styles from './new-year.module.css'

type Year = { readonly id: string; readonly name: string }
type Props = { readonly from: Year; readonly to: Year; readonly promoted: () => void }
type Move = NonNullable<PromoteSchoolMutation['promoteSchool']['plan']>[number]

export function Promote({ from, to, promoted }: Props) {
  const { school, today } = useSession()
  const [paper, setPaper] = useState({ number: '', date: today })
  const [exceptions, setExceptions] = useState<ReadonlyMap<string, Exception>>(new Map())
  const [plan, setPlan] = useState<readonly Move[] | null>(null)
  const [onlyProblems, setOnlyProblems] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [id] = useState(newId)
  const classesOfYear = useQuestion(
    ClassesOfYearDocument,
    useMemo(() => ({ schoolId: school.id, yearId: to.id }), [school.id, to.id]),
  )
  const classes = classesOfYear.data?.school?.classes
  // The classes may have been made on this page a moment ago.
  const draw = () => Promise.all([classesOfYear.again(), ask(true)])
  const ask = async (preview: boolean, changed = exceptions): Promise<boolean> => {
    setBusy(true)
    const input = {
      requestId: newId(),
      id,
      fromYearId: from.id,
      toYearId: to.id,
      orderNumber: paper.number.trim() || 'проект',
      orderDate: paper.date,
      exceptions: [...changed].map(([pupilId, { kind, toClassId }]) => ({ pupilId, kind, toClassId })),
      preview,
    }
    const { data, trouble } = await act(PromoteSchoolDocument, { input })
    setBusy(false)
    const payload = data?.promoteSchool
    setFault(payload ? (payload.errors[0]?.message ?? null) : troubleWords[trouble ?? 'service'])
    if (payload?.plan) setPlan(payload.plan)
    return payload !== undefined && payload.errors.length === 0
  }
  const choose = (pupilId: string, exception: Exception | null) => {
    const changed = new Map(exceptions)
    if (exception) changed.set(pupilId, exception)
    else changed.delete(pupilId)
    setExceptions(changed)
    void ask(true, changed)
  }
  const problems = plan?.filter(({ problem }) => problem).length ?? 0
  const carry = async (event: FormEvent) => {
    event.preventDefault()
    if (await ask(false)) promoted()
  }
  if (!plan)
    return (
      <>
        <p className="muted">Все ученики разом: каждый в свой класс следующего года, выпускники выбывают.</p>
        {fault && (
          <p role="alert" className="red">
            {fault}
          </p>
        )}
        <button type="button" disabled={busy} onClick={() => void draw()} style={{ marginTop: 10 }}>
          Составить план перевода
        </button>
      </>
    )
  const shown = onlyProblems ? plan.filter(({ problem }) => problem) : plan
  return (
    <>
      <p>{sumsOf(plan)}</p>
      {problems > 0 && (
        <p className="amber">
          {plural(problems, 'ученика', 'учеников', 'учеников')} по правилу не перевести: скажите, что с ними.
        </p>
      )}
      <DataTable
        name={`План перевода на ${to.name}`}
        rows={shown}
        columns={columnsFor(classes ?? [], exceptions, choose)}
        keyOf={({ pupil }) => pupil?.id ?? ''}
        empty="Переводить некого."
      >
        <label className="row">
          <input
            type="checkbox"
            checked={onlyProblems}
            onChange={({ target }) => setOnlyProblems(target.checked)}
          />
          Только нерешённые
        </label>
      </DataTable>
      {fault && (
        <p role="alert" className="red">
          {fault}
        </p>
      )}
      <form onSubmit={(event) => void carry(event)}>
        <div className={styles.fields}>
          <label>
            Номер приказа
            <input
              required
              maxLength={40}
              value={paper.number}
              onChange={({ target }) => setPaper({ ...paper, number: target.value })}
            />
          </label>
          <label>
            Дата приказа
            <input
              type="date"
              required
              max={today}
              value={paper.date}
              onChange={({ target }) => setPaper({ ...paper, date: target.value })}
            />
          </label>
        </div>
        <button type="submit" className="main" disabled={busy || problems > 0 || plan.length === 0}>
          Перевести {plural(plan.length, 'ученика', 'учеников', 'учеников')}
        </button>
        <p className="muted small">До первого дня нового года перевод можно отменить целиком.</p>
      </form>
    </>
  )
}

function sumsOf(plan: readonly Move[]): string {
  const counts = new Map<MovementKind, number>()
  for (const { kind } of plan) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => `${kindName[kind]}: ${count}`).join('. ')
}

type Choose = (pupilId: string, exception: Exception | null) => void
type Class = { readonly id: string; readonly name: string }

const columnsFor = (
  classes: readonly Class[],
  exceptions: ReadonlyMap<string, Exception>,
  choose: Choose,
): readonly Column<Move>[] => [
  { id: 'name', title: 'Ученик', text: ({ pupil }) => pupil?.fullName ?? '' },
  { id: 'from', title: 'Сейчас', text: ({ from }) => from?.name ?? '' },
  {
    id: 'to',
    title: 'Будет',
    text: ({ kind, to, problem }) => problem ?? `${kindName[kind]} ${to?.name ?? ''}`.trim(),
    cell: ({ kind, to, problem }) =>
      problem ? <span className="amber">{problem}</span> : `${kindName[kind]} ${to?.name ?? ''}`,
  },
  {
    id: 'choice',
    title: 'Исключение',
    text: ({ pupil }) => (exceptions.has(pupil?.id ?? '') ? 'да' : ''),
    cell: ({ pupil }) =>
      pupil && (
        <MoveChoice
          name={pupil.fullName ?? ''}
          classes={classes}
          chosen={exceptions.get(pupil.id) ?? null}
          choose={(exception) => choose(pupil.id, exception)}
        />
      ),
  },
]
