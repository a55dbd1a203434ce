'use client'
import { useState } from 'react'
import {
  DecideImportDocument,
  type ImportDecisionInput,
  type ImportItemLineFragment,
} from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { plural } from '../school/words.js'
import type { StageProps } from './import-page.js'
import { useItems } from './use-items.js'
import styles from './imports.module.css'

type Choice = Pick<ImportDecisionInput, 'kind' | 'targetId'>

/** Rows of which somebody has to say whom they mean; what was chosen is saved in one act. */
export function Undecided({ of, again }: StageProps) {
  const { items, total, loading, trouble, more } = useItems(of.undecided > 0 ? of.id : null, {
    action: 'UNDECIDED',
  })
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({})
  const { busy, refusal, run } = useAct()
  if (of.undecided === 0) return null
  const count = Object.keys(choices).length
  const save = async () => {
    const decisions = Object.entries(choices).map(([itemId, choice]) => ({ itemId, ...choice }))
    const input = { requestId: newId(), importId: of.id, decisions }
    if (await run(DecideImportDocument, { input }, ({ decideImport }) => decideImport)) await again()
  }
  return (
    <section className={styles.section} aria-labelledby="undecided">
      <h2 id="undecided">Нужно ваше решение: {plural(of.undecided, 'строка', 'строки', 'строк')}</h2>
      <p className="muted small">В школе есть похожие люди. Без решения строка не загрузится.</p>
      {loading && <span className="waiting" />}
      {trouble && <p role="alert">{troubleWords[trouble]}</p>}
      {items.map((item) => (
        <Person
          key={item.id}
          item={item}
          choice={choices[item.id]}
          choose={(choice) => setChoices((before) => ({ ...before, [item.id]: choice }))}
        />
      ))}
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
      <div className="row">
        <button type="button" className="main" disabled={busy || count === 0} onClick={() => void save()}>
          Сохранить решения
        </button>
        <span className="muted small" role="status">
          Решено: {count} из {of.undecided}
        </span>
      </div>
    </section>
  )
}

type PersonProps = {
  readonly item: ImportItemLineFragment
  readonly choice: Choice | undefined
  readonly choose: (choice: Choice) => void
}

function Person({ item, choice, choose }: PersonProps) {
  return (
    <fieldset className={styles.person}>
      <legend>
        <b>{item.name}</b>{' '}
        {item.line !== null && item.line !== undefined && (
          <span className="muted small">строка {item.line}</span>
        )}
      </legend>
      {item.note && <p className="muted small">{item.note}</p>}
      {item.candidates.map(({ id, name }) => (
        <label key={id}>
          <input
            type="radio"
            name={item.id}
            checked={choice?.targetId === id}
            onChange={() => choose({ kind: 'SAME', targetId: id })}
          />
          <span>
            Это он: <b>{name}</b>
          </span>
        </label>
      ))}
      <label>
        <input
          type="radio"
          name={item.id}
          checked={choice?.kind === 'NEW'}
          onChange={() => choose({ kind: 'NEW' })}
        />
        Новый человек
      </label>
      <label>
        <input
          type="radio"
          name={item.id}
          checked={choice?.kind === 'SKIP'}
          onChange={() => choose({ kind: 'SKIP' })}
        />
        Пропустить
      </label>
    </fieldset>
  )
}
