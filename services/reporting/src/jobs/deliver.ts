import { orBury } from '@zhurnal/kit/dead-letters'
import type { EventMessage } from '@zhurnal/kit/outbox'
import { acknowledge, deliveryAttempts } from '@zhurnal/kit/relay'
import { jobStarted } from '../../events.js'
import { handBack, runJob, type RunParts } from './run.js'
import { Turns } from './turns.js'

/** Jobs as the queue brings them to this process. */
export class Deliveries {
  private readonly parts: RunParts
  private readonly underWay = new Set<string>()

  constructor(parts: Omit<RunParts, 'turns'>) {
    this.parts = { ...parts, turns: new Turns() }
  }

  /** Runs the jobs that a delivery names. Rejects when it should be tried again. */
  async take({ data, attempt }: { readonly data: EventMessage; readonly attempt: number }): Promise<void> {
    const { db, log } = this.parts
    let ids: string[] = []
    const last = attempt + 1 >= deliveryAttempts
    await orBury({ db, log, event: data, attempts: attempt + 1, last }, async () => {
      ids = jobStarted.row
        .array()
        .parse(data.rows)
        .map((job) => job.id)
    })
    // A job buries itself: a delivery must not end before its job has.
    for (const id of ids) {
      this.underWay.add(id)
      await runJob(this.parts, id).finally(() => this.underWay.delete(id))
    }
    // Acknowledged when the job has ended: until then the relay would send it again to a queue that lost it.
    await acknowledge(db, 'worker', [data.id])
  }

  /** For a process that stops: what it leaves waits for another, and no worker has died under it. */
  async leave(): Promise<void> {
    if (this.underWay.size > 0) await handBack(this.parts.db, [...this.underWay]).catch(() => undefined)
  }
}
