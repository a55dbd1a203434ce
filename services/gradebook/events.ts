import { defineEvent } from '@zhurnal/kit/outbox'
import { z } from 'zod'

/** A lesson got its first entry: it is a fact now, and no change of plan touches it (design §1). */
export const lessonHeld = defineEvent({
  name: 'gradebook.lesson-held.v1',
  row: z.object({ id: z.uuid(), version: z.number().int(), course_id: z.uuid(), held_at: z.string() }),
  consumers: ['schedule'],
})
