// What gradebook keeps of the facts of roster and schedule.
import type { Handler } from '@zhurnal/kit/consumer'
import { keep } from '@zhurnal/kit/kept-facts'
import * as roster from '@zhurnal/roster/events'
import * as schedule from '@zhurnal/schedule/events'
import { tellAgain } from '../homework/homework-files.js'

export const handlers: readonly Handler[] = [
  keep(roster.schoolChanged, 'ref_school', { name: 'text', short_name: 'text', time_zone: 'text' }),
  keep(roster.yearChanged, 'ref_year', { name: 'text', starts_on: 'date', ends_on: 'date' }),
  keep(roster.periodChanged, 'ref_period', {
    year_id: 'uuid',
    name: 'text',
    kind: 'text',
    starts_on: 'date',
    ends_on: 'date',
    from_grade: 'smallint',
    to_grade: 'smallint',
  }),
  keep(roster.classChanged, 'ref_class', {
    year_id: 'uuid',
    name: 'text',
    grade: 'smallint',
    removed: 'boolean',
  }),
  keep(roster.groupChanged, 'ref_group', {
    year_id: 'uuid',
    name: 'text',
    class_ids: 'uuid[]',
    kind: 'text',
    removed: 'boolean',
  }),
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
  keep(
    schedule.courseChanged,
    'ref_course',
    {
      year_id: 'uuid',
      subject_id: 'uuid',
      subject_name: 'text',
      without_attestation: 'boolean',
      class_id: 'uuid',
      group_id: 'uuid',
      class_ids: 'uuid[]',
      grade: 'smallint',
      learners_name: 'text',
      teacher_id: 'uuid',
      weekly_hours: 'numeric',
      removed: 'boolean',
    },
    tellAgain,
  ),
  keep(
    schedule.lessonChanged,
    'ref_lesson',
    {
      course_id: 'uuid',
      day: 'date',
      number: 'smallint',
      starts_at: 'timestamptz',
      ends_at: 'timestamptz',
      room_name: 'text',
      teacher_id: 'uuid',
      instead_of_id: 'uuid',
      substitution_reason: 'text',
      cancelled: 'boolean',
      cancel_reason: 'text',
      removed: 'boolean',
    },
    tellAgain,
  ),
]
