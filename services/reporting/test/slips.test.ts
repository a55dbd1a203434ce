// Slips and letters with logins: a slip lives a day, a letter needs a mail server.
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Database } from '@zhurnal/kit/database'
import { viewerOf } from '@zhurnal/roster/testing'
import { FileStore } from '../src/documents/documents.js'
import { entities } from '../src/entities.js'
import { sweepSlips } from '../src/slips/sweep.js'
import { startTestReporting, toldSchool, type TestReporting } from './harness.js'

let t: TestReporting
let ids: Awaited<ReturnType<typeof toldSchool>>
beforeAll(async () => {
  t = await startTestReporting()
  ids = await toldSchool(t)
})
afterAll(() => t.stop())

test('logins by e-mail are refused with NO_MAIL where no mail server is set, on paper they are not', async () => {
  const coordinator = viewerOf({ schoolId: ids.school, roles: ['COORDINATOR'] })
  const jobs = async () => (await t.query<{ n: number }>('select count(*)::int as n from job'))[0]?.n
  const before = await jobs()
  const input = { requestId: randomUUID(), schoolId: ids.school, personIds: [ids.anna] }
  const refused = await t.act(coordinator, 'issueAccounts', { ...input, delivery: 'EMAIL' })
  expect(refused.errors.map(({ code }) => code)).toEqual(['NO_MAIL'])
  expect(await jobs()).toBe(before)
  const printed = { ...input, requestId: randomUUID(), delivery: 'PRINT' }
  expect((await t.act(coordinator, 'issueAccounts', printed)).errors).toEqual([])
  expect(await jobs()).toBe((before ?? 0) + 1)
})

test('a slip that nobody took is wiped when its day is over, not a moment before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zhurnal-slips-'))
  const db = await Database.connect({ url: t.database.urls.system, entities, name: 'test' })
  try {
    const files = new FileStore(folder)
    const [document, job] = [randomUUID(), randomUUID()]
    const sha256 = await files.keep(Buffer.from('пароль: proba'))
    await t.query(
      `insert into job (id, school_id, kind, title, arguments, state, started_by_id, started_by_name, started_by_account, created_at)
        values ($1, $2, 'ISSUE_ACCOUNTS', 'Листки', '{}', 'DONE', $3, 'Порядкин Пётр', $3, now())`,
      [job, ids.school, randomUUID()],
    )
    await t.query(
      `insert into document (id, school_id, job_id, title, file_name, media_type, bytes, sha256, about, data_hash, data_sha256, readers, created_at, once_only, expires_at)
        values ($1, $2, $3, 'Листки', 'a.pdf', 'application/pdf', 1, $4, 'x', '00', '00', $5, '2026-11-24T06:00:00Z', true, '2026-11-25T06:00:00Z')`,
      [document, ids.school, job, sha256, JSON.stringify({ roles: [], classes: [], persons: [] })],
    )
    const kept = async () =>
      (await readFile(files.path(sha256)).catch(() => Buffer.alloc(0))).toString().includes('proba')
    expect(await sweepSlips(db, files, new Date('2026-11-25T05:59:59.999Z'))).toEqual([])
    expect(await kept()).toBe(true)
    expect(await sweepSlips(db, files, new Date('2026-11-25T06:00:00Z'))).toEqual([document])
    expect(await kept()).toBe(false)
    // A second sweep has nothing to do.
    expect(await sweepSlips(db, files, new Date('2026-11-26T06:00:00Z'))).toEqual([])
  } finally {
    await db.close()
    await rm(folder, { recursive: true, force: true })
  }
})
