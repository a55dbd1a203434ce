import type { Queue } from 'bullmq'
import { everything, type Database } from './database.js'
import type { Logger } from './logging.js'
import type { EventMessage } from './outbox.js'
import { withDeadline, type QueueKit } from './queue.js'
import { sql } from './sql.js'

export const eventQueue = (consumer: string): string => `events-${consumer}`

type Due = {
  consumer: string
  event_id: string
  name: string
  school_id: string
  payload: unknown[]
  again: boolean
}

/** How often one delivery is tried, and the first pause (ms), doubled each time: half a minute in all. */
export const deliveryAttempts = 6
const firstPauseMs = 1000

const lookEveryMs = 500
const addTimeoutMs = 5000
/** A delivery that was queued but not acknowledged goes out again after this: the queue may have lost it. */
const againAfterSeconds = 30
const atOnce = 200

/**
 * Moves what the outbox holds to the queues of its consumers, by position. An event is done when its consumer has
 * acknowledged it, not when a queue took it: until then it is sent again. Any number of relays may run.
 */
export class Relay {
  private readonly queues = new Map<string, Queue>()
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private again = false
  private stopped = false

  constructor(
    private readonly db: Database,
    private readonly queue: QueueKit,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.nudge(), lookEveryMs)
  }

  /** Looks now. */
  readonly nudge = (): void => {
    if (this.stopped) return
    if (this.running) {
      this.again = true
      return
    }
    this.running = this.drain()
      .catch((error: unknown) => this.log.warn({ err: error }, 'relay: not now'))
      .finally(() => {
        this.running = undefined
        if (!this.again) return
        this.again = false
        this.nudge()
      })
  }

  private async drain(): Promise<void> {
    while (!this.stopped && (await this.sendSome()) === atOnce);
  }

  private async sendSome(): Promise<number> {
    return this.db.write(everything, async (tx) => {
      const due = await tx.sql<Due>(sql`
        select d.consumer, d.event_id, o.name, o.school_id, o.payload, d.queued_at is not null as again
        from outbox_delivery d join outbox o on o.id = d.event_id
        where d.acked_at is null and (d.queued_at is null or d.queued_at < now() - make_interval(secs => ${againAfterSeconds})
          -- A clock that was put back: by the marks of before, nothing would be due for as long as it was put back.
          or d.queued_at > now() + make_interval(secs => ${againAfterSeconds}))
        order by d.position limit ${atOnce} for update of d skip locked`)
      for (const one of due) await this.send(one)
      if (due.length > 0) {
        await tx.sql(sql`update outbox_delivery d set queued_at = now()
          from unnest(${due.map((d) => d.event_id)}::uuid[], ${due.map((d) => d.consumer)}::text[]) as t(event_id, consumer)
          where d.event_id = t.event_id and d.consumer = t.consumer`)
      }
      return due.length
    })
  }

  private async send(due: Due): Promise<void> {
    let queue = this.queues.get(due.consumer)
    if (!queue) this.queues.set(due.consumer, (queue = this.queue.queue(eventQueue(due.consumer))))
    const message: EventMessage = {
      id: due.event_id,
      name: due.name,
      schoolId: due.school_id,
      rows: due.payload,
    }
    const added = queue.add(due.name, message, {
      jobId: `evt-${due.event_id}`,
      attempts: deliveryAttempts,
      backoff: { type: 'exponential', delay: firstPauseMs },
      removeOnComplete: true,
      // A job that stays, failed or waiting out a delay of hours, would swallow what is sent again under its id.
      removeOnFail: true,
    })
    await withDeadline(added, addTimeoutMs)
    if (due.again) await withDeadline(this.wake(queue, message.id), addTimeoutMs)
  }

  /** A job of before that waits for an instant which a clock put back has moved far off: it goes on now. */
  private async wake(queue: Queue, eventId: string): Promise<void> {
    const job = await queue.getJob(`evt-${eventId}`)
    if (job && (await job.isDelayed())) await job.promote()
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearInterval(this.timer)
    await this.running
  }
}

/** Marks events as done for a consumer; what is already marked stays as it was. */
export async function acknowledge(
  db: Database,
  consumer: string,
  eventIds: readonly string[],
): Promise<void> {
  await db.write(everything, (tx) =>
    tx.sql(sql`update outbox_delivery set acked_at = now()
      where consumer = ${consumer} and event_id = any(${eventIds}::uuid[]) and acked_at is null`),
  )
}

/** Deliveries that no consumer has acknowledged yet. */
export async function openDeliveries(db: Database): Promise<number> {
  const [row] = await db.read<{ count: number }>(
    everything,
    sql`select count(*) as count from outbox_delivery where acked_at is null`,
  )
  return row?.count ?? 0
}
