// A file of homework on its way from gradebook to reporting: by queue, and by the comparison of the night.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Finding } from '@zhurnal/kit/comparison'
import { testKeys, testQueue } from '@zhurnal/kit/testing'
import { codes, startTestGradebook, type TestGradebook } from '../../gradebook/test/harness.js'
import { smallSchool, type SmallSchool } from '../../gradebook/test/small-school.js'
import { startTestReporting, type TestReporting } from './harness.js'

let queue: Awaited<ReturnType<typeof testQueue>>
let gradebook: TestGradebook
let reporting: TestReporting
let s: SmallSchool

beforeAll(async () => {
  queue = await testQueue()
  gradebook = await startTestGradebook({ queue })
  reporting = await startTestReporting({ queue, gradebook: gradebook.gradebook.server.url })
  s = await smallSchool(gradebook)
  // What roster would have told reporting too.
  await reporting.query(
    `insert into ref_school (id, school_id, name, short_name, time_zone, version) values ($1, $1, 'Школа проверки', 'ШП', 'Europe/Moscow', 1)`,
    [s.ids.school],
  )
  for (const [pupil, column, of] of [
    [s.ids.anna, 'class_id', s.ids.class7],
    [s.ids.vera, 'class_id', s.ids.class8],
    [s.ids.vera, 'group_id', s.ids.group],
  ])
    await reporting.query(
      `insert into ref_membership (id, school_id, pupil_id, ${column}, from_day, version) values (gen_random_uuid(), $1, $2, $3, '2026-09-01', 1)`,
      [s.ids.school, pupil, of],
    )
}, 30_000)
afterAll(async () => {
  await reporting.stop()
  await gradebook.stop()
  await queue.drop()
})

const told = async (): Promise<void> => {
  for (const end = Date.now() + 8000; ; await new Promise((resolve) => setTimeout(resolve, 25))) {
    const open = await gradebook.admin(
      `select 1 from outbox_delivery where acked_at is null and consumer = 'reporting'`,
    )
    if (open.length === 0) return
    if (Date.now() > end) throw new Error('facts did not arrive')
  }
}
const compared = async (): Promise<Finding[]> => {
  const answer = await fetch(`${reporting.reporting.server.url}/internal/compare`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKeys.internalToken}` },
    body: '{}',
  })
  const { findings } = (await answer.json()) as { findings: Finding[] }
  return findings.filter(({ owner }) => owner === 'gradebook')
}
const pupil = (id: string) => s.viewer(['PUPIL'], { personId: id, pupils: [id] })
const status = async (id: string, fileId: string) => (await reporting.download(pupil(id), fileId)).status

/** Placed by the course's teacher with a lesson; gives the file's id. */
async function placed(teacher: ReturnType<SmallSchool['viewer']>, lessonId: string): Promise<string> {
  const answer = await reporting.upload(teacher, Buffer.from('%PDF-1.7\nзадание'), 'задание.pdf')
  const { fileId } = (await answer.json()) as { fileId: string }
  const input = { lessonId, homeworkFiles: [{ fileId, name: 'задание.pdf', bytes: 16 }] }
  expect(codes(await gradebook.run(teacher, 'describeLesson', input))).toEqual([])
  await told()
  return fileId
}

test('placed it is the class’s to read, taken off nobody’s; a group’s is the group’s', async () => {
  const lessonId = await s.lesson(s.ids.algebra)
  const fileId = await placed(s.teacher, lessonId)
  expect([await status(s.ids.anna, fileId), await status(s.ids.vera, fileId)]).toEqual([200, 404])
  const off = await gradebook.run(s.teacher, 'describeLesson', { lessonId, homeworkFiles: [] })
  expect(codes(off)).toEqual([])
  await told()
  expect(await status(s.ids.anna, fileId)).toBe(404)

  const orlova = s.viewer(['TEACHER'], { personId: s.ids.orlova })
  const ofGroup = await placed(orlova, await s.lesson(s.ids.english))
  expect([await status(s.ids.vera, ofGroup), await status(s.ids.boris, ofGroup)]).toEqual([200, 404])
})

test('whole facts are equal by night; one that got lost, or was changed past the consumer, is mended', async () => {
  const fileId = await placed(s.teacher, await s.lesson(s.ids.algebra, { number: 2 }))
  expect(await compared()).toEqual([])
  await reporting.query('delete from ref_homework_file where file_id = $1', [fileId])
  expect(await status(s.ids.anna, fileId)).toBe(404)
  expect(await compared()).toMatchObject([{ missing: 1, outcome: 'MENDED' }])
  expect(await status(s.ids.anna, fileId)).toBe(200)
  await reporting.query(`update ref_homework_file set class_id = $2 where file_id = $1`, [
    fileId,
    s.ids.class8,
  ])
  expect([await status(s.ids.anna, fileId), await status(s.ids.vera, fileId)]).toEqual([404, 200])
  expect(await compared()).toMatchObject([{ changed: 1, outcome: 'MENDED' }])
  expect([await status(s.ids.anna, fileId), await status(s.ids.vera, fileId)]).toEqual([200, 404])
})
