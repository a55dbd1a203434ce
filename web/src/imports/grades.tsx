'use client'
import { useState } from 'react'
import { DecideImportDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { plural } from '../school/words.js'
import type { StageProps } from './import-page.js'
import { useItems } from './use-items.js'
import styles from './imports.module.css'

const grades = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const

/** New classes whose grade the file does not tell: many are given theirs in one act. */
export function Grades({ of, again }: StageProps) {
  const areNew = of.counts.some(({ entity, created }) => entity === 'CLASS' && created > 0)
  const { items, total, more } = useItems(areNew ? of.id : null, { entity: 'CLASS', action: 'NEW' })
  const [chosen, setChosen] = useState<Readonly<Record<string, number>>>({})
  const { busy, refusal, run } = useAct()
  // Of a new class the comparison says one thing only: that its grade is not to be seen.
  const unknown = items.filter(({ note }) => note)
  if (unknown.length === 0) return null
  const save = async () => {
    const decisions = Object.entries(chosen).map(([itemId, grade]) => ({
      itemId,
      kind: 'NEW' as const,
      grade,
    }))
    const input = { requestId: newId(), importId: of.id, decisions }
    if (await run(DecideImportDocument, { input }, ({ decideImport }) => decideImport)) await again()
  }
  const count = Object.keys(chosen).length
  const all = (grade: number) => setChosen(Object.fromEntries(unknown.map(({ id }) => [id, grade])))
  return (
    <section className={styles.section} aria-labelledby="grades">
      <h2 id="grades">
        {plural(unknown.length, 'новый класс', 'новых класса', 'новых классов')} без параллели
      </h2>
      <p className="muted small">
        Из названия не видно, какая это параллель. Без вашего решения будет записана пятая.
      </p>
      <div className={styles.filters}>
        <GradeSelect label="Всем" value={undefined} choose={all} />
      </div>
      <div className={styles.grades}>
        {unknown.map(({ id, name }) => (
          <GradeSelect
            key={id}
            label={name}
            value={chosen[id]}
            choose={(grade) => setChosen((before) => ({ ...before, [id]: grade }))}
          />
        ))}
      </div>
      {items.length < total && (
        <p>
          <button type="button" onClick={() => void more()}>
            Показать ещё
          </button>
        </p>
      )}
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      <p>
        <button type="button" className="main" disabled={busy || count === 0} onClick={() => void save()}>
          Сохранить параллели
        </button>
      </p>
    </section>
  )
}

type SelectProps = {
  readonly label: string
  readonly value: number | undefined
  readonly choose: (grade: number) => void
}

function GradeSelect({ label, value, choose }: SelectProps) {
  return (
    <label>
      {label}
      <select value={value ?? ''} onChange={({ target }) => choose(Number(target.value))}>
        <option value="" disabled>
          –
        </option>
        {grades.map((grade) => (
          <option key={grade}>{grade}</option>
        ))}
      </select>
    </label>
  )
}
