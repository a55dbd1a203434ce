'use client'
import { fullDate } from '../school/dates.js'
import { services, stateWords, type Filter, type TheftAct } from './theft-acts.js'

type Props = {
  readonly acts: readonly TheftAct[]
  readonly filter: Filter
  readonly set: (filter: Filter) => void
  readonly dayOf: (instant: string) => string
}

/** Narrows both groups: by where, what, which day and what was decided. */
export function TheftFilter({ acts, filter, set, dayOf }: Props) {
  const kinds = [...new Set(acts.map((act) => act.kind))].toSorted((a, b) => a.localeCompare(b, 'ru'))
  const days = [...new Set(acts.map((act) => dayOf(act.at)))]
  const chooseOf = (name: keyof Filter, title: string, options: readonly (readonly [string, string])[]) => (
    <label>
      {title}
      <select value={filter[name]} onChange={({ target }) => set({ ...filter, [name]: target.value })}>
        <option value="">все</option>
        {options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <div className="row" role="group" aria-label="Что показать" style={{ gap: 12, margin: '12px 0' }}>
      {chooseOf(
        'service',
        'Где',
        services.map(({ service, name }) => [service, name] as const),
      )}
      {chooseOf(
        'kind',
        'Вид записи',
        kinds.map((kind) => [kind, kind] as const),
      )}
      {chooseOf(
        'day',
        'День',
        days.map((day) => [day, fullDate(day)] as const),
      )}
      {chooseOf('state', 'Решение', Object.entries(stateWords))}
    </div>
  )
}
