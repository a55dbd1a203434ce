import { afterEach, expect, jest, test } from '@jest/globals'
import { NotYetMovedDocument } from '../generated/graph.js'
import { question } from './ask.js'

const real = globalThis.fetch
afterEach(() => {
  globalThis.fetch = real
})

test('a question asked again while the same one is under way gets an answer of its own', async () => {
  const waiting: ((name: string) => void)[] = []
  globalThis.fetch = jest.fn<typeof fetch>(
    () =>
      new Promise((resolve) => {
        waiting.push((name) =>
          resolve(
            new Response(JSON.stringify({ data: { school: { notYetMoved: [{ fullName: name }] } } }), {
              headers: { 'content-type': 'application/json' },
            }),
          ),
        )
      }),
  )
  const asked = { schoolId: 's', yearId: 'y' }
  const first = question(NotYetMovedDocument, asked)
  const second = question(NotYetMovedDocument, asked)
  for (let turns = 0; turns < 20 && waiting.length < 2; turns += 1) await new Promise(setImmediate)
  expect(waiting).toHaveLength(2)
  waiting[1]?.('после')
  expect((await second).data?.school?.notYetMoved?.[0]?.fullName).toBe('после')
  waiting[0]?.('до')
  expect((await first).data?.school?.notYetMoved?.[0]?.fullName).toBe('до')
})
