// An event that the gradebook refuses each time: it ends among the dead letters with its reason, and those behind it
// are applied.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { connectQueue, type QueueKit } from '@zhurnal/kit/queue'
import { deliveryAttempts, eventQueue } from '@zhurnal/kit/relay'
import { newUuid, testKeys, testQueue } from '@zhurnal/kit/testing'
import { startTestGradebook, type TestGradebook } from './harness.js'

let queue: Awaited<ReturnType<typeof testQueue>>
let kit: QueueKit
let t: TestGradebook
const schoolId = newUuid()

beforeAll(async () => {
  queue = await testQueue()
  kit = connectQueue({ postgresUrl: queue.url })
  t = await startTestGradebook({ queue })
})
afterAll(async () => {
  await kit.close()
  await t.stop()
  await queue.drop()
})

const classRow = (name: unknown) => ({ id: newUuid(), version: 1, year_id: newUuid(), name, grade: 7 })

/** As the relay sends it, but for the pauses between tries. */
async function send(name: string, rows: object[]): Promise<string> {
  const id = newUuid()
  await kit.queue(eventQueue('gradebook')).add(
    name,
    { id, name, schoolId, rows },
    {
      jobId: `evt-${id}`,
      attempts: deliveryAttempts,
      backoff: 20,
      removeOnComplete: true,
      removeOnFail: true,
    },
  )
  return id
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await done()); await new Promise((r) => setTimeout(r, 25)))
    if (Date.now() > end) throw new Error('it did not come')
}

type Letter = { id: string; name: string; schoolId: string; reason: string; attempts: number }
const door = (body?: object) =>
  fetch(`${t.gradebook.server.url}/internal/dead-letters`, {
    headers: { authorization: `Bearer ${testKeys.internalToken}` },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  })
const letters = async () => ((await (await door()).json()) as { letters: Letter[] }).letters
const again = async (id: string) =>
  (await (await door({ id })).json()) as { outcome: string; reason?: string }

test('an event whose data does not parse is kept with its reason; the one behind it is applied', async () => {
  const poisoned = await send('roster.class-changed.v1', [classRow(7)])
  const behind = classRow('7Б')
  await send('roster.class-changed.v1', [behind])
  await until(async () => (await t.admin('select 1 from ref_class where id = $1', [behind.id])).length === 1)
  await until(async () => (await letters()).length === 1)
  expect(await letters()).toMatchObject([
    { id: poisoned, name: 'roster.class-changed.v1', schoolId, attempts: deliveryAttempts },
  ])
  expect((await letters())[0]?.reason).toMatch(/expected string/)
  expect(await again(poisoned)).toMatchObject({
    outcome: 'REFUSED',
    reason: expect.stringMatching(/expected string/),
  })
  expect(await letters()).toHaveLength(1)
  await t.admin('delete from dead_letter')
})

test('an event that nobody here knows, and one that a table refuses, end there too', async () => {
  await send('roster.bell-rung.v1', [{ id: newUuid() }])
  await send('roster.class-changed.v1', [{ ...classRow('7В'), grade: 70_000 }])
  await until(async () => (await letters()).length === 2)
  expect((await letters()).map((letter) => letter.reason).toSorted()).toEqual([
    expect.stringMatching(/no handler for roster.bell-rung.v1/),
    expect.stringMatching(/out of range/),
  ])
  await t.admin('delete from dead_letter')
})

test('what stood in its way is mended: tried again it is applied, once, and is dead no longer', async () => {
  await t.admin(`alter table ref_class add constraint ref_class_for_now check (name <> '7Г')`)
  const row = classRow('7Г')
  const id = await send('roster.class-changed.v1', [row])
  await until(async () => (await letters()).length === 1)
  expect((await again(id)).outcome).toBe('REFUSED')
  await t.admin('alter table ref_class drop constraint ref_class_for_now')
  expect((await again(id)).outcome).toBe('DONE')
  expect(await t.admin('select name from ref_class where id = $1', [row.id])).toEqual([{ name: '7Г' }])
  expect([await letters(), (await again(id)).outcome]).toEqual([[], 'NOT_HERE'])
})

test('the list is for the installation alone', async () => {
  expect((await fetch(`${t.gradebook.server.url}/internal/dead-letters`)).status).toBe(403)
})
