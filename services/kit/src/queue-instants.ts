// BullMQ writes down until when a worker holds a job, and when it last looked for jobs of dead ones, by the clock of
// the worker's machine. When that clock was ahead and is put back, both lie far off: for as long as it was put back
// nobody would take up what a worker leaves that dies.
import type { Redis } from 'ioredis'
import pg from 'pg'

/** No lock and no pause of ours reaches so far: what does was written by a clock that was wrong. */
const farMs = 60_000
const lookEveryMs = 10_000

/** Where a queue's own rows or keys can be reached. */
export type Instants = {
  mend(queue: string): Promise<void>
  close(): Promise<void>
}

export function instantsInPostgres(connectionString: string, lockMs: number): Instants {
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    idleTimeoutMillis: 1000,
    connectionTimeoutMillis: 5000,
  })
  pool.on('error', () => undefined)
  return {
    mend: async (queue) => {
      const now = Date.now()
      await pool.query(
        `update bullmq.meta set value = $2::text where queue = $1 and field = 'stalled-check' and value::bigint > $3::bigint`,
        [queue, now, now + farMs],
      )
      // A worker that lives holds its job on before this has run out.
      await pool.query(
        `update bullmq.job set locked_until_ms = $2 where queue = $1 and state = 'active' and locked_until_ms > $3`,
        [queue, now + lockMs, now + farMs],
      )
    },
    close: () => pool.end(),
  }
}

export function instantsInRedis(redis: Redis, lockMs: number): Instants {
  return {
    mend: async (queue) => {
      const key = `bull:${queue}`
      if ((await redis.pttl(`${key}:stalled-check`)) > farMs) await redis.del(`${key}:stalled-check`)
      for (const id of await redis.lrange(`${key}:active`, 0, -1)) {
        const lock = `${key}:${id}:lock`
        if ((await redis.pttl(lock)) > farMs) await redis.pexpire(lock, lockMs)
      }
    },
    close: async () => undefined,
  }
}

/** Looks now and then at the queues of this process's workers; the result stops it. */
export function keepInstants(instants: Instants, queues: ReadonlySet<string>): () => Promise<void> {
  let looking: Promise<void> = Promise.resolve()
  const look = async () => {
    for (const queue of queues) await instants.mend(queue)
  }
  // A queue that does not answer just now is told of by its workers.
  const timer = setInterval(() => {
    looking = look().catch(() => undefined)
  }, lookEveryMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await Promise.race([looking, new Promise((resolve) => setTimeout(resolve, 1000).unref())])
    await instants.close()
  }
}
