import Link from 'next/link'
import { dueWords } from '../lesson/due-words.js'
import { timeAt } from '../school/dates.js'
import { inSentence, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useLessonLink } from './lesson-link.js'
import { gives, type DayLesson, type DayRecord, type Turn } from './now.js'
import styles from './day.module.css'

type Props = {
  readonly lesson: DayLesson
  readonly turn: Turn
  /** Undefined while the journal has not answered; null when it does not tell. */
  readonly record: DayRecord | null | undefined
}

export function DayLessonRow({ lesson, turn, record }: Props) {
  const { zone, personId } = useSession()
  const link = useLessonLink()
  const { course, room, number, startsAt, state, cancelReason } = lesson
  const given = !gives(lesson, personId)
  const where = room ? `каб. ${room.name.replace(/^каб(инет|\.)\s*/i, '')}` : ''
  return (
    <li className={`${styles.lesson} ${turn ? styles.turn : ''}`} aria-current={turn ? 'time' : undefined}>
      <div className={styles.time}>
        <b>{timeAt(startsAt, zone)}</b>
        <span>{turn ? turnWords(turn, number) : `${number} урок`}</span>
      </div>
      <div className={styles.what}>
        <p>
          <b>
            {course?.learnersName ?? 'Урок'} · {course?.subject?.name ?? ''}
          </b>
          <Standing lesson={lesson} given={given} />
        </p>
        {state === 'CANCELLED' ? (
          <p className="red">отменён{cancelReason ? `: ${inSentence(cancelReason)}` : ''}</p>
        ) : (
          <>
            <p className="muted">{[where, record?.topic].filter(Boolean).join(' · ') || ' '}</p>
            {!given && (record ? <States record={record} /> : <p className={styles.states}> </p>)}
          </>
        )}
      </div>
      {course && state !== 'CANCELLED' && (
        <Link
          className={`button ${turn ? 'main' : ''}`}
          href={link(lesson)}
          aria-label={`Открыть ${number} урок: ${course.learnersName ?? ''}, ${course.subject?.name ?? ''}`}
        >
          {turn ? 'Начать урок' : 'Открыть'}
        </Link>
      )}
    </li>
  )
}

const turnWords = (turn: NonNullable<Turn>, number: number): string =>
  turn.kind === 'now' ? 'идёт сейчас' : turn.words || `${number} урок, следующий`

function Standing({ lesson, given }: { readonly lesson: DayLesson; readonly given: boolean }) {
  const { substitution, teacherName } = lesson
  if (!substitution) return null
  const words = given
    ? `вас заменяет ${withInitials(substitution.teacherName ?? teacherName ?? '')}`
    : `вы заменяете: ${withInitials(substitution.insteadOfName ?? '')}`
  return <b className="accent"> · {words}</b>
}

type StatesProps = { readonly record: DayRecord }

/** What is entered and what is owed. Each says it in words: colour only helps the eye. */
function States({ record }: StatesProps) {
  const { zone, today } = useSession()
  const entered: readonly (readonly [what: string, name: string, done: boolean])[] = [
    ['ATTENDANCE', 'посещаемость', Boolean(record.attendanceTakenAt)],
    ['TOPIC', 'тема', Boolean(record.topic)],
    ['HOMEWORK', 'дз', Boolean(record.homework)],
  ]
  return (
    <ul className={styles.states}>
      {entered.map(([what, name, done]) => {
        const owed = record.owed.find((one) => one.what === what)
        if (done) {
          return (
            <li key={what} className="green">
              <Tick /> {name}
            </li>
          )
        }
        if (!owed) return null
        return (
          <li key={what} className={owed.late ? 'red' : 'amber'}>
            {name}: {dueWords(owed.dueAt, owed.late, zone, today)}
          </li>
        )
      })}
      {record.marksCount > 0 && <li>отметок {record.marksCount}</li>}
    </ul>
  )
}

const Tick = () => (
  <svg viewBox="0 0 12 10" width="11" height="9" role="img" aria-label="есть">
    <path d="M1 5.2 4.4 8.6 11 1.4" fill="none" stroke="currentColor" strokeWidth="1.8" />
  </svg>
)
