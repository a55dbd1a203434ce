import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { connectQueue, type QueueKit } from './queue.js'
import { instantsInPostgres } from './queue-instants.js'
import { rawQuery, testQueue } from './testing/index.js'

let queue: Awaited<ReturnType<typeof testQueue>>
let kit: QueueKit

beforeAll(async () => {
  queue = await testQueue()
  kit = connectQueue({ postgresUrl: queue.url })
})
afterAll(async () => {
  await kit.close()
  await queue.drop()
})

const hour = 3_600_000
const instantsOf = async () => {
  const [row] = await rawQuery<{ look: string; lock: string }>(
    queue.url,
    `select (select value from bullmq.meta where queue = 'hours' and field = 'stalled-check') as look,
      (select locked_until_ms from bullmq.job where queue = 'hours') as lock`,
  )
  return [Number(row?.look), Number(row?.lock)] as const
}
const set = async (look: number, lock: number) => {
  await rawQuery(queue.url, `delete from bullmq.meta where queue = 'hours' and field = 'stalled-check'`)
  await rawQuery(
    queue.url,
    `insert into bullmq.meta (queue, field, value) values ('hours', 'stalled-check', $1)`,
    [String(look)],
  )
  await rawQuery(
    queue.url,
    `update bullmq.job set state = 'active', lock_token = 'a:1', locked_until_ms = $1 where queue = 'hours'`,
    [lock],
  )
}

test('instants that a clock wrote which was an hour ahead are brought back; true ones stay', async () => {
  await kit.queue('hours').add('strike', {})
  const instants = instantsInPostgres(queue.url, 5000)
  const now = Date.now()
  await set(now - 2000, now + 4000)
  await instants.mend('hours')
  expect(await instantsOf()).toEqual([now - 2000, now + 4000])
  await set(now + hour, now + hour)
  await instants.mend('hours')
  const [look, lock] = await instantsOf()
  expect([look < now + 30_000, lock < now + 30_000, lock > now]).toEqual([true, true, true])
  await instants.close()
})

test('a job that a worker held by such a clock, and then died, is taken up by another', async () => {
  await set(Date.now() + hour, Date.now() + hour)
  const done = new Promise<string>((resolve) => {
    kit.worker('hours', async ({ name }) => resolve(name), { concurrency: 1, onError: () => undefined })
  })
  expect(await done).toBe('strike')
})
