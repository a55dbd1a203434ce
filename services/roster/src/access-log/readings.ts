import type { Database } from '@zhurnal/kit/database'
import type { Logger } from '@zhurnal/kit/logging'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import type { Viewer } from '../../events.js'
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
const keptIds = 1000

type Read = { readonly what: Set<Reading>; readonly people: Set<string> }

/** What one request reads of other people's data, by school. */
export class Readings {
  readonly bySchool = new Map<string, Read>()

  /** Notes a reading, unless it is the reader's own data, a child's, or that of somebody in a class teacher's care. */
  note(viewer: Viewer, place: CardPlace, what: Reading): void {
    if (isCloseTo(viewer, place)) return
    let read = this.bySchool.get(place.schoolId)
    if (!read) this.bySchool.set(place.schoolId, (read = { what: new Set(), people: new Set() }))
    read.what.add(what)
    read.people.add(place.id)
  }
}

/**
 * Writes what requests have read (152-ФЗ, 1.8): one row a request and school, after the answer has gone, so that nobody
 * waits for it. What has been answered and not yet written is lost only if the process dies within those milliseconds,
 * or the database refuses twice; that is said in the service's log.
 */
export class AccessLogWriter {
  private readonly underWay = new Set<Promise<void>>()

  constructor(
    private readonly db: Database,
    private readonly log: Logger,
  ) {}

  keep(ctx: Ctx): void {
    for (const [schoolId, read] of ctx.readings.bySchool) {
      const act = this.write(ctx, schoolId, read)
        .catch(() => this.write(ctx, schoolId, read))
        .catch((error: unknown) =>
          this.log.error(
            { err: error, account: ctx.viewer.account },
            'a reading of personal data was not logged',
          ),
        )
        .finally(() => this.underWay.delete(act))
      this.underWay.add(act)
    }
  }

  /** Resolves when all that has been read so far is written. */
  async written(): Promise<void> {
    await Promise.all(this.underWay)
  }

  private async write(ctx: Ctx, schoolId: string, { what, people }: Read): Promise<void> {
    const reader = actorIn(ctx, schoolId)
    const text = (Object.keys(words) as Reading[]).filter((one) => what.has(one)).map((one) => words[one])
    const ids = [...people]
    await this.db.write(ctx.scope, (tx) =>
      tx.sql(sql`insert into access_log (id, school_id, at, reader_id, reader_name, account_id, what, ground, person_ids, people)
        values (${newId()}, ${schoolId}, ${ctx.now}, ${reader.personId}, ${reader.name}, ${reader.accountId},
          ${text.join(', ')}, ${groundOf(ctx.viewer, schoolId)}, ${ids.slice(0, keptIds)}::uuid[], ${ids.length})`),
    )
  }
}

const groundOf = (viewer: Viewer, schoolId: string): string => {
  const role = readers.find((one) => at(viewer, schoolId)?.roles.includes(one))
  return role ? `роль: ${roleWords[role]}` : 'список сотрудников и класса'
}
