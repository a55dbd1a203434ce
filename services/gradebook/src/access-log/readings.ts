// What is read of the journals by the right to see the whole school: told to roster, which keeps the access log.
import type { Database } from '@zhurnal/kit/database'
import type { Logger } from '@zhurnal/kit/logging'
import { emit } from '@zhurnal/kit/outbox'
import { namedReadings, ReadingsWriter } from '@zhurnal/kit/readings'
import { personalDataRead } from '../../events.js'
import { actorIn, type Ctx } from '../context.js'
import { overseerRole } from '../policy.js'

/** A program may read many pages at once: so many of them are named. */
const named = 5

const whatWords = (what: ReadonlySet<string>): string => {
  const all = [...what]
  const rest = all.length - named
  return all.slice(0, named).join('; ') + (rest > 0 ? ` и ещё ${rest}` : '')
}

/** Tells the access log of what requests have read, in an event: roster need not be there (152-ФЗ, 1.8). */
export const readingsWriter = (db: Database, log: Logger): ReadingsWriter<string, Ctx> =>
  new ReadingsWriter(async (ctx, schoolId, { id, what, people }) => {
    const reader = actorIn(ctx, schoolId)
    const role = overseerRole(ctx.viewer, schoolId)
    if (!role) throw new Error('a reading by the right to see the whole school, without that right')
    const ids = [...people]
    const row = {
      id,
      at: ctx.now.toISOString(),
      reader_id: reader.personId,
      reader_name: reader.name,
      account_id: reader.accountId,
      what: whatWords(what),
      role,
      person_ids: ids.slice(0, namedReadings),
      people: ids.length,
    }
    await db.write(ctx.scope, (tx) =>
      emit(tx, personalDataRead, schoolId, ctx.now, [row], { nudge: ctx.nudge }),
    )
  }, log)
