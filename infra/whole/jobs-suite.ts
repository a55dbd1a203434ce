// Jobs on a real queue: the printed journal, the snapshot in two stores, and what happens when things break. One suite for
// both backends of the queue.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { startSmallSchool, type JobSeen, type Whole } from './small-school.js'

const run = promisify(execFile)
const verifyProgram = fileURLToPath(
  new URL('../../services/reporting/dist/src/verify/main.js', import.meta.url),
)

/** `redisUrl`: the queue on Redis through ioredis; without it on PostgreSQL. */
export function jobsSuite(redisUrl?: string): void {
  let w: Whole
  let coordinator: string

  beforeAll(async () => {
    w = await startSmallSchool(redisUrl ? { REDIS_URL: redisUrl } : {})
    coordinator = await w.signIn('coordinator')
    const teacher = await w.signIn('doskin')
    const lesson = await w.lessonOf(teacher, w.ids.algebra7, w.today)
    await w.run(teacher, 'keepLessons', {
      lessons: [
        {
          lessonId: lesson.id,
          topic: 'Проценты',
          homework: '§ 1',
          absences: [],
          marks: [
            { pupilId: w.ids.anna, value: '5' },
            { pupilId: w.ids.boris, value: '3' },
          ],
        },
      ],
    })
  }, 120_000)
  afterAll(() => w.stop(), 60_000)

  type Started = { job: { id: string } }
  const print = async (token = coordinator) =>
    (
      await w.run<Started>(
        token,
        'printClassJournal',
        { schoolClassId: w.ids.class7, periodId: w.ids.period },
        'job { id }',
      )
    ).job.id
  const download = (token: string, url: string) =>
    fetch(`${w.installation.urls.gateway}${url}`, { headers: { authorization: `Bearer ${token}` } })
  const verifyBag = (folder: string) =>
    run('node', [verifyProgram, folder]).then(
      (done) => ({ code: 0, said: done.stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, said: error.stdout }),
    )

  describe('the printed class journal', () => {
    let job: JobSeen

    test('is made with the authority of who asked, and is a PDF with its data inside', async () => {
      job = await w.waitForJob(coordinator, await print())
      expect([job.state, job.error, job.progress]).toEqual(['DONE', null, 1])
      const answer = await download(coordinator, job.documents[0]?.url ?? '')
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect([answer.status, answer.headers.get('content-type'), bytes.subarray(0, 5).toString()]).toEqual([
        200,
        'application/pdf',
        '%PDF-',
      ])
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(job.documents[0]?.sha256)
      expect(job.documents[0]?.pages).toBeGreaterThan(5)
    }, 60_000)

    test.each([
      ['director', 200],
      ['inspector', 200],
      ['doskin', 200],
      ['melova', 404],
      ['guardian', 404],
      ['anna', 404],
    ] as const)('%s who knows its address gets %i', async (login, status) => {
      const answer = await download(await w.signIn(login), job.documents[0]?.url ?? '')
      expect(answer.status).toBe(status)
      if (status === 404) expect(await answer.text()).not.toContain('%PDF')
    })

    test('a family sees neither the job nor its documents, and starts none', async () => {
      const guardian = await w.signIn('guardian')
      const answer = await w.ask<{ documents: unknown[]; jobs: unknown }>(
        guardian,
        '{ documents { id } jobs { id } }',
      )
      expect(answer.data).toEqual({ documents: [], jobs: null })
      const refused = await w.run(guardian, 'printClassJournal', {
        schoolClassId: w.ids.class7,
        periodId: w.ids.period,
      })
      expect(refused.errors.map((error) => error.code)).toEqual(['NOT_FOUND'])
    })

    test('a class teacher prints the own class and no other', async () => {
      const teacher = await w.signIn('doskin')
      const other = await w.run(teacher, 'printClassJournal', {
        schoolClassId: w.ids.class8,
        periodId: w.ids.period,
      })
      expect(other.errors.map((error) => error.code)).toEqual(['NOT_FOUND'])
      expect((await w.waitForJob(teacher, await print(teacher))).state).toBe('DONE')
    }, 60_000)

    test('is finished by another worker, once, when the first is killed in the middle', async () => {
      const id = await print()
      await w.waitForJob(coordinator, id, (seen) => seen.state !== 'WAITING')
      await w.installation.kill('worker')
      const done = await w.waitForJob(coordinator, id)
      expect([done.state, done.documents.length]).toEqual(['DONE', 1])
    }, 90_000)
  })

  describe('a snapshot', () => {
    const stores = ['store-a', 'store-b']
    const bags = async (store: string) =>
      (await readdir(join(w.folder, store))).map((name) => join(w.folder, store, name))

    test('lies in two stores, each copy read back and whole by the program that needs no server', async () => {
      const { job } = await w.run<Started>(coordinator, 'takeSnapshot', { yearId: w.ids.year }, 'job { id }')
      const done = await w.waitForJob(coordinator, job.id)
      expect([done.state, done.error, done.snapshot?.copies.map((copy) => copy.state)]).toEqual([
        'DONE',
        null,
        ['WHOLE', 'WHOLE'],
      ])
      // Both folders of this test lie on one disk: the clause is not met, and that is said.
      expect([done.snapshot?.meetsClause33, done.snapshot?.clause33Note]).toEqual([
        false,
        'Копии лежат на одном диске: это один носитель.',
      ])
      for (const store of stores) {
        const [bag = ''] = await bags(store)
        const verdict = await verifyBag(bag)
        expect([verdict.code, verdict.said]).toEqual([0, expect.stringContaining('Цел')])
        expect(
          createHash('sha256')
            .update(await readFile(join(bag, 'tagmanifest-sha256.txt')))
            .digest('hex'),
        ).toBe(done.snapshot?.sha256)
      }
    }, 90_000)

    test('that was damaged is named by verify, and mended from the whole copy by a check', async () => {
      const [bag = ''] = await bags('store-a')
      const file = join(bag, 'data/record/gradebook/mark.ndjson')
      const bytes = await readFile(file)
      bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40)
      await writeFile(file, bytes)
      const verdict = await verifyBag(bag)
      expect([verdict.code, verdict.said]).toEqual([
        1,
        expect.stringContaining('data/record/gradebook/mark.ndjson'),
      ])
      const { data } = await w.ask<{ snapshots: { id: string }[] }>(coordinator, '{ snapshots { id } }')
      const { job } = await w.run<Started>(
        coordinator,
        'verifySnapshot',
        { snapshotId: data?.snapshots[0]?.id },
        'job { id }',
      )
      const done = await w.waitForJob(coordinator, job.id)
      expect(done.snapshot?.copies.map((copy) => copy.state).toSorted()).toEqual(['MENDED', 'WHOLE'])
      expect((await verifyBag(bag)).code).toBe(0)
    }, 90_000)

    test('whose store has no folder says which copy failed, and the job is not called done', async () => {
      await rename(join(w.folder, 'store-b'), join(w.folder, 'store-b-gone'))
      const { job } = await w.run<Started>(coordinator, 'takeSnapshot', { yearId: w.ids.year }, 'job { id }')
      const done = await w.waitForJob(coordinator, job.id)
      await rename(join(w.folder, 'store-b-gone'), join(w.folder, 'store-b'))
      expect(done.state).toBe('FAILED')
      expect(done.error).toContain('«Второе»')
      expect(done.snapshot?.copies.map((copy) => [copy.store, copy.state, copy.fault])).toEqual([
        ['Второе', 'MISSING', 'папки хранилища нет'],
        ['Первое', 'WHOLE', null],
      ])
    }, 90_000)

    test.each(['director', 'deputy', 'doskin', 'inspector', 'guardian'])(
      'is not started by %s',
      async (login) => {
        const refused = await w.run(await w.signIn(login), 'takeSnapshot', { yearId: w.ids.year })
        expect(refused.errors.map((error) => error.code)).toEqual(['NOT_FOUND'])
      },
    )
  })

  test('a job sent twice with one requestId is one job', async () => {
    const input = { requestId: 'печать-1', schoolClassId: w.ids.class7, periodId: w.ids.period }
    const first = await w.run<Started>(coordinator, 'printClassJournal', input, 'job { id }')
    const second = await w.run<Started>(coordinator, 'printClassJournal', input, 'job { id }')
    expect(second.job.id).toBe(first.job.id)
    await w.waitForJob(coordinator, first.job.id)
  }, 60_000)

  test('the database stopped and started again: readyz says so in between, and the services go on by themselves', async () => {
    await w.installation.stopDatabase()
    expect((await fetch(`${w.installation.urls.gateway}/readyz`)).status).toBe(503)
    await w.installation.startDatabase()
    const deadline = Date.now() + 45_000
    while ((await fetch(`${w.installation.urls.gateway}/readyz`)).status !== 200 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await w.waitForJob(coordinator, await print())).state).toBe('DONE')
  }, 120_000)
}
