// What this tab knows of the device's entries. Every change is made on the device first and shown in the same step in
// which it is done there; only a new entry is shown at once.
import { memoryDevice, type Device, type Kept } from './device.js'
import type { Entry } from './entry.js'

export type ShelfParts = {
  readonly queue: string
  /** Rejected: the browser keeps nothing. */
  readonly device: Promise<Device>
  readonly changed: () => void
}

export type Shelf = {
  readonly entries: () => readonly Entry[]
  readonly kept: () => readonly Kept[]
  /** Entries to be sent, in order; one that is not yet on the device holds back those after it. */
  readonly waiting: () => readonly Kept[]
  readonly durable: () => boolean
  readonly unsaved: () => number
  readonly refresh: () => Promise<void>
  readonly add: (entry: Entry) => Promise<void>
  readonly change: (put: readonly Kept[], remove: readonly Kept[], alongside?: () => void) => Promise<void>
  /** False: another tab was first; what is there now is known afterwards. */
  readonly freeze: (kept: readonly Kept[]) => Promise<boolean>
}

type Item = { readonly key: number | null; readonly entry: Entry }

const isKept = (item: Item): item is Kept => item.key !== null

export function createShelf({ queue, device: asked, changed }: ShelfParts): Shelf {
  let items: readonly Item[] = []
  let device: Device | null = null
  const memory = memoryDevice(queue)

  // One operation after another, so that none is laid over the state of a later one. A browser that refuses once is
  // not asked again in this tab: the entries go on from memory, and the person is told.
  let last: Promise<unknown> = asked.then(
    (opened) => (device = opened),
    () => (device = memory),
  )
  const inTurn = <T>(what: (device: Device) => Promise<T>, then: (result: T) => void): Promise<void> => {
    const done = last.then(async () => {
      const first = device ?? memory
      try {
        then(await what(first))
      } catch {
        device = memory
        await memory.change(items.filter(isKept), [])
        then(await what(memory))
      }
      changed()
    })
    last = done.catch(() => undefined)
    return done
  }
  const read = (rows: readonly Kept[]) => {
    items = [...rows, ...items.filter((item) => !isKept(item))]
  }
  const put = (kept: readonly Kept[]) => {
    items = items.map((item) => kept.find(({ key }) => key === item.key) ?? item)
  }
  return {
    entries: () => items.map(({ entry }) => entry),
    kept: () => items.filter(isKept),
    waiting: () => {
      const open = items.filter(({ entry }) => !entry.refusal)
      const fresh = open.findIndex((item) => !isKept(item))
      return (fresh < 0 ? open : open.slice(0, fresh)).filter(isKept)
    },
    durable: () => device?.durable !== false,
    unsaved: () =>
      items.filter((item) => !item.entry.refusal && (!isKept(item) || device?.durable === false)).length,
    refresh: () => inTurn((one) => one.all(), read),
    add: (entry) => {
      items = [...items, { key: null, entry }]
      changed()
      return inTurn(
        (one) => one.add(entry),
        (key) => {
          items = items.map((item) => (item.entry === entry ? { key, entry } : item))
        },
      )
    },
    change: (kept, remove, alongside) => {
      if (kept.length + remove.length === 0) return Promise.resolve()
      const gone = remove.map(({ key }) => key)
      return inTurn(
        (one) => one.change(kept, gone),
        () => {
          put(kept)
          items = items.filter(({ key }) => key === null || !gone.includes(key))
          alongside?.()
        },
      )
    },
    freeze: async (kept) => {
      let frozen = false
      await inTurn(
        async (one) => {
          const first = await one.freeze(kept)
          return { first, rows: first ? [] : await one.all() }
        },
        ({ first, rows }) => {
          frozen = first !== null
          if (first) put(first)
          else read(rows)
        },
      )
      return frozen
    },
  }
}
