'use client'
import { useState } from 'react'
import { SetWorkKindsDocument, type RecordRulesQuery } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useSession } from '../session/session.js'
import styles from './record.module.css'

type Kind = NonNullable<RecordRulesQuery['workKinds']>[number]
type Row = Omit<Kind, 'weight'> & { readonly weight: string }
type Props = { readonly kinds: readonly Kind[]; readonly may: boolean; readonly again: () => Promise<void> }

/** The school's kinds of work: what they are called, their sign in a column's head, what they weigh. */
export function WorkKinds({ kinds, may, again }: Props) {
  const { school } = useSession()
  const [rows, setRows] = useState<readonly Row[]>(
    kinds.map((one) => ({ ...one, weight: String(one.weight).replace('.', ',') })),
  )
  const { busy, refusal, run } = useAct()
  const change = (kind: string, part: Partial<Row>) =>
    setRows(rows.map((row) => (row.kind === kind ? { ...row, ...part } : row)))
  const add = () =>
    setRows([...rows, { kind: nextCode(rows), title: '', sign: '', weight: '1', written: false }])
  const save = async () => {
    const input = {
      requestId: newId(),
      schoolId: school.id,
      kinds: rows.map((row) => ({
        kind: row.kind,
        title: row.title,
        sign: row.sign,
        weight: Number(row.weight.replace(',', '.')),
        written: row.written,
      })),
    }
    if (await run(SetWorkKindsDocument, { input }, ({ setWorkKinds }) => setWorkKinds)) await again()
  }
  return (
    <section>
      <h2>Виды работ</h2>
      <p className="muted">
        Вес действует на новые работы; те, что уже в журнале, остаются со своим. За письменную работу отметки
        ставят в день окончания проверки (п. 3.6.2).
      </p>
      <div className={styles.wide}>
        <table>
          <thead>
            <tr>
              <th>Название</th>
              <th>Знак</th>
              <th>Вес</th>
              <th>Письменная</th>
              {may && <th aria-label="Убрать" />}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.kind}>
                <td>
                  <input
                    aria-label="Название"
                    value={row.title}
                    maxLength={60}
                    disabled={!may}
                    onChange={({ target }) => change(row.kind, { title: target.value })}
                  />
                </td>
                <td>
                  <input
                    aria-label={`Знак: ${row.title}`}
                    className={styles.short}
                    value={row.sign}
                    maxLength={6}
                    disabled={!may}
                    onChange={({ target }) => change(row.kind, { sign: target.value })}
                  />
                </td>
                <td>
                  <input
                    aria-label={`Вес: ${row.title}`}
                    className={styles.short}
                    inputMode="decimal"
                    value={row.weight}
                    disabled={!may}
                    onChange={({ target }) => change(row.kind, { weight: target.value })}
                  />
                </td>
                <td>
                  <input
                    aria-label={`Письменная: ${row.title}`}
                    type="checkbox"
                    checked={row.written}
                    disabled={!may}
                    onChange={({ target }) => change(row.kind, { written: target.checked })}
                  />
                </td>
                {may && (
                  <td>
                    {row.kind !== 'ANSWER' && (
                      <button
                        type="button"
                        aria-label={`Убрать: ${row.title}`}
                        onClick={() => setRows(rows.filter((one) => one !== row))}
                      >
                        Убрать
                      </button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      {may && (
        <p>
          <button type="button" onClick={add}>
            Добавить вид
          </button>{' '}
          <button type="button" className="main" disabled={busy} onClick={() => void save()}>
            Сохранить виды работ
          </button>
        </p>
      )}
    </section>
  )
}

/** A code that none of the rows has: the school names its own kinds by titles, programs by codes. */
function nextCode(rows: readonly Row[]): string {
  let n = 1
  while (rows.some((row) => row.kind === `OWN_${n}`)) n += 1
  return `OWN_${n}`
}
