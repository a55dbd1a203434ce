// Where entries wait: the browser's own database, or the tab's memory where the browser gives none.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Entry } from './entry.js'
import type { Seal } from './seal.js'

/** An entry with its number on the device: numbers follow the order in which entries were made, in all tabs. */
export type Kept = { readonly key: number; readonly entry: Entry }

export type Device = {
  /** False: what is kept here ends with the tab. */
  readonly durable: boolean
  /** All of the account's, in order. */
  readonly all: () => Promise<readonly Kept[]>
  readonly add: (entry: Entry) => Promise<number>
  /** All or nothing. */
  readonly change: (put: readonly Kept[], remove: readonly number[]) => Promise<void>
  /**
   * Writes down what is about to be sent; the answer is what is to be sent: another tab may have been first. Null: the
   * entry has been dealt with elsewhere.
   */
  readonly freeze: (kept: readonly Kept[]) => Promise<readonly Kept[] | null>
}

interface Schema extends DBSchema {
  entries: { key: number; value: { queue: string; sealed: Uint8Array }; indexes: { queue: string } }
}

const open = (): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>('zhurnal-unsent', 1, {
    upgrade: (db) => db.createObjectStore('entries', { autoIncrement: true }).createIndex('queue', 'queue'),
    // A newer portal in another tab must not wait for this one.
    blocking: (_now, _wanted, event) =>
      event.target instanceof IDBDatabase ? event.target.close() : undefined,
  })

/** Rejects where the browser refuses: a private window of some browsers, a full disk, a policy. */
export async function browserDevice({ queue, close, open: unseal }: Seal): Promise<Device> {
  const db = await open()
  // On the disk and not only handed to the system: a school's computers are switched off at the socket.
  const strict = { durability: 'strict' } as const
  const kept = (key: number, row: { sealed: Uint8Array } | undefined): Kept[] => {
    const entry = row && unseal(row.sealed)
    return entry ? [{ key, entry }] : []
  }
  return {
    durable: true,
    all: async () => {
      const index = db.transaction('entries').store.index('queue')
      const [keys, rows] = await Promise.all([index.getAllKeys(queue), index.getAll(queue)])
      return keys.flatMap((key, at) => kept(key, rows[at]))
    },
    add: async (entry) => {
      const tx = db.transaction('entries', 'readwrite', strict)
      const key = await tx.store.add({ queue, sealed: close(entry) })
      await tx.done
      return key
    },
    change: async (put, remove) => {
      const tx = db.transaction('entries', 'readwrite', put.length > 0 ? strict : undefined)
      await Promise.all([
        ...put.map(({ key, entry }) => tx.store.put({ queue, sealed: close(entry) }, key)),
        ...remove.map((key) => tx.store.delete(key)),
        tx.done,
      ])
    },
    freeze: async (wanted) => {
      const tx = db.transaction('entries', 'readwrite', strict)
      const rows = await Promise.all(wanted.map(({ key }) => tx.store.get(key)))
      const there = wanted.flatMap(({ key }, at) => kept(key, rows[at]))
      const free = there.length === wanted.length && there.every(({ entry }) => !entry.sent && !entry.refusal)
      if (free)
        await Promise.all(wanted.map(({ key, entry }) => tx.store.put({ queue, sealed: close(entry) }, key)))
      await tx.done
      return free ? wanted : null
    },
  }
}

const memories = new Map<string, Map<number, Entry>>()

/** By account, so that an entry outlives a sign-in in this tab and is nobody else's. */
export function memoryDevice(queue: string): Device {
  const entries = memories.get(queue) ?? new Map<number, Entry>()
  memories.set(queue, entries)
  return {
    durable: false,
    all: async () => [...entries].map(([key, entry]) => ({ key, entry })),
    add: async (entry) => {
      const key = Math.max(0, ...entries.keys()) + 1
      entries.set(key, entry)
      return key
    },
    change: async (put, remove) => {
      for (const { key, entry } of put) entries.set(key, entry)
      for (const key of remove) entries.delete(key)
    },
    freeze: async (kept) => {
      for (const { key, entry } of kept) entries.set(key, entry)
      return kept
    },
  }
}

/** Whether this tab holds entries that only it has. */
export const memoryHolds = (): boolean => [...memories.values()].some((entries) => entries.size > 0)
