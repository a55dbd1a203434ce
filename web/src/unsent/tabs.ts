// The tabs of one account in one browser: one of them sends, all of them show.
import type { Act } from '../journal/acts.js'
import type { Course, Reply, Request } from '../journal/request.js'

export type Told =
  | { readonly kind: 'changed'; readonly unreachable: boolean }
  /** An answer came: tabs that show the page learn it without asking again. */
  | {
      readonly kind: 'answered'
      readonly course: Course
      readonly act: Act
      readonly request: Request
      readonly reply: Reply
    }

export type Tabs = {
  readonly tell: (told: Told) => void
  /** Calls back once when it is this tab's turn to send: at once, or when the tab that sends is closed. */
  readonly whenMine: (then: () => void) => void
  readonly leave: () => void
}

/**
 * `queue` is derived from the account's key: another account's tab cannot listen. Where a page has no Web Locks
 * (http://school is no secure context) each tab sends: the requests are the same ones, and the server writes each once.
 */
export function joinTabs(queue: string, hear: (told: Told) => void): Tabs {
  const name = `zhurnal-unsent ${queue}`
  const channel = new BroadcastChannel(name)
  channel.onmessage = ({ data }: MessageEvent<Told>) => hear(data)
  const left = new AbortController()
  return {
    tell: (told) => {
      if (!left.signal.aborted) channel.postMessage(told)
    },
    whenMine: (then) => {
      if (!('locks' in navigator)) return then()
      const tillLeft = new Promise<void>((done) => left.signal.addEventListener('abort', () => done()))
      const held = navigator.locks.request(name, { signal: left.signal }, () => {
        then()
        return tillLeft
      })
      // Left while it waited for its turn.
      held.catch(() => undefined)
    },
    leave: () => {
      left.abort()
      channel.close()
    },
  }
}
