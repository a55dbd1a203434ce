import type { DayLessonFragment } from '../generated/graph.js'
import { timeAt } from '../school/dates.js'
import { inSentence, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { courseWords, ownTeacher, roomWords } from './lesson-words.js'
import styles from './changes.module.css'

export type Deed = {
  readonly kind: 'substitute' | 'withdraw' | 'cancel' | 'restore'
  readonly lesson: DayLessonFragment
}

type Props = {
  readonly lessons: readonly DayLessonFragment[]
  readonly writable: boolean
  readonly act: (deed: Deed) => void
}

export function DayTable({ lessons, writable, act }: Props) {
  const { zone } = useSession()
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Урок</th>
            <th scope="col">Класс и предмет</th>
            <th scope="col">Учитель</th>
            <th scope="col">Каб.</th>
            <th scope="col">
              <span className="hidden">Действия</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lessons.map((lesson) => (
            <tr key={lesson.id} className={lesson.state === 'CANCELLED' ? styles.cancelled : undefined}>
              <td className={styles.time}>
                <b>{lesson.number}</b> <span className="muted">{timeAt(lesson.startsAt, zone)}</span>
              </td>
              <td className={styles.course}>{courseWords(lesson)}</td>
              <td>
                <Teacher lesson={lesson} />
              </td>
              <td>{roomWords(lesson)}</td>
              <td className={styles.acts}>{writable && <Acts lesson={lesson} act={act} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Teacher({ lesson }: { readonly lesson: DayLessonFragment }) {
  const { substitution, state, cancelReason } = lesson
  if (state === 'CANCELLED')
    return <span className="red">отменён{cancelReason ? `: ${inSentence(cancelReason)}` : ''}</span>
  if (!substitution) return <>{withInitials(ownTeacher(lesson))}</>
  return (
    <>
      <b className="accent">{withInitials(substitution.teacherName ?? '')}</b>{' '}
      <span className="muted">
        вместо: {withInitials(ownTeacher(lesson))}
        {substitution.reason ? ` (${inSentence(substitution.reason)})` : ''}
      </span>
    </>
  )
}

type ActsProps = { readonly lesson: DayLessonFragment; readonly act: (deed: Deed) => void }

function Acts({ lesson, act }: ActsProps) {
  const { state, substitution } = lesson
  // A lesson that was held is a fact: nothing of it is changed any more.
  if (state === 'HELD') return <span className="muted small">проведён</span>
  const kinds: readonly (readonly [Deed['kind'], string])[] =
    state === 'CANCELLED'
      ? [['restore', 'Вернуть']]
      : [
          ['substitute', substitution ? 'Заменить иначе' : 'Замена'],
          ...(substitution ? ([['withdraw', 'Снять замену']] as const) : []),
          ['cancel', 'Отменить'],
        ]
  return (
    <>
      {kinds.map(([kind, words]) => (
        <button
          key={kind}
          type="button"
          className="link"
          aria-label={`${words}: ${lesson.number} урок, ${courseWords(lesson)}`}
          onClick={() => act({ kind, lesson })}
        >
          {words}
        </button>
      ))}
    </>
  )
}
