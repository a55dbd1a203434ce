import { describe, expect, test } from '@jest/globals'
import { createQueue, type Sent } from './queue.js'

type Item = { readonly lane: string; readonly text: string }

/** A queue whose server answers when the test says so. */
function setUp(batch = 1) {
  const asked: { readonly texts: string; readonly answer: (sent: Sent) => void }[] = []
  const waiting: { readonly ms: number; readonly then: () => void }[] = []
  const queue = createQueue<Item>({
    laneOf: (item) => item.lane,
    batchOf: () => batch,
    send: (items) =>
      new Promise((answer) => {
        asked.push({ texts: items.map((item) => item.text).join('+'), answer })
      }),
    changed: () => undefined,
    wait: (ms, then) => void waiting.push({ ms, then }),
  })
  const add = (lane: string, text: string) => queue.add({ lane, text })
  const texts = () => asked.map((one) => one.texts)
  const answer = async (index: number, sent: Sent = { settle: () => undefined }) => {
    asked[index]?.answer(sent)
    await new Promise((done) => setImmediate(done))
  }
  return { queue, add, texts, answer, waiting }
}

describe('the queue of entries', () => {
  test('keeps the order within a cell', async () => {
    const { add, texts, answer } = setUp()
    add('a', '4')
    add('a', '5')
    expect(texts()).toEqual(['4'])
    await answer(0)
    expect(texts()).toEqual(['4', '5'])
  })
  test('sends at most four at once', async () => {
    const { add, texts, answer } = setUp()
    for (const lane of ['a', 'b', 'c', 'd', 'e']) add(lane, lane)
    expect(texts()).toEqual(['a', 'b', 'c', 'd'])
    await answer(2)
    expect(texts()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
  test('keeps an entry until the server has answered, and settles it in the same step', async () => {
    const { queue, add, answer } = setUp()
    const left: number[] = []
    add('a', '4')
    expect(queue.items()).toHaveLength(1)
    await answer(0, { settle: () => left.push(queue.items().length) })
    expect(left).toEqual([0])
  })
  test('sends the same batch again after a lost connection, though more was entered meanwhile', async () => {
    const { queue, add, texts, answer, waiting } = setUp(9)
    add('a', 'Н')
    add('a', 'Б')
    await answer(0, 'unreachable')
    expect(queue.unreachable()).toBe(true)
    expect(texts()).toEqual(['Н'])
    waiting[0]?.then()
    expect(texts()).toEqual(['Н', 'Н'])
    await answer(1)
    expect(texts()).toEqual(['Н', 'Н', 'Б'])
    expect(queue.unreachable()).toBe(false)
  })
  test('waits longer each time, and not at all when told that the network is back', async () => {
    const { queue, add, texts, answer, waiting } = setUp()
    add('a', '4')
    await answer(0, 'unreachable')
    waiting[0]?.then()
    await answer(1, 'unreachable')
    expect(waiting.map(({ ms }) => ms)).toEqual([1_000, 2_000])
    queue.resume()
    expect(texts()).toEqual(['4', '4', '4'])
  })
  test('drops what was not sent yet, never what is on its way', async () => {
    const { queue, add } = setUp()
    add('a', '4')
    add('a', '5')
    queue.drop(() => true)
    expect(queue.items().map(({ text }) => text)).toEqual(['4'])
  })
})
