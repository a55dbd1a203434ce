// What schedule does with the facts of others.
import { on, type Handler } from '@zhurnal/kit/consumer'
import type { Tx } from '@zhurnal/kit/database'
import { keepFacts } from '@zhurnal/kit/facts'
import { sql } from '@zhurnal/kit/sql'
import { lessonHeld } from '@zhurnal/gradebook/events'
import * as roster from '@zhurnal/roster/events'
import { tellCourses } from './facts.js'

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

export const handlers: readonly Handler[] = [
  on(roster.schoolChanged, async (tx, school, rows) => {
    await keepFacts(
      tx,
      'ref_school',
      school,
      {
        id: 'uuid',
        version: 'integer',
        name: 'text',
        short_name: 'text',
        time_zone: 'text',
        study_days: 'smallint[]',
      },
      rows,
    )
  }),
  on(roster.yearChanged, async (tx, school, rows) => {
    await keepFacts(
      tx,
      'ref_year',
      school,
      { id: 'uuid', version: 'integer', name: 'text', starts_on: 'date', ends_on: 'date', calendar: 'jsonb' },
      rows,
    )
  }),
  on(roster.classChanged, async (tx, school, rows) => {
    const changed = await keepFacts(
      tx,
      'ref_class',
      school,
      { id: 'uuid', version: 'integer', year_id: 'uuid', name: 'text', grade: 'smallint' },
      rows,
    )
    await renameCourses(tx, school, 'class_id', changed)
  }),
  on(roster.groupChanged, async (tx, school, rows) => {
    const changed = await keepFacts(
      tx,
      'ref_group',
      school,
      { id: 'uuid', version: 'integer', year_id: 'uuid', name: 'text', class_ids: 'uuid[]' },
      rows,
    )
    await renameCourses(tx, school, 'group_id', changed)
  }),
  on(roster.personChanged, async (tx, school, rows) => {
    await keepFacts(
      tx,
      'ref_person',
      school,
      {
        id: 'uuid',
        version: 'integer',
        last_name: 'text',
        first_name: 'text',
        patronymic: 'text',
        is_pupil: 'boolean',
        is_staff: 'boolean',
      },
      rows,
    )
  }),
  on(roster.membershipChanged, async (tx, school, rows) => {
    await keepFacts(
      tx,
      'ref_membership',
      school,
      {
        id: 'uuid',
        version: 'integer',
        pupil_id: 'uuid',
        class_id: 'uuid',
        group_id: 'uuid',
        from_day: 'date',
        until_day: 'date',
        removed: 'boolean',
      },
      rows,
    )
  }),
  // The one fact that flows back: a lesson that got an entry is never made anew. Its version stays: nobody else asks.
  on(lessonHeld, async (tx, _, rows) => {
    await tx.sql(sql`update lesson l set held_at = t.held_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, held_at timestamptz)
      where l.id = t.id and l.held_at is null and l.id = any(${rows.map((row) => row.id)}::uuid[])`)
  }),
]
