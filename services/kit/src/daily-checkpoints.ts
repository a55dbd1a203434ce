// The log of each school is signed at least once a day, whether anybody reads it or not (design §4): what has left the
// machine by then cannot be rewritten unseen.
import { everything, type Database } from './database.js'
import type { Logger } from './logging.js'
import { currentCheckpoint, type LogSigner } from './log-tree.js'
import { sql } from './sql.js'

const lookEveryMs = 30 * 60_000
const atLeastEveryHours = 24

export type CheckpointParts = {
  readonly db: Database
  readonly system: Database
  readonly signer: LogSigner
  readonly clock: () => Date
  readonly log: Logger
}

export class DailyCheckpoints {
  private readonly timer: NodeJS.Timeout
  private running: Promise<unknown> = Promise.resolve()

  constructor(private readonly parts: CheckpointParts) {
    this.timer = setInterval(() => {
      this.running = this.running
        .then(() => this.look())
        .catch((error: unknown) => parts.log.warn({ err: error }, 'checkpoints: not now'))
    }, lookEveryMs)
    this.timer.unref()
  }

  /** Signs the logs that have grown since a checkpoint of a day ago or longer; of several processes one does it. */
  async look(): Promise<readonly string[]> {
    const { db, system, signer, clock } = this.parts
    const due = new Date(clock().getTime() - atLeastEveryHours * 60 * 60_000)
    const schools = await system.read<{ id: string }>(
      everything,
      sql`select h.school_id as id from log_head h
        left join lateral (select size, at from log_checkpoint c where c.school_id = h.school_id order by size desc limit 1) as last on true
        where h.size > coalesce(last.size, 0) and coalesce(last.at, '-infinity') <= ${due} order by h.school_id`,
    )
    for (const { id } of schools)
      await db.write({ schools: [id] }, (tx) => currentCheckpoint(tx, signer, id, clock()))
    return schools.map((school) => school.id)
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.running
  }
}
