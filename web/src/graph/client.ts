// The one client of the graph in a tab. No cache of its own: a journal page is kept by its store, and anything else
// is read anew when it is opened.
import { Client, fetchExchange } from 'urql'

// Which session the pages of this tab were opened in: the proxy names it at every answer and refuses a request that
// travels with another one's cookie. Somebody who has signed in in another tab must not find this tab's entries made
// in their name.
const markHeader = 'x-session-mark'
let mark: string | null = null

/** The next answer's session is this tab's. */
export function forgetSession(): void {
  mark = null
}

/** Names the session to a request that does not go through the client. Null: nothing was answered yet. */
export const sessionMark = (): string | null => mark

const marked: typeof fetch = async (address, init) => {
  const headers = new Headers(init?.headers)
  if (mark) headers.set(markHeader, mark)
  const answer = await fetch(address, { ...init, headers })
  const now = answer.headers.get(markHeader)
  // Opened anew, as whoever it is now; entries not sent lie on the device under their own account.
  if (mark && now && now !== mark) window.location.reload()
  mark ??= now
  return answer
}

export const client = new Client({
  url: '/graphql',
  exchanges: [fetchExchange],
  preferGetMethod: false,
  requestPolicy: 'network-only',
  fetch: marked,
  fetchOptions: { credentials: 'same-origin' },
})
