// The journal page of one course and period in this tab: what is confirmed, what is on its way, what was refused.
// It outlives the component, so that entries not yet sent survive a walk to another page or to the sign-in.
import { JournalPageDocument, type RefusalFragment } from '../generated/graph.js'
import { act, question, type Trouble } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { laneOf, overlay, spotOf, type Act } from './acts.js'
import { pageOf, type Page } from './page.js'
import { createQueue } from './queue.js'
import { isAttendance, sendActs, stillMeant, type Course, type Verdict } from './settle.js'

export type Refused = { readonly act: Act; readonly refusal: RefusalFragment }

export type JournalView = {
  /** Null before the first answer, or when there is no such page for this person. */
  readonly page: Page | null
  readonly loaded: boolean
  readonly trouble: Trouble | null
  /** What is on its way, by place. */
  readonly pending: ReadonlySet<string>
  readonly refused: ReadonlyMap<string, Refused>
  readonly unsent: number
  readonly offline: boolean
}

export type JournalStore = {
  readonly view: () => JournalView
  readonly subscribe: (listener: () => void) => () => void
  readonly load: () => Promise<void>
  readonly enter: (act: Act) => void
  readonly forgive: (spot: string) => void
  readonly resume: () => void
  /** The confirmed page, for what has to be compared with it. */
  readonly confirmed: () => Page | null
  readonly learn: (change: (page: Page) => Page) => void
}

const nothing: JournalView = {
  page: null,
  loaded: false,
  trouble: null,
  pending: new Set(),
  refused: new Map(),
  unsent: 0,
  offline: false,
}

export function createJournalStore(course: Course, onSignedOut: () => void): JournalStore {
  let base: Page | null = null
  let trouble: Trouble | null = null
  let loaded = false
  let refused: ReadonlyMap<string, Refused> = new Map()
  let view = nothing
  const listeners = new Set<() => void>()

  const publish = () => {
    const acts = queue.items()
    const page = base && overlay(base, acts)
    const pending = new Set(acts.map(spotOf))
    view = { page, loaded, trouble, pending, refused, unsent: acts.length, offline: queue.unreachable() }
    for (const listener of listeners) listener()
  }
  // Counts what was confirmed: a page that was read meanwhile may not hold it yet.
  let confirmations = 0
  const load = async (): Promise<void> => {
    const before = confirmations
    const answer = await question(JournalPageDocument, course)
    if (before !== confirmations) return load()
    if (answer.trouble === 'signed-out') return onSignedOut()
    trouble = answer.trouble
    loaded = true
    if (answer.data?.journal) base = pageOf(answer.data.journal)
    publish()
  }
  const settle = (batch: readonly Act[], verdict: Verdict) => {
    confirmations += 1
    if (base) base = verdict.change(base)
    const { refusal } = verdict
    if (refusal && verdict.stale) void load().then(() => takeBack(batch, refusal))
    else if (refusal) takeBack(batch, refusal)
  }
  // A refused act stays beside its cell with the reason; what was entered after it in the same lane goes with it,
  // because it was entered on top of it.
  const takeBack = (batch: readonly Act[], refusal: RefusalFragment) => {
    const page = base
    if (!page) return
    const again = refusal.code === 'CONFLICT' ? batch.filter((one) => stillMeant(one, page)) : []
    const lost = batch.filter((one) => !again.includes(one))
    const spots = new Set(lost.map(spotOf))
    const followers = queue.items().filter((one) => spots.has(spotOf(one)))
    queue.drop((one) => followers.includes(one))
    const stuck = [...lost, ...followers.filter((one) => !queue.items().includes(one))]
    refused = new Map([...refused, ...stuck.map((one) => [spotOf(one), { act: one, refusal }] as const)])
    for (const one of again) queue.add({ ...one, requestId: newId() })
    publish()
  }
  const queue = createQueue<Act>({
    laneOf,
    batchOf: (lane) => {
      const other = lane.findIndex((one) => !isAttendance(one))
      return Math.max(1, other < 0 ? lane.length : other)
    },
    send: async (batch) => {
      if (!base) return 'unreachable'
      const verdict = await sendActs(asker(onSignedOut), base, course, batch)
      return verdict ? { settle: () => settle(batch, verdict) } : 'unreachable'
    },
    changed: publish,
    wait: (ms, then) => void setTimeout(then, ms),
  })
  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    load,
    enter: (one) => {
      refused = without(refused, spotOf(one))
      queue.add(one)
    },
    forgive: (spot) => {
      refused = without(refused, spot)
      publish()
    },
    resume: queue.resume,
    confirmed: () => base,
    learn: (change) => {
      if (base) base = change(base)
      publish()
    },
  }
}

const without = (map: ReadonlyMap<string, Refused>, spot: string): ReadonlyMap<string, Refused> =>
  new Map([...map].filter(([key]) => key !== spot))

// Every failure that is no refusal may be repeated: the request carries its id.
const asker =
  (onSignedOut: () => void): Parameters<typeof sendActs>[0] =>
  async (document, variables) => {
    const answer = await act(document, variables)
    if (answer.trouble === 'signed-out') onSignedOut()
    return answer.trouble ? null : answer.data
  }

const stores = new Map<string, JournalStore>()

/** One store for a page, kept per person: what one has entered is never sent in another's name. */
export function journalStore(personId: string, course: Course, onSignedOut: () => void): JournalStore {
  const key = [personId, course.courseId, course.periodId].join(' ')
  const store = stores.get(key) ?? createJournalStore(course, onSignedOut)
  stores.set(key, store)
  return store
}

/** Entries of this tab that no server has confirmed, over all pages. */
export const unsentEntries = (): number =>
  [...stores.values()].reduce((sum, store) => sum + store.view().unsent, 0)
