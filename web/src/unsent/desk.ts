// What one signed-in person has open in this tab: the outbox of their account and the journal pages over it.
import { act, Unusable, type Ask } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { afresh } from '../journal/acts.js'
import type { Course } from '../journal/request.js'
import { createJournalStore, type JournalStore } from '../journal/store.js'
import { browserDevice } from './device.js'
import type { Entry } from './entry.js'
import { createOutbox, type Outbox, type Pages } from './outbox.js'
import { sealOf } from './seal.js'
import { joinTabs, type Tabs } from './tabs.js'

export type Desk = {
  readonly outbox: Outbox
  readonly journal: (course: Course) => JournalStore
  /** Enters a refused act anew, over what stands there now. False: the page cannot be read. */
  readonly insist: (entry: Entry) => Promise<boolean>
  readonly close: () => void
}

export type DeskOf = {
  readonly accountId: string
  /** `Viewer.deviceKey`; null where roster does not tell it. */
  readonly deviceKey: string | null
}

export function openDesk({ accountId, deviceKey }: DeskOf, onSignedOut: () => void): Desk {
  const stores = new Map<string, JournalStore>()
  const keyOf = ({ courseId, periodId }: Course) => `${courseId} ${periodId}`
  const journal = (course: Course): JournalStore => {
    const key = keyOf(course)
    const store = stores.get(key) ?? createJournalStore(course, () => outbox, onSignedOut)
    stores.set(key, store)
    return store
  }
  const pages: Pages = {
    read: async (course) => {
      const store = journal(course)
      if (!store.confirmed()) await store.load()
      const { trouble, loaded } = store.view()
      return store.confirmed() ?? (trouble || !loaded ? 'unreachable' : 'absent')
    },
    reread: (course) => journal(course).load(),
    confirmed: (course) => stores.get(keyOf(course))?.confirmed() ?? null,
    apply: (course, change) => stores.get(keyOf(course))?.learn(change),
  }
  const seal = sealOf(deviceKey)
  const outbox: Outbox = createOutbox({
    queue: seal?.queue ?? accountId,
    device: seal ? browserDevice(seal) : Promise.reject(new Error('no key to keep entries with')),
    pages,
    ask: asker(onSignedOut),
    join: (hear) => (seal ? joinTabs(seal.queue, hear) : aloneTab),
    wait: (ms, then) => void setTimeout(then, ms),
  })
  const insist = async ({ id, course, act: refused }: Entry): Promise<boolean> => {
    const store = journal(course)
    await store.load()
    const page = store.confirmed()
    if (!page || store.view().trouble) return false
    outbox.dismiss([id])
    store.enter(afresh(refused, page, newId()))
    return true
  }
  return { outbox, journal, insist, close: outbox.close }
}

// Without a key nothing is shared: what this tab holds, this tab sends.
const aloneTab: Tabs = { tell: () => undefined, whenMine: (then) => then(), leave: () => undefined }

// Every failure that is no refusal may be repeated: the request carries its id.
const asker =
  (onSignedOut: () => void): Ask =>
  async (document, variables) => {
    const answer = await act(document, variables)
    if (answer.trouble === 'signed-out') onSignedOut()
    if (answer.trouble === 'unusable') throw new Unusable('an entry that the server does not understand')
    return answer.trouble ? null : answer.data
  }
