// «Правила и виды работ»: until when entries may be changed, how means become marks, what works weigh (3.6.10, 3.9).
'use client'
import { useMemo, type FormEvent } from 'react'
import {
  RecordRulesDocument,
  SetEditWindowDocument,
  SetMarkRulesDocument,
  type EditWindow,
} from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import styles from '../orders/orders.module.css'
import { RecordTabs } from './record-tabs.js'
import { WorkKinds } from './work-kinds.js'

const windows: readonly (readonly [EditWindow, string])[] = [
  ['ONE_WEEK', 'неделю'],
  ['TWO_WEEKS', 'две недели'],
  ['THREE_WEEKS', 'три недели'],
  ['ONE_MONTH', 'месяц'],
  ['NEVER_CLOSES', 'до конца учебного года'],
]

export function RulesPage() {
  const { school } = useSession()
  const { role } = useHat()
  const { data, loading, trouble, again } = useQuestion(
    RecordRulesDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  const window = useAct()
  const rules = useAct()
  const may = role === 'COORDINATOR'
  const setWindow = async (value: string) => {
    const chosen = windows.find(([one]) => one === value)?.[0]
    if (!chosen) return
    const input = { requestId: newId(), schoolId: school.id, window: chosen }
    await window.run(SetEditWindowDocument, { input }, ({ setEditWindow }) => setEditWindow)
    await again()
  }
  const setRules = async (form: FormData) => {
    const number = (name: string) => Number(String(form.get(name) ?? '').replace(',', '.'))
    const input = {
      requestId: newId(),
      schoolId: school.id,
      rounding: number('rounding'),
      homeworkHours: number('hours'),
      fewMarks: number('few'),
    }
    await rules.run(SetMarkRulesDocument, { input }, ({ setMarkRules }) => setMarkRules)
    await again()
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void setRules(new FormData(event.currentTarget))
  }
  const set = data?.school?.markRules
  return (
    <main className="page">
      <title>Правила и виды работ · Журнал</title>
      <h1>Правила и виды работ</h1>
      <RecordTabs />
      {loading && <span className="waiting" />}
      {!loading && !data?.school && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {data?.school && (
        <section className={styles.form}>
          <h2>Сколько можно менять записи</h2>
          <label>
            После дня урока (п. 3.6.10)
            <select
              value={data.school.editWindow ?? 'TWO_WEEKS'}
              disabled={!may || window.busy}
              onChange={({ target }) => void setWindow(target.value)}
            >
              {windows.map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          {window.refusal && <p role="alert">{window.refusal.message}</p>}
        </section>
      )}
      {set && (
        <form onSubmit={send} className={styles.form}>
          <h2>Отметки за период и сроки</h2>
          <label>
            Среднее округляется вверх, начиная с доли
            <input
              name="rounding"
              inputMode="decimal"
              required
              disabled={!may}
              defaultValue={String(set.rounding).replace('.', ',')}
            />
          </label>
          <p className="muted">
            0,5 значит: 3,50 это уже четвёрка; 0,6 значит: четвёрка с 3,60. Это подсказка, отметку ставит
            учитель.
          </p>
          <label>
            Домашнее задание задают за столько часов после последнего урока класса
            <select name="hours" disabled={!may} defaultValue={String(set.homeworkHours)}>
              <option value="1">1 час (п. 3.6.4)</option>
              <option value="2">2 часа (прил. 6, п. 11)</option>
            </select>
          </label>
          <label>
            Предупреждать, если отметок за период меньше
            <input
              name="few"
              type="number"
              min={1}
              max={20}
              required
              disabled={!may}
              defaultValue={set.fewMarks}
            />
          </label>
          {rules.refusal && <p role="alert">{rules.refusal.message}</p>}
          {may && (
            <button type="submit" className="main" disabled={rules.busy}>
              Сохранить
            </button>
          )}
        </form>
      )}
      {data?.workKinds && (
        <WorkKinds key={JSON.stringify(data.workKinds)} kinds={data.workKinds} may={may} again={again} />
      )}
    </main>
  )
}
