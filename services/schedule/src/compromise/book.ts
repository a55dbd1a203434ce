// What is said of every act of schedule when a login is stolen: what it is called, and how it is made undone (4.4).
import type { FieldsOf, Fields } from '@zhurnal/kit/act-standing'
import { kindOfSubject, idOfSubject, type ActBook } from '@zhurnal/kit/acts'
import type { LogValue } from '@zhurnal/kit/record-log'
import { sql } from '@zhurnal/kit/sql'
import { settleCourse } from './courses.js'
import { settleBells, settleRoom, settleSubject } from './directories.js'
import { settleLesson } from './lessons.js'
import { settleTimetable } from './timetables.js'

const isFields = (value: LogValue): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
const asFields = (value: LogValue): Fields | null => (isFields(value) ? value : null)

const teacher: FieldsOf = ({ from, to }) => ({ from: { teacher: from }, to: { teacher: to } })
const cancelled: FieldsOf = ({ from, to }) => ({ from: { state: from }, to: { state: to } })
const becomes =
  (from: string | null, to: string): FieldsOf =>
  () => ({ from: from ? { state: from } : null, to: { state: to } })
/** Who adds a thing says how it looks; that it is there is a field of its own. */
const added: FieldsOf = ({ to }) => ({ from: null, to: { ...asFields(to), there: true } })
const changed: FieldsOf = ({ from, to }) => ({ from: asFields(from), to: asFields(to) })
const removed: FieldsOf = () => ({ from: { there: true }, to: { there: false } })

export const book: ActBook = {
  log: 'schedule',
  decision: 'decideTimetableActs',
  acts: {
    substituteTeacher: { kind: 'Замена', fields: teacher },
    withdrawSubstitution: { kind: 'Замена снята', fields: teacher },
    cancelLesson: { kind: 'Урок отменён', fields: cancelled },
    restoreLesson: { kind: 'Урок возвращён', fields: cancelled },
    draftTimetable: { kind: 'Черновик расписания', fields: becomes(null, 'DRAFT') },
    publishTimetable: { kind: 'Расписание введено', fields: becomes('DRAFT', 'PUBLISHED') },
    withdrawTimetable: { kind: 'Расписание снято', fields: becomes('PUBLISHED', 'WITHDRAWN') },
    addCourses: { kind: 'Курс добавлен', fields: added },
    changeCourses: { kind: 'Курс изменён', fields: changed },
    removeCourses: { kind: 'Курс убран', fields: removed },
    addDirectories: { kind: 'Предмет или кабинет добавлен', fields: added },
    changeDirectories: { kind: 'Предмет или кабинет изменён', fields: changed },
    removeDirectories: { kind: 'Предмет или кабинет убран', fields: removed },
    defineBells: { kind: 'Звонки', fields: added },
    removeBells: { kind: 'Звонки убраны', fields: removed },
  },
  backInReverse: true,
  things: [
    ['timetable', settleTimetable],
    ['lesson', settleLesson],
    ['course', settleCourse],
    ['bells', settleBells],
    ['subject', settleSubject],
    ['room', settleRoom],
  ],
  // The same locks as the acts themselves, in one order: a version and its year, courses, lessons, directories.
  take: async (tx, acts) => {
    const ids = (kind: string) => [
      ...new Set(
        acts.filter((act) => kindOfSubject(act.subject) === kind).map((act) => idOfSubject(act.subject)),
      ),
    ]
    await tx.sql(
      sql`select id from timetable_version where id = any(${ids('timetable')}::uuid[]) order by id for update`,
    )
    await tx.sql(sql`select pg_advisory_xact_lock(hashtextextended('timetable ' || year_id, 0)) from (
      select distinct year_id from timetable_version where id = any(${ids('timetable')}::uuid[]) order by year_id) as y`)
    await tx.sql(sql`select id from course where id = any(${ids('course')}::uuid[]) order by id for update`)
    await tx.sql(sql`select id from lesson where id = any(${ids('lesson')}::uuid[]) order by id for update`)
    await tx.sql(sql`select id from subject where id = any(${ids('subject')}::uuid[]) order by id for update`)
    await tx.sql(sql`select id from room where id = any(${ids('room')}::uuid[]) order by id for update`)
    await tx.sql(
      sql`select id from bell_schedule where id = any(${ids('bells')}::uuid[]) order by id for update`,
    )
  },
  inWords: (field, value) => {
    if (field === 'state') return stateWords[String(value)] ?? String(value)
    if (field === 'there') return value === true ? 'есть' : 'убрано'
    return fieldWords[field] ?? 'их изменение'
  },
}

const stateWords: Readonly<Record<string, string>> = {
  PLANNED: 'урок по расписанию',
  CANCELLED: 'урок отменён',
  DRAFT: 'черновик',
  PUBLISHED: 'расписание введено',
  WITHDRAWN: 'расписание снято',
}
const fieldWords: Readonly<Record<string, string>> = {
  teacher: 'их учитель',
  hours: 'их часы',
  name: 'их название',
  bells: 'их звонки',
}
