import { form, plural } from '../school/words.js'
import type { JournalView } from './store.js'
import type { Direction } from './use-direction.js'
import styles from './journal.module.css'

type Props = {
  readonly view: JournalView
  readonly notice: string | null
  readonly readOnly: boolean
  /** On a phone there is no way to choose: one goes down the list. */
  readonly direction?: Direction
  readonly turn?: (direction: Direction) => void
}

/** The line below the page: keys on the left, what is saved on the right. */
export function SaveBar({ view, notice, readOnly, direction = 'down', turn }: Props) {
  return (
    <footer className={styles.bar}>
      {readOnly ? <span className="muted">Страница открыта для чтения</span> : <Keys />}
      {!readOnly && turn && (
        <button
          type="button"
          className={`link small ${styles.turn}`}
          aria-pressed={direction === 'right'}
          title="Куда идёт курсор после отметки"
          onClick={() => turn(direction === 'down' ? 'right' : 'down')}
        >
          {direction === 'down' ? 'после отметки: вниз ↓' : 'после отметки: вправо →'}
        </button>
      )}
      <span role="status" aria-live="polite" className={styles.saved}>
        {notice && <span className="amber">{notice}</span>}
        {!readOnly && <Saved view={view} />}
      </span>
    </footer>
  )
}

function Saved({ view: { unsent, offline, refused } }: { readonly view: JournalView }) {
  return (
    <>
      {refused.size > 0 && (
        <b className="red">
          Не записалось: {plural(refused.size, 'место', 'места', 'мест')}, откройте клетку
        </b>
      )}
      {offline && unsent > 0 ? (
        <b className="amber">
          {plural(unsent, 'запись', 'записи', 'записей')} ещё не{' '}
          {form(unsent, 'отправлена', 'отправлены', 'отправлено')}, нет связи
        </b>
      ) : (
        <b>{unsent > 0 ? `${unsent} в пути` : refused.size > 0 ? 'Остальное сохранено' : 'Сохранено'}</b>
      )}
    </>
  )
}

const hints: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['2', '3', '4', '5'], 'отметка'],
  [['Н', 'Б', 'У', 'О'], 'отсутствие'],
  [['Shift 5'], 'вторая отметка'],
  [['Пробел'], 'открыть'],
  [['Alt ↓'], 'история'],
  [['Ctrl Z'], 'вернуть'],
  [['Ctrl V'], 'из таблицы'],
]

const Keys = () => (
  <span className={styles.keys}>
    {hints.map(([keys, what]) => (
      <span key={what}>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}{' '}
        {what}
      </span>
    ))}
  </span>
)
