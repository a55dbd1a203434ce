// What has served is swept away: events that every consumer has acknowledged, answers to requests that nobody repeats any
// more. The record and its log are never touched: the role that sweeps may delete from these tables alone.
import { everything, type Database } from './database.js'
import type { Logger } from './logging.js'
import { sql } from './sql.js'

const lookEveryMs = 60 * 60_000
/** Longer than any device keeps an entry that was not sent, or a queue a delivery (days). */
export const keptDays = 60
const atOnce = 5000

export type Swept = { readonly events: number; readonly applied: number; readonly answers: number }

/** Sweeps once an hour; any number of processes may, each takes what the other left. */
export class Upkeep {
  private readonly timer: NodeJS.Timeout
  private running: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly db: Database,
    private readonly clock: () => Date,
    private readonly log: Logger,
  ) {
    this.timer = setInterval(() => {
      this.running = this.running
        .then(() => this.sweep())
        .catch((error: unknown) => this.log.warn({ err: error }, 'upkeep: not now'))
    }, lookEveryMs)
    this.timer.unref()
  }

  /**
   * At most 5,000 rows a table: the next hour takes the rest. The last event of each school stays: by it a school is known
   * to have written, and by its position a snapshot is dated.
   */
  async sweep(): Promise<Swept> {
    const before = new Date(this.clock().getTime() - keptDays * 24 * 60 * 60_000)
    const [events, applied, answers] = await this.db.write(everything, async (tx) => {
      const served = await tx.sql(sql`
        with old as (
          select o.id from outbox o where o.at < ${before}
            and not exists (select 1 from outbox_delivery d where d.event_id = o.id and d.acked_at is null)
            and exists (select 1 from outbox later where later.school_id = o.school_id and later.position > o.position)
          order by o.position limit ${atOnce}),
        gone as (delete from outbox_delivery d using old where d.event_id = old.id)
        delete from outbox o using old where o.id = old.id returning o.id`)
      const inbox = await tx.sql(
        sql`delete from inbox where event_id in (select event_id from inbox where applied_at < ${before} limit ${atOnce}) returning event_id`,
      )
      const results = await tx.sql(sql`delete from request_result where (account_id, request_id) in
          (select account_id, request_id from request_result where at < ${before} order by at limit ${atOnce}) returning request_id`)
      return [served.length, inbox.length, results.length] as const
    })
    return { events, applied, answers }
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.running
  }
}
