'use client'
import type { CalendarDifferenceQuery } from '../generated/graph.js'
import { troubleWords, type Trouble } from '../graph/ask.js'
import { shortDate } from '../school/dates.js'
import { form, plural } from '../school/words.js'
import styles from './calendar.module.css'

type Days = NonNullable<CalendarDifferenceQuery['calendarDifference']>
type Props = {
  /** Null while it is reckoned. */
  readonly days: Days | null
  readonly trouble: Trouble | null
}

/** «уйдёт 1 урок», «уйдут 3 урока», «уйдут 812 уроков» */
const lessons = (count: number, one: string, many: string) =>
  `${form(count, one, many, many)} ${plural(count, 'урок', 'урока', 'уроков')}`

/** What the days do to lessons that are planned, before anybody says so. */
export function Consequences({ days, trouble }: Props) {
  if (trouble) return <p role="alert">{troubleWords[trouble]}</p>
  if (!days) return <p className="muted">Считаем, каких уроков это коснётся…</p>
  const sum = (of: 'removed' | 'made' | 'held') => days.reduce((all, day) => all + day[of], 0)
  const [removed, made, held] = [sum('removed'), sum('made'), sum('held')]
  const touched = days.filter((day) => day.removed + day.made + day.held > 0)
  return (
    <div role="status" className={styles.consequences}>
      {touched.length === 0 && <p>Уроков в расписании это не меняет.</p>}
      {removed > 0 && (
        <p>Из расписания {lessons(removed, 'уйдёт', 'уйдут')}, записей в журнале по ним нет.</p>
      )}
      {made > 0 && <p>В расписании {lessons(made, 'появится', 'появятся')}.</p>}
      {held > 0 && (
        <p className="red">
          {lessons(held, 'Останется', 'Останутся')} в расписании: в журнале по ним уже есть записи.
          Договоритесь с учителем, что делать с этими записями.
        </p>
      )}
      {touched.length > 1 && (
        <details>
          <summary>По дням</summary>
          <ul>
            {touched.map((day) => (
              <li key={day.date}>
                {shortDate(day.date)}: {dayInWords(day)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

const dayInWords = ({ removed, made, held }: Days[number]): string =>
  [
    removed > 0 && lessons(removed, 'уйдёт', 'уйдут'),
    made > 0 && lessons(made, 'появится', 'появятся'),
    held > 0 && `${lessons(held, 'останется', 'останутся')} с записями`,
  ]
    .filter(Boolean)
    .join(', ')
