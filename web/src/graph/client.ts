// The one client of the graph in a tab. No cache of its own: a journal page is kept by its store, and anything else
// is read anew when it is opened.
import { Client, fetchExchange } from 'urql'

export const client = new Client({
  url: '/graphql',
  exchanges: [fetchExchange],
  preferGetMethod: false,
  requestPolicy: 'network-only',
  fetchOptions: { credentials: 'same-origin' },
})
