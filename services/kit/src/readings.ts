// What requests read of other people's personal data (152-ФЗ, 1.8): collected while a request is answered, written after.
import { v7 as newId } from 'uuid'
import type { Logger } from './logging.js'

type Read<What extends string> = {
  /** One for all attempts to write it. */
  readonly id: string
  readonly what: Set<What>
  readonly people: Set<string>
}

/** What one request reads of other people's data, by school. */
export class Readings<What extends string = string> {
  readonly bySchool = new Map<string, Read<What>>()

  /** Nobody's data is no reading. */
  note(schoolId: string, what: What, people: Iterable<string>): void {
    const ids = [...people]
    if (ids.length === 0) return
    let read = this.bySchool.get(schoolId)
    if (!read) this.bySchool.set(schoolId, (read = { id: newId(), what: new Set(), people: new Set() }))
    read.what.add(what)
    for (const id of ids) read.people.add(id)
  }
}

/** Of whom a row of the access log names at most so many; how many they were it says whole. */
export const namedReadings = 1000

type Reader<What extends string> = {
  readonly viewer: { readonly account: string }
  readonly readings: Readings<What>
}

/**
 * Writes what requests have read: one row a request and school, after the answer has gone, so that nobody waits for it.
 * What has been answered and not yet written is lost only if the process dies within those milliseconds, or the
 * database refuses twice; that is said in the service's log.
 */
export class ReadingsWriter<What extends string, C extends Reader<What>> {
  private readonly underWay = new Set<Promise<void>>()

  constructor(
    private readonly write: (ctx: C, schoolId: string, read: Read<What>) => Promise<void>,
    private readonly log: Logger,
  ) {}

  keep(ctx: C): void {
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
}
