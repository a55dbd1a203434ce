// Files of homework: read by who sees the lesson and by families of its class or group, and by nobody else.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { applyEvent } from '@zhurnal/kit/consumer'
import { Database } from '@zhurnal/kit/database'
import { newUuid } from '@zhurnal/kit/testing'
import { homeworkFileChanged } from '@zhurnal/gradebook/events'
import { membershipChanged, type Role, type Viewer } from '@zhurnal/roster/events'
import { viewerOf } from '@zhurnal/roster/testing'
import { entities } from '../src/entities.js'
import { RawFiles } from '../src/imports/raw-files.js'
import { handlers } from '../src/reference/handlers.js'
import { uploadsFolder } from '../src/reporting.js'
import { sweepUploads } from '../src/uploads/sweep.js'
import { startTestReporting, toldSchool, type TestReporting } from './harness.js'

let t: TestReporting
let ids: Awaited<ReturnType<typeof toldSchool>>
let system: Database
const group = newUuid()
const [smirnova, orlova] = [newUuid(), newUuid()]
const byName = new Map(handlers.map((one) => [one.kind.name, one]))

beforeAll(async () => {
  t = await startTestReporting()
  ids = await toldSchool(t)
  system = await Database.connect({ url: t.database.urls.system, entities, name: 'test' })
  await told(membershipChanged.name, {
    ...{ id: newUuid(), pupil_id: ids.vera, class_id: null, group_id: group },
    ...{ from_day: '2026-09-01', until_day: '2026-11-24', removed: false },
  })
})
afterAll(async () => {
  await system.close()
  await t.stop()
})

const told = (name: string, row: object) =>
  applyEvent(system, byName, {
    id: newUuid(),
    name,
    schoolId: ids.school,
    rows: [{ version: 1, ...row }],
  })
const viewer = (role: Role, more: Partial<Parameters<typeof viewerOf>[0]> = {}): Viewer =>
  viewerOf({ schoolId: ids.school, roles: [role], ...more })
const teacher = (personId = smirnova) => viewer('TEACHER', { personId })
const anna = () => viewer('PUPIL', { personId: ids.anna, pupils: [ids.anna] })
const vera = () => viewer('GUARDIAN', { pupils: [ids.vera] })
const pdf = Buffer.from('%PDF-1.7\nвымышленное задание')

async function brought(by: Viewer): Promise<string> {
  const answer = await t.upload(by, pdf, 'задание.pdf')
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { fileId: string }).fileId
}
type Placed = {
  readonly id: string
  readonly fileId: string
  readonly tell: (more: object) => Promise<unknown>
}
/** Смирнова's file with algebra of 7А. */
async function placed(more: object = {}): Promise<Placed> {
  const by = teacher()
  const fileId = await brought(by)
  const id = newUuid()
  const row = {
    ...{ id, file_id: fileId, account_id: by.account, class_id: ids.class7, group_id: null },
    ...{
      class_ids: [ids.class7],
      teacher_ids: [smirnova],
      day: '2026-11-24',
      of_specialist: false,
      removed: false,
    },
    ...more,
  }
  await told(homeworkFileChanged.name, row)
  return { id, fileId, tell: (change) => told(homeworkFileChanged.name, { ...row, version: 2, ...change }) }
}
const status = async (who: Viewer | null, fileId: string) => (await t.download(who, fileId)).status

describe('a file of homework', () => {
  test('is saved by pupils and guardians of the class, by its teachers, by who sees all journals', async () => {
    const { fileId } = await placed()
    const answer = await t.download(anna(), fileId)
    expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(pdf)]).toEqual([200, true])
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    for (const who of [
      viewer('GUARDIAN', { pupils: [ids.anna] }),
      teacher(),
      viewer('CLASS_TEACHER', { classes: [ids.class7] }),
      viewer('DIRECTOR'),
      viewer('INSPECTOR'),
    ])
      expect([who.schools[0]?.roles, await status(who, fileId)]).toEqual([who.schools[0]?.roles, 200])
  })

  test('is nobody else’s: another class, another teacher, a clerk, another school, nobody', async () => {
    const { fileId } = await placed()
    for (const who of [
      vera(),
      teacher(orlova),
      viewer('CLASS_TEACHER', { classes: [ids.class8] }),
      viewer('CLERK'),
      viewerOf({ schoolId: newUuid(), roles: ['DIRECTOR', 'PUPIL'], pupils: [ids.anna], personId: smirnova }),
    ])
      expect([who.schools[0]?.roles, await status(who, fileId)]).toEqual([who.schools[0]?.roles, 404])
    expect(await status(null, fileId)).toBe(403)
  })

  test('of a group: on the last day of the membership, not after', async () => {
    const inGroup = { class_id: null, group_id: group, class_ids: [ids.class7, ids.class8] }
    const last = await placed(inGroup)
    const after = await placed({ ...inGroup, day: '2026-11-25' })
    expect([await status(vera(), last.fileId), await status(vera(), after.fileId)]).toEqual([200, 404])
    expect(await status(anna(), last.fileId)).toBe(404)
  })

  test('of a specialist’s group is not the inspector’s', async () => {
    const { fileId } = await placed({ of_specialist: true })
    expect([await status(viewer('INSPECTOR'), fileId), await status(viewer('DEPUTY'), fileId)]).toEqual([
      404, 200,
    ])
  })

  test('follows its lesson: a substitute reads it once gradebook says so', async () => {
    const { fileId, tell } = await placed()
    expect(await status(teacher(orlova), fileId)).toBe(404)
    await tell({ teacher_ids: [smirnova, orlova] })
    expect(await status(teacher(orlova), fileId)).toBe(200)
  })

  test('taken off is nobody’s, and its bytes stay for a void that is taken back', async () => {
    const { fileId, tell } = await placed()
    await tell({ removed: true })
    for (const who of [anna(), teacher(), viewer('DIRECTOR')]) expect(await status(who, fileId)).toBe(404)
    const files = new RawFiles(uploadsFolder(t.folder))
    expect(await sweepUploads(system, files, new Date('2026-12-24T06:07:00Z'))).not.toContain(fileId)
    await tell({ version: 3 })
    expect(await status(anna(), fileId)).toBe(200)
  })

  test('opens nothing that another account has brought, and nothing of a portfolio', async () => {
    const by = anna()
    const [mine, id] = [await brought(by), newUuid()]
    const row = { file_id: mine, account_id: newUuid() }
    await placed(row)
    expect(await status(teacher(), mine)).toBe(404)
    const item = { id, pupilId: ids.anna, fileId: mine, title: 'Кубок', kind: 'SPORT', date: '2026-11-24' }
    expect((await t.act(by, 'addPortfolioItem', item)).errors).toEqual([])
    await placed({ ...row, account_id: by.account, class_id: ids.class8, class_ids: [ids.class8] })
    expect([await status(vera(), mine), await status(by, mine)]).toEqual([404, 200])
  })
})
