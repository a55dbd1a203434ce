// A delivery that waits in the queue for an instant far off, because a clock was wrong when it was put there: the relay
// lets it go when it sends it again.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { connectQueue, type QueueKit } from '@zhurnal/kit/queue'
import { eventQueue } from '@zhurnal/kit/relay'
import { newUuid, testQueue } from '@zhurnal/kit/testing'
import { smallSchool } from './small-school.js'
import { startTestGradebook, type TestGradebook } from './harness.js'

let queue: Awaited<ReturnType<typeof testQueue>>
let kit: QueueKit
let t: TestGradebook

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

test('it goes on at once', async () => {
  const s = await smallSchool(t)
  const lessonId = await s.lesson(s.ids.algebra)
  await t.run(s.teacher, 'takeAttendance', { lessonId, absences: [] })
  const [event] = await t.admin<{ id: string; name: string }>('select id, name from outbox')
  const held = kit.queue(eventQueue('schedule'))
  const jobId = `evt-${event?.id}`
  await until(async () => (await held.getJob(jobId)) !== undefined)
  await held.obliterate({ force: true })
  await held.add(event?.name ?? '', { id: newUuid() }, { jobId, delay: 3_600_000 })
  expect(await (await held.getJob(jobId))?.isDelayed()).toBe(true)
  await t.admin(`update outbox_delivery set queued_at = now() - interval '1 minute'`)
  await until(async () => (await held.getJob(jobId))?.isWaiting() ?? false)
})

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !(await done()); await new Promise((r) => setTimeout(r, 25)))
    if (Date.now() > end) throw new Error('it did not come')
}
