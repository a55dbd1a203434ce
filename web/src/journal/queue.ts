// Entries on their way to the server: in order within a lane, at most four lanes at once, retried with the same
// request until the server has answered. Entering never waits for it.

/** What became of one sending. `settle` runs in the same step in which the items leave the queue. */
export type Sent = { readonly settle: () => void } | 'unreachable'

export type QueueOptions<T> = {
  readonly laneOf: (item: T) => string
  /** How many items from the front of a lane make one request; at least one. */
  readonly batchOf: (lane: readonly T[]) => number
  readonly send: (batch: readonly T[]) => Promise<Sent>
  readonly changed: () => void
  /** Calls back once after so many milliseconds. */
  readonly wait: (ms: number, then: () => void) => void
  readonly atOnce?: number
}

export type Queue<T> = {
  /** Everything not yet confirmed, in order of entry. */
  readonly items: () => readonly T[]
  readonly add: (item: T) => void
  /** Takes items out that are not being sent. */
  readonly drop: (which: (item: T) => boolean) => void
  readonly unreachable: () => boolean
  /** Tries again without waiting: the network is back, or the person signed in again. */
  readonly resume: () => void
}

const firstRetryMs = 1_000
const longestRetryMs = 15_000

export function createQueue<T>(options: QueueOptions<T>): Queue<T> {
  const { laneOf, batchOf, send, changed, wait, atOnce = 4 } = options
  let items: readonly T[] = []
  const underWay = new Map<string, readonly T[]>()
  // A batch that was sent once is sent again as it was, so that the server knows it for the same.
  const frozen = new Map<string, readonly T[]>()
  let retryMs = firstRetryMs
  let pausedUntil: symbol | null = null

  const pump = () => {
    if (pausedUntil) return
    for (const lane of new Set(items.map(laneOf))) {
      if (underWay.size >= atOnce) return
      if (!underWay.has(lane)) void launch(lane)
    }
  }
  const launch = async (lane: string) => {
    const own = items.filter((item) => laneOf(item) === lane)
    const batch = frozen.get(lane) ?? own.slice(0, batchOf(own))
    underWay.set(lane, batch)
    const sent = await send(batch)
    underWay.delete(lane)
    if (sent === 'unreachable') {
      frozen.set(lane, batch)
      pause()
    } else {
      frozen.delete(lane)
      retryMs = firstRetryMs
      pausedUntil = null
      items = items.filter((item) => !batch.includes(item))
      sent.settle()
    }
    changed()
    pump()
  }
  const pause = () => {
    if (pausedUntil) return
    const token = Symbol('pause')
    pausedUntil = token
    wait(retryMs, () => {
      if (pausedUntil === token) resume()
    })
    retryMs = Math.min(retryMs * 2, longestRetryMs)
  }
  const resume = () => {
    pausedUntil = null
    pump()
  }
  return {
    items: () => items,
    add: (item) => {
      items = [...items, item]
      changed()
      pump()
    },
    drop: (which) => {
      const busy = [...underWay.values(), ...frozen.values()].flat()
      items = items.filter((item) => busy.includes(item) || !which(item))
    },
    unreachable: () => pausedUntil !== null || frozen.size > 0,
    resume,
  }
}
