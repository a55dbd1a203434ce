// Reporting stands at the end of the line. Its one event is for its own worker: a job is a row and an event in one
// transaction, so that no job is lost between the two.
import { defineEvent } from '@zhurnal/kit/outbox'
import { z } from 'zod'

export const jobStarted = defineEvent({
  name: 'reporting.job-started.v1',
  row: z.object({ id: z.uuid(), version: z.number().int() }),
  consumers: ['worker'],
})
