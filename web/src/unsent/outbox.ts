// One account's entries on their way to the server: kept on the device first, sent one after another in the order in
// which they were made, by one tab, repeated with the same request until the server has answered. Entering never waits.
import { Unusable, type Ask } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import type { Act } from '../journal/acts.js'
import type { Page } from '../journal/page.js'
import { requestOf, sendRequest, type Course, type Reply, type Request } from '../journal/request.js'
import { overtaken, stillMeant, verdictOf, type Verdict } from '../journal/settle.js'
import { follower, frontOf } from './batch.js'
import type { Kept } from './device.js'
import { placeOf, standsAt, wordsOf, type Entry, type Refusal } from './entry.js'
import { createShelf, type Shelf, type ShelfParts } from './shelf.js'
import type { Tabs, Told } from './tabs.js'

export type OutboxView = {
  /** In order. */
  readonly waiting: readonly Entry[]
  /** Refused or in conflict, until dismissed. */
  readonly refused: readonly Entry[]
  /** Nothing came back when it was last tried. */
  readonly unreachable: boolean
  /** False: the browser keeps nothing, so what waits ends with the tab. */
  readonly durable: boolean
  /** How many entries would end with this tab: just made, or not to be kept. */
  readonly unsaved: number
}

/** The journal pages of this tab, which entries are compared with and laid over. */
export type Pages = {
  /** The confirmed page, read from the server where this tab has not opened it. */
  readonly read: (course: Course) => Promise<Page | 'unreachable' | 'absent'>
  readonly reread: (course: Course) => Promise<void>
  readonly confirmed: (course: Course) => Page | null
  readonly apply: (course: Course, change: (page: Page) => Page) => void
}

export type OutboxParts = Omit<ShelfParts, 'changed'> & {
  readonly pages: Pages
  readonly ask: Ask
  readonly join: (hear: (told: Told) => void) => Tabs
  /** Calls back once after so many milliseconds. */
  readonly wait: (ms: number, then: () => void) => void
}

export type Outbox = {
  readonly view: () => OutboxView
  readonly subscribe: (listener: () => void) => () => void
  readonly enter: (course: Course, act: Act, shown: Page) => void
  /** Takes refused entries off the list. */
  readonly dismiss: (ids: readonly string[]) => void
  /** Gives up a waiting entry; one that was sent before may have been written all the same. */
  readonly giveUp: (id: string) => void
  /** Tries again without waiting: the network is back. */
  readonly resume: () => void
  /** How many entries would end with this tab. */
  readonly unsaved: () => number
  /** Stops sending and showing; what is on the device stays. */
  readonly close: () => void
}

const firstRetryMs = 1_000
const longestRetryMs = 15_000
// A conflict that comes again and again is somebody's to look at.
const mostRepeats = 5

const overtakenWords = 'Пока запись ждала отправки, здесь записали другое. Посмотрите, что стоит теперь.'
const unusableWords = 'Сервер не понял эту запись: журнал, наверное, обновили. Введите её ещё раз.'
const absentWords = 'Эта страница журнала для вас больше не открыта.'

type Batch = { readonly kept: readonly Kept[]; readonly request: Request; readonly repeat: boolean }

export function createOutbox(parts: OutboxParts): Outbox {
  const { pages, ask, wait } = parts
  const listeners = new Set<() => void>()
  const repeats = new Map<number, number>()
  let unreachable = false
  let view: OutboxView = { waiting: [], refused: [], unreachable, durable: true, unsaved: 0 }
  let mine = false
  let busy = false
  let called = false
  let closed = false
  let retryMs = firstRetryMs
  let pause: symbol | null = null

  const publish = () => {
    if (closed) return
    const entries = shelf.entries()
    const waiting = entries.filter(({ refusal }) => !refusal)
    const refused = entries.filter(({ refusal }) => refusal)
    view = { waiting, refused, unreachable, durable: shelf.durable(), unsaved: shelf.unsaved() }
    for (const listener of listeners) listener()
  }
  const shelf: Shelf = createShelf({ ...parts, changed: publish })
  const tellChanged = () => tabs.tell({ kind: 'changed', unreachable })
  const tabs = parts.join((told) => {
    if (told.kind === 'answered')
      return learn(pages, told.course, verdictOf(told.act, told.request, told.reply))
    // Only the tab that sends knows whether the server answers.
    if (!mine) unreachable = told.unreachable
    void shelf.refresh().then(pump)
  })

  const pump = async () => {
    called = true
    if (!mine || busy || closed) return
    busy = true
    try {
      // Called while the last look was on its way: look again.
      while (called && !closed && !pause) {
        called = false
        while (!closed && !pause && (await sendNext()));
      }
    } finally {
      busy = false
    }
  }
  const sendNext = async (): Promise<boolean> => {
    const [head] = shelf.waiting()
    if (!head) return false
    const page = await pages.read(head.entry.course)
    if (closed) return false
    if (page === 'unreachable') return stop()
    if (page === 'absent') {
      await refuse([head], { code: 'NOT_FOUND', message: absentWords }, null)
      return true
    }
    const batch = await prepare(head, page)
    if (!batch || closed) return true
    const reply = await sendRequest(ask, batch.request).catch(whenUnusable)
    // Who has signed out meanwhile hears of it at the next sign-in: the same request gets the same answer.
    if (closed) return false
    if (reply === 'unusable') {
      // It must not hold up for good what was entered after it.
      await refuse(batch.kept, { code: 'UNUSABLE', message: unusableWords }, null)
      return true
    }
    if (!reply) return stop()
    await settle(batch, reply)
    return true
  }
  /** Null: something else had to be done first, begin again. */
  const prepare = async (head: Kept, page: Page): Promise<Batch | null> => {
    const { course, sent } = head.entry
    const waiting = shelf.waiting()
    if (sent) {
      const kept = waiting.filter(({ entry }) => sent.batch.includes(entry.id))
      return { kept, request: sent.request, repeat: true }
    }
    const kept = frontOf(waiting, course)
    const acts = kept.map(({ entry }) => entry.act)
    const late = overtaken(page, acts)
    if (late.length > 0) {
      const lost = kept.filter(({ entry }) => late.includes(entry.act))
      await refuse(lost, { code: 'CONFLICT', message: overtakenWords }, null)
      return null
    }
    const request = requestOf(page, course, acts)
    if (!request) {
      await shelf.change([], kept)
      return null
    }
    const batch = kept.map(({ entry }) => entry.id)
    const frozen = kept.map(({ key, entry }) => ({ key, entry: { ...entry, sent: { request, batch } } }))
    return (await shelf.freeze(frozen)) ? { kept: frozen, request, repeat: false } : null
  }
  const settle = async ({ kept, request, repeat }: Batch, reply: Reply) => {
    const [first] = kept
    if (!first) return
    unreachable = false
    retryMs = firstRetryMs
    const { course, act } = first.entry
    const verdict = verdictOf(act, request, reply)
    tabs.tell({ kind: 'answered', course, act, request, reply })
    if (verdict.refusal) {
      learn(pages, course, verdict)
      if (verdict.stale) await pages.reread(course)
      await takeBack(kept, verdict.refusal, verdict.by)
    } else {
      const page = pages.confirmed(course)
      const next = page && follower(shelf.waiting(), kept, verdict.change(page))
      await shelf.change(next ? [next] : [], kept, () => learn(pages, course, verdict))
      // The answer to a repeat is the first one: others may have written since.
      if (repeat) void pages.reread(course)
    }
    tellChanged()
  }
  const takeBack = async (kept: readonly Kept[], { code, message }: Reason, by: string | null) => {
    const page = pages.confirmed(kept[0]?.entry.course ?? noCourse)
    const again = kept.flatMap(({ key, entry }): Kept[] => {
      const times = (repeats.get(key) ?? 0) + 1
      repeats.set(key, times)
      if (code !== 'CONFLICT' || !page || times > mostRepeats || !stillMeant(entry.act, page)) return []
      const id = newId()
      return [{ key, entry: { ...entry, id, act: { ...entry.act, requestId: id }, sent: null } }]
    })
    await shelf.change(again, [])
    await refuse(
      kept.filter(({ key }) => !again.some((one) => one.key === key)),
      { code, message },
      by,
    )
  }
  // A refused entry stays with its reason; what was entered on top of it in the same place goes with it.
  const refuse = async (lost: readonly Kept[], { code, message }: Reason, by: string | null) => {
    const places = new Set(lost.map(({ entry }) => placeOf(entry)))
    const onTop = shelf.waiting().filter((one) => !lost.includes(one) && places.has(placeOf(one.entry)))
    const own = [...lost, ...onTop.filter(({ key }) => !lost.some((one) => one.key === key))]
    const refused = own.map(({ key, entry }) => {
      const page = pages.confirmed(entry.course)
      const stands = code === 'CONFLICT' && page ? { value: standsAt(page, entry.act), by } : null
      return { key, entry: { ...entry, sent: null, refusal: { code, message, stands } } }
    })
    await shelf.change(refused, [])
    tellChanged()
  }
  const stop = (): false => {
    unreachable = true
    const token = Symbol('pause')
    pause = token
    wait(retryMs, () => {
      if (pause === token) resume()
    })
    retryMs = Math.min(retryMs * 2, longestRetryMs)
    publish()
    tellChanged()
    return false
  }
  const resume = () => {
    pause = null
    void pump()
  }
  const dismiss = (ids: readonly string[]) => {
    const gone = shelf.kept().filter(({ entry }) => entry.refusal && ids.includes(entry.id))
    if (gone.length > 0) void shelf.change([], gone).then(tellChanged)
  }
  const giveUp = (id: string) => {
    const batch = shelf.kept().find(({ entry }) => entry.id === id)?.entry.sent?.batch ?? [id]
    const gone = shelf.kept().filter(({ entry }) => batch.includes(entry.id))
    if (gone.length > 0) void shelf.change([], gone).then(tellChanged)
  }
  void shelf.refresh().then(() => {
    if (closed) return
    tabs.whenMine(() => {
      mine = true
      // What another tab had sent or refused before it was closed.
      void shelf.refresh().then(pump)
    })
  })
  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    enter: (course, act, shown) => {
      const words = wordsOf(shown, act)
      const madeAt = new Date().toISOString()
      const entry: Entry = { id: act.requestId, madeAt, course, act, words, sent: null, refusal: null }
      // Who writes the place anew has seen what was refused there.
      dismiss(view.refused.filter((one) => placeOf(one) === placeOf(entry)).map(({ id }) => id))
      void shelf.add(entry).then(() => {
        tellChanged()
        void pump()
      })
    },
    dismiss,
    giveUp,
    resume,
    unsaved: shelf.unsaved,
    close: () => {
      closed = true
      tabs.leave()
    },
  }
}

type Reason = Pick<Refusal, 'code' | 'message'>

function whenUnusable(error: unknown): 'unusable' {
  if (error instanceof Unusable) return 'unusable'
  throw error
}

const noCourse: Course = { courseId: '', periodId: '' }

const learn = (pages: Pages, course: Course, { change }: Verdict): void => pages.apply(course, change)
