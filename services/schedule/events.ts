import { defineEvent } from '@zhurnal/kit/outbox'
import { z } from 'zod'

const base = { id: z.uuid(), version: z.number().int() }

export const courseChanged = defineEvent({
  name: 'schedule.course-changed.v1',
  row: z.object({
    ...base,
    year_id: z.uuid(),
    subject_id: z.uuid(),
    subject_name: z.string(),
    without_attestation: z.boolean(),
    class_id: z.uuid().nullable(),
    group_id: z.uuid().nullable(),
    /** The class, or every class that the group's pupils come from. */
    class_ids: z.array(z.uuid()),
    grade: z.number().int(),
    learners_name: z.string(),
    teacher_id: z.uuid().nullable(),
    weekly_hours: z.string(),
    /** True once it was taken out. An older message that does not say so means that it is there. */
    removed: z.boolean().default(false),
  }),
  consumers: ['gradebook'],
})

/** A dated lesson as it is planned; `removed` when the timetable no longer has it. */
export const lessonChanged = defineEvent({
  name: 'schedule.lesson-changed.v1',
  row: z.object({
    ...base,
    course_id: z.uuid(),
    day: z.string(),
    number: z.number().int(),
    starts_at: z.string(),
    ends_at: z.string(),
    room_name: z.string().nullable(),
    /** Who gives it: the substitute where there is one. */
    teacher_id: z.uuid().nullable(),
    instead_of_id: z.uuid().nullable(),
    substitution_reason: z.string().nullable(),
    cancelled: z.boolean(),
    cancel_reason: z.string().nullable(),
    removed: z.boolean(),
  }),
  consumers: ['gradebook'],
})
