// «Посещаемость»: a class, a month, day by day; the class teacher sets reasons here (A5.18, A5.19).
'use client'
import { useSearchParams } from 'next/navigation'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { ClassAttendanceDocument, ClassesDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { addDays, monthName } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { Tabs } from '../shell/tabs.js'
import { useHat } from '../shell/use-hat.js'
import { Checks } from './checks.js'
import { DayDialog } from './day-dialog.js'
import { DaysGrid, type Attendance, type Opened } from './days-grid.js'
import { LinesDialog } from './lines-dialog.js'
import { NotesDialog } from './notes-dialog.js'
import styles from './attendance.module.css'

export const attendanceTabs = [
  { path: '', name: 'По дням' },
  { path: 'today', name: 'Нет сегодня' },
]

/** Classes that the hat may look at: the own ones, or the school's. */
function useClasses(): readonly { readonly id: string; readonly name: string }[] {
  const { school } = useSession()
  const { role, classes } = useHat()
  const own = role === 'CLASS_TEACHER'
  const { data } = useQuestion(
    ClassesDocument,
    useMemo(() => (own ? null : { schoolId: school.id }), [own, school.id]),
  )
  return own ? classes : (data?.school?.classes ?? [])
}

export function AttendancePage() {
  const { today } = useSession()
  const asked = useSearchParams()
  const classes = useClasses()
  const chosen = classes.find(({ id }) => id === asked.get('class')) ?? classes[0]
  const first = `${asked.get('month') ?? today.slice(0, 7)}-01`
  const from = /^\d{4}-\d{2}-01$/.test(first) ? first : `${today.slice(0, 7)}-01`
  const to = addDays(`${addDays(from, 31).slice(0, 7)}-01`, -1)
  const classId = chosen?.id
  const { data, loading, trouble, again } = useQuestion(
    ClassAttendanceDocument,
    useMemo(() => (classId ? { classId, from, to } : null), [classId, from, to]),
  )
  const one = data?.classAttendance
  return (
    <main className={`page ${styles.page}`}>
      <title>{`Посещаемость ${chosen?.name ?? ''} · Журнал`}</title>
      <div className="row spread">
        <h1>Посещаемость{chosen && ` ${chosen.name}`}</h1>
        {chosen && <Month classId={chosen.id} from={from} today={today} />}
      </div>
      <Tabs section="attendance" tabs={attendanceTabs} />
      {classes.length > 1 && chosen && (
        <ClassLinks classes={classes} chosen={chosen.id} month={from.slice(0, 7)} />
      )}
      {loading && <span className="waiting" />}
      {!loading && !one && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {one && chosen && (
        <Section
          key={`${chosen.id} ${from}`}
          schoolClass={chosen}
          span={{ from, to }}
          of={one}
          again={again}
        />
      )}
    </main>
  )
}

type SectionProps = {
  readonly schoolClass: { readonly id: string; readonly name: string }
  readonly span: { readonly from: string; readonly to: string }
  readonly of: Attendance
  readonly again: () => Promise<void>
}

function Section({ schoolClass, span, of, again }: SectionProps) {
  const [opened, setOpened] = useState<Opened | null>(null)
  const row = of.rows.find(({ pupilId }) => pupilId === opened?.pupilId)
  const shared = row && {
    row,
    classId: schoolClass.id,
    changed: again,
    close: () => setOpened(null),
    writable: of.viewerCanSetReasons,
  }
  return (
    <>
      <Checks checks={of.checks} open={(pupilId, day) => setOpened({ kind: 'day', pupilId, day })} />
      <DaysGrid
        name={`Посещаемость ${schoolClass.name} ${span.from.slice(0, 7)}`}
        of={of}
        classId={schoolClass.id}
        open={setOpened}
        changed={again}
      />
      {shared && opened?.kind === 'day' && <DayDialog {...shared} day={opened.day} />}
      {shared && opened?.kind === 'total' && <LinesDialog {...shared} span={span} of={opened.of} />}
      {shared && opened?.kind === 'notes' && <NotesDialog {...shared} />}
    </>
  )
}

function Month({
  classId,
  from,
  today,
}: {
  readonly classId: string
  readonly from: string
  readonly today: string
}) {
  const at = (day: string) => `?class=${classId}&month=${day.slice(0, 7)}`
  const next = addDays(from, 31)
  return (
    <nav aria-label="Другой месяц" className={styles.month}>
      <Link className="button" href={at(addDays(from, -1))} aria-label={monthName(addDays(from, -1))}>
        ‹
      </Link>
      <b>
        {monthName(from)} {from.slice(0, 4)}
      </b>
      {next.slice(0, 7) <= today.slice(0, 7) ? (
        <Link className="button" href={at(next)} aria-label={monthName(next)}>
          ›
        </Link>
      ) : null}
    </nav>
  )
}

type ClassLinksProps = {
  readonly classes: readonly { readonly id: string; readonly name: string }[]
  readonly chosen: string
  readonly month: string
}

const ClassLinks = ({ classes, chosen, month }: ClassLinksProps) => (
  <nav aria-label="Классы" className={styles.classes}>
    {classes.map(({ id, name }) => (
      <Link key={id} href={`?class=${id}&month=${month}`} aria-current={id === chosen ? 'page' : undefined}>
        {name}
      </Link>
    ))}
  </nav>
)
