'use client'
import { useMemo, useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { useSettled } from '../controls/use-settled.js'
import {
  CalendarDifferenceDocument,
  ChangeCalendarDocument,
  type CalendarDayKind,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { useSession } from '../session/session.js'
import { Consequences } from './consequences.js'
import { daysFrom, kindWords, mostDays, weekdayOf, type DaySpan } from './spans.js'
import styles from './calendar.module.css'

type Year = { readonly id: string; readonly startsOn: string; readonly endsOn: string }
type Props = {
  readonly year: Year
  /** Those that are changed; null: others are added. */
  readonly days: DaySpan | null
  readonly close: () => void
  readonly changed: () => void
}
type Fields = {
  from: string
  until: string
  kind: CalendarDayKind | ''
  title: string
  asWeekday: number
}

const kinds = Object.entries(kindWords) as [CalendarDayKind, string][]
const weekdays = [1, 2, 3, 4, 5, 6, 7]

function startOf(days: DaySpan | null, year: Year, today: string): Fields {
  const first = today > year.startsOn ? today : year.startsOn
  if (!days) return { from: first, until: first, kind: 'DAY_OFF', title: '', asWeekday: 1 }
  const from = days.from > first ? days.from : first
  const { until, kind, title, asWeekday } = days
  return { from, until, kind, title: title ?? '', asWeekday: asWeekday ?? 1 }
}

export function ChangeDays({ year, days, close, changed }: Props) {
  const { today } = useSession()
  const [fields, setFields] = useState(() => startOf(days, year, today))
  const [requestId, setRequestId] = useState(newId)
  const { busy, refusal, run } = useAct()
  const set = (some: Partial<Fields>) => setFields((now) => ({ ...now, ...some }))
  const planned = useMemo(() => plannedDays(fields), [fields])
  const asked = useSettled(planned)
  const difference = useQuestion(
    CalendarDifferenceDocument,
    useMemo(() => (asked.length > 0 ? { yearId: year.id, days: asked } : null), [year.id, asked]),
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim()
    const title = fields.kind ? fields.title.trim() || null : null
    const input = { requestId, yearId: year.id, reason, days: planned.map((day) => ({ ...day, title })) }
    if (await run(ChangeCalendarDocument, { input }, ({ changeCalendar }) => changeCalendar)) changed()
    else setRequestId(newId())
  }
  const limits = { min: today > year.startsOn ? today : year.startsOn, max: year.endsOn, required: true }
  const moved = fields.kind === 'MOVED'
  return (
    <Modal title={days ? 'Изменить дни' : 'Внести дни в календарь'} close={close}>
      <form onSubmit={(event) => void submit(event)} className={styles.form}>
        <label className={styles.wide}>
          Что это
          <select
            value={fields.kind}
            onChange={({ target }) => set({ kind: target.value as Fields['kind'] })}
          >
            {kinds.map(([kind, words]) => (
              <option key={kind} value={kind}>
                {words}
              </option>
            ))}
            <option value="">Обычные дни недели</option>
          </select>
        </label>
        <label>
          {moved ? 'День' : 'С какого дня'}
          <input
            type="date"
            {...limits}
            value={fields.from}
            onChange={({ target: { value } }) =>
              set({ from: value, ...(value > fields.until ? { until: value } : {}) })
            }
          />
        </label>
        {!moved && (
          <label>
            По какой
            <input
              type="date"
              {...limits}
              value={fields.until}
              onChange={({ target }) => set({ until: target.value })}
            />
          </label>
        )}
        {moved && (
          <label>
            Уроки по расписанию
            <select
              value={fields.asWeekday}
              onChange={({ target }) => set({ asWeekday: Number(target.value) })}
            >
              {weekdays.map((weekday) => (
                <option key={weekday} value={weekday}>
                  {weekdayOf(weekday)}
                </option>
              ))}
            </select>
          </label>
        )}
        {fields.kind !== '' && (
          <label className={styles.wide}>
            Название
            <input
              value={fields.title}
              onChange={({ target }) => set({ title: target.value })}
              maxLength={200}
              placeholder="Осенние каникулы"
            />
          </label>
        )}
        <label className={styles.wide}>
          Основание
          <input name="reason" required maxLength={500} placeholder="Приказ № 91 от 24.11.2026" />
        </label>
        <div className={styles.wide}>
          {planned.length === 0 ? (
            <p role="alert">Последний день не раньше первого, и не больше {mostDays} дней за раз.</p>
          ) : (
            <Consequences
              days={planned === asked ? (difference.data?.calendarDifference ?? null) : null}
              trouble={planned === asked ? difference.trouble : null}
            />
          )}
        </div>
        {refusal && (
          <p role="alert" className={`red ${styles.wide}`}>
            {refusal.message}
          </p>
        )}
        <div className={`row ${styles.wide}`}>
          <button type="submit" className="main" disabled={busy || planned.length === 0}>
            Изменить календарь
          </button>
          <button type="button" onClick={close}>
            Оставить как есть
          </button>
        </div>
      </form>
    </Modal>
  )
}

const plannedDays = ({ from, until, kind, asWeekday }: Fields) =>
  daysFrom(from, kind === 'MOVED' ? from : until).map((date) => ({
    date,
    kind: kind || null,
    asWeekday: kind === 'MOVED' ? asWeekday : null,
  }))
