// The journal page of one course and period in this tab: what is confirmed, with the person's own entries laid over.
// The entries themselves are the outbox's: they outlive the page.
import { JournalBesideDocument, JournalPageDocument } from '../generated/graph.js'
import { question, type Trouble } from '../graph/ask.js'
import type { Entry, Refusal } from '../unsent/entry.js'
import type { Outbox } from '../unsent/outbox.js'
import { overlay, spotOf, type Act } from './acts.js'
import { besideOf } from './beside.js'
import { keptSame, pageOf, type Page } from './page.js'
import type { Course } from './request.js'

export type Refused = { readonly id: string; readonly act: Act; readonly refusal: Refusal }

export type JournalView = {
  /** Null before the first answer, or when there is no such page for this person. */
  readonly page: Page | null
  readonly loaded: boolean
  readonly trouble: Trouble | null
  /** What is on its way, by place. */
  readonly pending: ReadonlySet<string>
  /** The last of each place. */
  readonly refused: ReadonlyMap<string, Refused>
  readonly stuck: readonly Refused[]
  readonly unsent: number
  readonly offline: boolean
}

export type JournalStore = {
  readonly view: () => JournalView
  readonly subscribe: (listener: () => void) => () => void
  readonly load: () => Promise<void>
  /** Reads what stands beside the marks; `personId` is who looks. */
  readonly loadBeside: (personId: string) => Promise<void>
  readonly enter: (act: Act) => void
  readonly forgive: (refused: Refused) => void
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
  stuck: [],
  unsent: 0,
  offline: false,
}

export function createJournalStore(
  course: Course,
  outbox: () => Pick<Outbox, 'view' | 'subscribe' | 'enter' | 'dismiss'>,
  onSignedOut: () => void,
): JournalStore {
  let base: Page | null = null
  let trouble: Trouble | null = null
  let loaded = false
  let view = nothing
  const listeners = new Set<() => void>()
  const own = (entries: readonly Entry[]) =>
    entries.filter(
      (one) => one.course.courseId === course.courseId && one.course.periodId === course.periodId,
    )

  const publish = () => {
    const { waiting, refused: all, unreachable } = outbox().view()
    const acts = own(waiting).map(({ act }) => act)
    const stuck = own(all).flatMap(({ id, act, refusal }) => (refusal ? [{ id, act, refusal }] : []))
    view = {
      page: base && overlay(base, acts),
      loaded,
      trouble,
      pending: new Set(acts.map(spotOf)),
      refused: new Map(stuck.map((one) => [spotOf(one.act), one] as const)),
      stuck,
      unsent: acts.length,
      offline: unreachable,
    }
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
    if (answer.data?.journal) base = keptSame(base, pageOf(answer.data.journal))
    publish()
  }
  const loadBeside = async (personId: string): Promise<void> => {
    const { data } = await question(JournalBesideDocument, course)
    if (!data || !base) return
    base = { ...base, beside: besideOf(data, personId, base.beside) }
    publish()
  }
  outbox().subscribe(publish)
  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    load,
    loadBeside,
    enter: (act) => {
      if (view.page) outbox().enter(course, act, view.page)
    },
    forgive: ({ id }) => outbox().dismiss([id]),
    confirmed: () => base,
    learn: (change) => {
      confirmations += 1
      if (base) base = change(base)
      publish()
    },
  }
}
