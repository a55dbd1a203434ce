import { defineEvent } from '@zhurnal/kit/outbox'
import { z } from 'zod'

/**
 * Somebody has read pupils' records whom neither teaching, nor the own class, nor family lets see them: for the access log
 * (152-ФЗ, 1.8). One row a request; `role` is by which right, `people` how many they were, `person_ids` at most 1,000.
 */
export const personalDataRead = defineEvent({
  name: 'gradebook.personal-data-read.v1',
  row: z.object({
    id: z.uuid(),
    at: z.string(),
    reader_id: z.uuid(),
    reader_name: z.string(),
    account_id: z.uuid(),
    what: z.string(),
    role: z.enum(['COORDINATOR', 'JOURNAL_ADMIN', 'DIRECTOR', 'DEPUTY', 'INSPECTOR']),
    person_ids: z.array(z.uuid()),
    people: z.number().int(),
  }),
  consumers: ['roster'],
})

/** A lesson got its first entry: it is a fact now, and no change of plan touches it (design §1). */
export const lessonHeld = defineEvent({
  name: 'gradebook.lesson-held.v1',
  row: z.object({ id: z.uuid(), version: z.number().int(), course_id: z.uuid(), held_at: z.string() }),
  consumers: ['schedule'],
})

/**
 * A file stands with the homework of a lesson, or no longer does: who may read it. Members of the class or the group on
 * the day; class teachers of `class_ids`; `teacher_ids`, who teach the course or give the lesson. It is the file of the
 * account that brought it: of any other upload nothing is opened.
 */
export const homeworkFileChanged = defineEvent({
  name: 'gradebook.homework-file-changed.v1',
  row: z.object({
    id: z.uuid(),
    version: z.number().int(),
    file_id: z.uuid(),
    account_id: z.uuid(),
    class_id: z.uuid().nullable(),
    group_id: z.uuid().nullable(),
    class_ids: z.array(z.uuid()),
    teacher_ids: z.array(z.uuid()),
    day: z.string(),
    /** Of a specialist's group: not the inspector's to see. */
    of_specialist: z.boolean(),
    removed: z.boolean(),
  }),
  consumers: ['reporting'],
})
