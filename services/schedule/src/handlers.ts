// What schedule does with the facts of others.
import { on, type Handler } from '@zhurnal/kit/consumer'
import type { Tx } from '@zhurnal/kit/database'
import { keep, type KeptFacts } from '@zhurnal/kit/kept-facts'
import { reportHandler } from '@zhurnal/kit/report-handler'
import { sql } from '@zhurnal/kit/sql'
import { lessonHeld } from '@zhurnal/gradebook/events'
import * as roster from '@zhurnal/roster/events'
import { book } from './compromise/book.js'
import { tellCourses, tellLessons } from './facts.js'
import { followCalendars } from './timetable/follow-calendar.js'

/** A class or group that got another name: its courses are told again, as a newer version of themselves. */
async function renameCourses(
  tx: Tx,
  schoolId: string,
  column: 'class_id' | 'group_id',
  ids: readonly string[],
): Promise<void> {
  const belongs =
    column === 'class_id'
      ? sql`class_id = any(${ids}::uuid[]) or group_id in (select id from ref_group where class_ids && ${ids}::uuid[])`
      : sql`group_id = any(${ids}::uuid[])`
  const courses = await tx.sql<{ id: string }>(
    sql`update course set version = version + 1 where school_id = ${schoolId} and (${belongs}) returning id`,
  )
  if (courses.length === 0) return
  await tellCourses(
    tx,
    schoolId,
    courses.map((course) => course.id),
    { now: new Date(), nudge: () => undefined },
  )
}

// The one fact that flows back: a lesson that got an entry is never made anew. Its version stays: nobody else asks.
const holdLessons = on(lessonHeld, async (tx, _, rows) => {
  await tx.sql(sql`update lesson l set held_at = t.held_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, held_at timestamptz)
    where l.id = t.id and l.held_at is null and l.id = any(${rows.map((row) => row.id)}::uuid[])`)
})

const heldLessons: KeptFacts = {
  columns: { id: 'uuid', held_at: 'timestamptz' },
  rows: (schoolId) =>
    sql`select id, held_at from lesson where school_id = ${schoolId} and held_at is not null`,
  schools: sql`select distinct school_id as id from lesson where held_at is not null`,
  forget: async (tx, schoolId, seen) => {
    await tx.sql(sql`update lesson set held_at = null
      where school_id = ${schoolId} and id = any(${seen.map((row) => row.id)}::uuid[])`)
  },
}

/** Courses, lessons and substitutions of a merged teacher are the kept one's, and are told again. */
async function leadTeachers(tx: Tx, schoolId: string, ids: readonly string[]): Promise<void> {
  const told = { now: new Date(), nudge: () => undefined }
  const courses = await tx.sql<{
    id: string
  }>(sql`update course c set teacher_id = g.kept_id, version = c.version + 1
    from ref_merge g where g.id = any(${ids}::uuid[]) and c.teacher_id = g.id returning c.id`)
  // A lesson names who gives it and whom they stand in for: either may be the merged one.
  const lessons = await tx.sql<{ id: string }>(sql`update lesson l set version = l.version + 1,
      teacher_id = coalesce((select g.kept_id from ref_merge g where g.id = l.teacher_id), l.teacher_id),
      instead_of_id = coalesce((select g.kept_id from ref_merge g where g.id = l.instead_of_id), l.instead_of_id)
    where l.school_id = ${schoolId} and (l.teacher_id = any(${ids}::uuid[]) or l.instead_of_id = any(${ids}::uuid[])) returning l.id`)
  const courseIds = courses.map((one) => one.id)
  await tellCourses(tx, schoolId, courseIds, told)
  const lessonIds = lessons.map((one) => one.id)
  await tellLessons(tx, schoolId, lessonIds, told)
}

async function nameOf(tx: Tx, personId: string): Promise<string | null> {
  const [person] = await tx.sql<{ name: string }>(
    sql`select concat_ws(' ', last_name, first_name, patronymic) as name from ref_person where id = ${personId}`,
  )
  return person?.name ?? null
}

const factsBy = (clock: () => Date): readonly Handler[] => [
  keep(roster.schoolChanged, 'ref_school', {
    name: 'text',
    short_name: 'text',
    time_zone: 'text',
    study_days: 'smallint[]',
  }),
  keep(
    roster.yearChanged,
    'ref_year',
    { name: 'text', starts_on: 'date', ends_on: 'date', calendar: 'jsonb' },
    (tx, school, changed) => followCalendars(tx, school, changed, { now: clock(), nudge: () => undefined }),
  ),
  keep(
    roster.classChanged,
    'ref_class',
    { year_id: 'uuid', name: 'text', grade: 'smallint', removed: 'boolean' },
    (tx, school, changed) => renameCourses(tx, school, 'class_id', changed),
  ),
  keep(
    roster.groupChanged,
    'ref_group',
    { year_id: 'uuid', name: 'text', class_ids: 'uuid[]', kind: 'text', removed: 'boolean' },
    (tx, school, changed) => renameCourses(tx, school, 'group_id', changed),
  ),
  keep(roster.personChanged, 'ref_person', {
    last_name: 'text',
    first_name: 'text',
    patronymic: 'text',
    is_pupil: 'boolean',
    is_staff: 'boolean',
    removed: 'boolean',
  }),
  keep(roster.membershipChanged, 'ref_membership', {
    pupil_id: 'uuid',
    class_id: 'uuid',
    group_id: 'uuid',
    from_day: 'date',
    until_day: 'date',
    removed: 'boolean',
  }),
  keep(roster.personMerged, 'ref_merge', { kept_id: 'uuid' }, leadTeachers),
  { ...holdLessons, kept: heldLessons },
]

export const handlersBy = (clock: () => Date): readonly Handler[] => [
  ...factsBy(clock),
  reportHandler(roster.accountCompromised, book, nameOf, clock),
]
