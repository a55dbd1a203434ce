import type { Database } from '@zhurnal/kit/database'
import type { Logger } from '@zhurnal/kit/logging'
import { namedReadings, Readings, ReadingsWriter } from '@zhurnal/kit/readings'
import { sql } from '@zhurnal/kit/sql'
import type { Role, Viewer } from '../../events.js'
import { actorIn, type Ctx } from '../context.js'
import { at, isCloseTo, type CardPlace } from '../policy.js'
import { roleWords } from '../roles/role-words.js'

const words = {
  people: 'список людей',
  birthDate: 'дата рождения',
  contacts: 'контакты',
  consents: 'согласия',
  guardians: 'представители',
  personalFile: 'личное дело',
} as const
export type Reading = keyof typeof words

/** By which right somebody reads who is neither the person, nor family, nor the class teacher. */
const readers = ['COORDINATOR', 'DIRECTOR', 'DEPUTY'] as const

/** What one request reads of cards. */
export class CardReadings extends Readings<Reading> {
  /** Notes a reading, unless it is the reader's own data, a child's, or that of somebody in a class teacher's care. */
  noteCard(viewer: Viewer, place: CardPlace, what: Reading): void {
    if (!isCloseTo(viewer, place)) this.note(place.schoolId, what, [place.id])
  }
}

/** Writes what requests have read of cards into the access log. */
export const cardReadingsWriter = (db: Database, log: Logger): ReadingsWriter<Reading, Ctx> =>
  new ReadingsWriter(async (ctx, schoolId, { id, what, people }) => {
    const reader = actorIn(ctx, schoolId)
    const text = (Object.keys(words) as Reading[]).filter((one) => what.has(one)).map((one) => words[one])
    const ids = [...people]
    await db.write(ctx.scope, (tx) =>
      tx.sql(sql`insert into access_log (id, school_id, at, reader_id, reader_name, account_id, what, ground, person_ids, people)
        values (${id}, ${schoolId}, ${ctx.now}, ${reader.personId}, ${reader.name}, ${reader.accountId},
          ${text.join(', ')}, ${groundOf(ctx.viewer, schoolId)}, ${ids.slice(0, namedReadings)}::uuid[], ${ids.length}) on conflict (id) do nothing`),
    )
  }, log)

const groundOf = (viewer: Viewer, schoolId: string): string => {
  const role = readers.find((one) => at(viewer, schoolId)?.roles.includes(one))
  return role ? roleGround(role) : 'список сотрудников и класса'
}

export const roleGround = (role: Role): string => `роль: ${roleWords[role]}`
