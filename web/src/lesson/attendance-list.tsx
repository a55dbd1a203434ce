'use client'
import type { AbsenceCode } from '../generated/graph.js'
import { absenceLetter, absenceWord, type CellAbsence } from '../journal/cells.js'
import { absenceAct } from '../journal/enter.js'
import type { LessonColumn, Page } from '../journal/page.js'
import { absencesIn, minutesLateNow } from '../journal/roll-call.js'
import type { JournalStore } from '../journal/store.js'
import { timeAt } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import styles from './lesson.module.css'

const codes: readonly AbsenceCode[] = ['ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED', 'LATE']

type Props = {
  readonly page: Page
  readonly lesson: LessonColumn
  readonly store: JournalStore
  readonly column: number
  readonly writable: boolean
}

/** Who was not there, pupil by pupil; it opens on demand, since the grid takes the letters faster. */
export function AttendanceList({ page, lesson, store, column, writable }: Props) {
  const { zone } = useSession()
  const absent = absencesIn(page, column)
  const taken = lesson.attendanceTakenAt
  const summary =
    absent > 0 ? plural(absent, 'отметка', 'отметки', 'отметок') + ' об отсутствии' : 'все на месте'
  const rows = page.rows.filter((row) => !row.cells[column]?.closed)
  return (
    <details className={styles.section}>
      <summary>
        <b>Посещаемость</b>{' '}
        <span className={taken ? 'green' : 'muted'}>
          {taken ? `отмечена в ${timeAt(taken, zone)}: ${summary}` : 'ещё не отмечена'}
        </span>
      </summary>
      <ul className={styles.attendance}>
        {rows.map((row) => (
          <PupilAttendance
            key={row.pupilId}
            name={row.shortName}
            absence={row.cells[column]?.absence ?? null}
            writable={writable}
            lateNow={() => minutesLateNow(lesson, Date.now())}
            set={(absence) => {
              const act = absenceAct(store, { lessonId: lesson.id, pupilId: row.pupilId }, absence)
              if (act) store.enter(act)
            }}
          />
        ))}
      </ul>
    </details>
  )
}

type PupilProps = {
  readonly name: string
  readonly absence: CellAbsence | null
  readonly writable: boolean
  /** Minutes by the clock, while the lesson lasts. */
  readonly lateNow: () => number | null
  readonly set: (absence: CellAbsence | null) => void
}

function PupilAttendance({ name, absence, writable, lateNow, set }: PupilProps) {
  return (
    <li role="group" aria-label={name}>
      <span>{name}</span>
      {absence?.code === 'LATE' && (
        <input
          key={absence.minutes ?? 'none'}
          type="number"
          min={1}
          max={240}
          defaultValue={absence.minutes ?? ''}
          aria-label="Опоздание, минут"
          placeholder="мин"
          readOnly={!writable}
          onBlur={({ target }) => {
            const minutes = target.value ? Number(target.value) : null
            if (minutes !== absence.minutes) set({ code: 'LATE', minutes })
          }}
        />
      )}
      <span className={styles.letters}>
        {codes.map((code) => (
          <button
            key={code}
            type="button"
            disabled={!writable}
            aria-pressed={absence?.code === code}
            aria-label={absenceWord[code]}
            title={absenceWord[code]}
            onClick={() =>
              set(absence?.code === code ? null : { code, minutes: code === 'LATE' ? lateNow() : null })
            }
          >
            {absenceLetter[code]}
          </button>
        ))}
      </span>
    </li>
  )
}
