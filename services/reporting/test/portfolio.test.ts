// Files that are brought, and pupils' portfolios.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { join } from 'node:path'
import { readdir } from 'node:fs/promises'
import { applyEvent } from '@zhurnal/kit/consumer'
import { Database } from '@zhurnal/kit/database'
import { newUuid } from '@zhurnal/kit/testing'
import { personChanged, type Role, type Viewer } from '@zhurnal/roster/events'
import { viewerOf } from '@zhurnal/roster/testing'
import { entities } from '../src/entities.js'
import { handlers } from '../src/reference/handlers.js'
import { RawFiles } from '../src/imports/raw-files.js'
import { zipOf } from '../src/person-export/zip.js'
import { uploadsFolder } from '../src/reporting.js'
import { sweepUploads } from '../src/uploads/sweep.js'
import { mostUploadBytes } from '../src/uploads/uploads-door.js'
import { startTestReporting, toldSchool, type TestReporting } from './harness.js'

let t: TestReporting
let ids: Awaited<ReturnType<typeof toldSchool>>
let system: Database
beforeAll(async () => {
  t = await startTestReporting()
  ids = await toldSchool(t)
  system = await Database.connect({ url: t.database.urls.system, entities, name: 'test' })
})
afterAll(async () => {
  await system.close()
  await t.stop()
})

const pdf = Buffer.from('%PDF-1.7\nвымышленная грамота')
const viewer = (role: Role, more: Partial<Parameters<typeof viewerOf>[0]> = {}): Viewer =>
  viewerOf({ schoolId: ids.school, roles: [role], ...more })
const anna = () => viewer('PUPIL', { personId: ids.anna, pupils: [ids.anna] })
const teacherOf7 = () => viewer('CLASS_TEACHER', { classes: [ids.class7] })
const codes = (payload: { errors: { code: string }[] }) => payload.errors.map((error) => error.code)

async function brought(by: Viewer, bytes: Uint8Array = pdf): Promise<string> {
  const answer = await t.upload(by, bytes)
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { fileId: string }).fileId
}
const item = (fileId: string, more: object = {}) => ({
  id: newUuid(),
  pupilId: ids.anna,
  fileId,
  title: 'Олимпиада',
  kind: 'OLYMPIAD',
  date: '2026-11-24',
  ...more,
})
async function added(by: Viewer): Promise<{ id: string; fileId: string }> {
  const [fileId, id] = [await brought(by), newUuid()]
  expect(codes(await t.act(by, 'addPortfolioItem', item(fileId, { id })))).toEqual([])
  return { id, fileId }
}

describe('a file that is brought', () => {
  const at = new Date('2026-01-01T00:00:00Z')
  const office = (part: string, more: string[] = []) =>
    zipOf(
      ['[Content_Types].xml', part, ...more].map((name) => ({ name, bytes: Buffer.from('<x/>') })),
      at,
    )
  const odt = 'application/vnd.oasis.opendocument.text'
  test.each([
    ['PDF', pdf, 201],
    ['PNG', Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0), 201],
    ['JPEG', Buffer.of(0xff, 0xd8, 0xff, 0xe0), 201],
    ['DOCX', office('word/document.xml'), 201],
    ['XLSX', office('xl/workbook.xml'), 201],
    ['ODT', Buffer.from(`PK\u0003\u0004${'\0'.repeat(26)}mimetype${odt}`, 'latin1'), 201],
    ['DOCX with macros', office('word/document.xml', ['word/vbaProject.bin']), 415],
    ['another zip', zipOf([{ name: 'a.txt', bytes: Buffer.from('a') }], at), 415],
    ['a zip that is cut off', office('word/document.xml').subarray(0, 60), 415],
    ['HTML', Buffer.from('<html><script>'), 415],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415],
    ['nothing', Buffer.alloc(0), 400],
  ])('%s is %i by its bytes', async (_, bytes, status) => {
    expect((await t.upload(anna(), bytes, 'документ.pdf')).status).toBe(status)
  })

  test('20 MB to the byte are taken, one more is not and leaves nothing', async () => {
    const full = Buffer.alloc(mostUploadBytes)
    pdf.copy(full)
    expect((await t.upload(anna(), full)).status).toBe(201)
    const before = await readdir(uploadsFolder(t.folder))
    const more = await t.upload(anna(), Buffer.concat([full, Buffer.of(0)])).then(
      (answer) => answer.status,
      // The door closes the connection on who goes on sending.
      () => 413,
    )
    expect(more).toBe(413)
    expect(await readdir(uploadsFolder(t.folder))).toEqual(before)
  })

  test('is nobody’s to read until it is attached; inspectors and nobody bring none', async () => {
    const by = anna()
    const id = await brought(by)
    expect((await t.download(by, id)).status).toBe(404)
    expect((await t.upload(viewer('INSPECTOR'), pdf)).status).toBe(404)
    expect((await t.upload(null, pdf)).status).toBe(403)
  })

  test('fifty that are attached to nothing are enough for one account', async () => {
    const by = anna()
    const statuses: number[] = []
    for (let i = 0; i < 51; i += 1) statuses.push((await t.upload(by, pdf)).status)
    expect(statuses).toEqual([...Array.from({ length: 50 }, () => 201), 429])
  })

  test('attached to nothing it goes after a day, not before; attached it stays', async () => {
    t.setClock('2026-10-01T10:00:00Z')
    const loose = await brought(anna())
    t.setClock('2026-11-24T06:07:00Z')
    const by = anna()
    const { fileId } = await added(by)
    const files = new RawFiles(uploadsFolder(t.folder))
    expect(await sweepUploads(system, files, new Date('2026-10-02T09:59:59Z'))).not.toContain(loose)
    const swept = await sweepUploads(system, files, new Date('2026-10-02T10:00:00Z'))
    expect(swept).toEqual([loose])
    const left = await readdir(uploadsFolder(t.folder))
    expect([left.includes(loose), left.includes(fileId)]).toEqual([false, true])
  })
})

describe('a portfolio', () => {
  const seenBy = async (who: Viewer) =>
    (
      await t.as<{ _entities: ({ portfolio: { title: string }[] } | null)[] }>(
        who,
        'query($r: [_Any!]!) { _entities(representations: $r) { ... on Pupil { portfolio { title url fileName bytes confirmedByName } } } }',
        { r: [{ __typename: 'Pupil', id: ids.anna }] },
      )
    ).data?._entities[0]?.portfolio

  test('takes a file of the same account once; another’s, a second time and tomorrow are refused', async () => {
    const by = anna()
    const fileId = await brought(by)
    expect(codes(await t.act(viewer('TEACHER'), 'addPortfolioItem', item(fileId)))).toEqual(['NOT_FOUND'])
    expect(codes(await t.act(by, 'addPortfolioItem', item(fileId, { date: '2026-11-25' })))).toEqual([
      'BAD_INPUT',
    ])
    expect(codes(await t.act(by, 'addPortfolioItem', item(fileId, { title: '<b>' })))).toEqual(['BAD_INPUT'])
    expect(codes(await t.act(by, 'addPortfolioItem', item(fileId)))).toEqual([])
    expect(codes(await t.act(by, 'addPortfolioItem', item(fileId)))).toEqual(['NOT_FOUND'])
  })

  test('is confirmed once by a teacher, not by the family; confirmed, the pupil takes it out no more', async () => {
    const by = anna()
    const { id } = await added(by)
    expect(codes(await t.act(by, 'confirmPortfolioItem', { itemId: id }))).toEqual(['NOT_FOUND'])
    const confirmed = await t.act(
      teacherOf7(),
      'confirmPortfolioItem',
      { itemId: id },
      'item { confirmedByName confirmedAt }',
    )
    expect(confirmed).toMatchObject({
      item: { confirmedByName: 'Проверкин Пров Прович', confirmedAt: '2026-11-24T06:07:00.000Z' },
      errors: [],
    })
    expect(codes(await t.act(viewer('TEACHER'), 'confirmPortfolioItem', { itemId: id }))).toEqual([
      'CONFLICT',
    ])
    expect(codes(await t.act(by, 'removePortfolioItem', { itemId: id }))).toEqual(['NOT_FOUND'])
    expect(codes(await t.act(teacherOf7(), 'removePortfolioItem', { itemId: id }))).toEqual([])
  })

  test('what is not confirmed its author takes out; its file is nobody’s then', async () => {
    const by = anna()
    const { id, fileId } = await added(by)
    expect((await t.download(by, fileId)).status).toBe(200)
    expect(codes(await t.act(viewer('TEACHER'), 'removePortfolioItem', { itemId: id }))).toEqual([
      'NOT_FOUND',
    ])
    expect(codes(await t.act(by, 'removePortfolioItem', { itemId: id }))).toEqual([])
    expect((await t.download(by, fileId)).status).toBe(404)
  })

  test('its files are saved, never shown, and only by who sees the portfolio', async () => {
    const { fileId } = await added(anna())
    const answer = await t.download(teacherOf7(), fileId)
    expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(pdf)]).toEqual([200, true])
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    const vera = viewer('PUPIL', { personId: ids.vera, pupils: [ids.vera] })
    for (const stranger of [vera, viewer('INSPECTOR'), viewer('CLASS_TEACHER', { classes: [ids.class8] })])
      expect((await t.download(stranger, fileId)).status).toBe(404)
  })

  test('each act is in the log, its title beside it; a repeat is one write', async () => {
    const by = anna()
    const fileId = await brought(by)
    const input = { ...item(fileId, { title: 'Кубок по шашкам' }), requestId: newUuid() }
    const first = await t.act(by, 'addPortfolioItem', input, 'item { id }')
    expect(await t.act(by, 'addPortfolioItem', input, 'item { id }')).toEqual(first)
    const entries = await t.query<{ act: string; leaf: string }>(
      'select act, leaf from log_entry where subject = $1',
      [`portfolio-item:${input.id}`],
    )
    expect(entries.map((entry) => entry.act)).toEqual(['addPortfolioItem'])
    expect(entries[0]?.leaf).not.toContain('Кубок')
    expect((await seenBy(teacherOf7()))?.map((one) => one.title)).toContain('Кубок по шашкам')
  })

  test('files lie under their id, and nowhere else in the folder', async () => {
    const { fileId } = await added(anna())
    expect(await readdir(join(t.folder, 'uploads'))).toContain(fileId)
  })
})

test('a pupil whose data are erased has no portfolio any more: the files go with the next sweep', async () => {
  const { fileId } = await added(anna())
  const told = (version: number, erased: boolean) =>
    applyEvent(system, new Map(handlers.map((one) => [one.kind.name, one])), {
      id: newUuid(),
      name: personChanged.name,
      schoolId: ids.school,
      rows: [
        {
          id: ids.anna,
          version,
          last_name: 'Азбукина',
          first_name: 'Анна',
          patronymic: null,
          is_pupil: true,
          is_staff: false,
          removed: false,
          erased,
        },
      ],
    })
  await told(2, false)
  expect((await t.download(anna(), fileId)).status).toBe(200)
  await told(3, true)
  expect((await t.download(anna(), fileId)).status).toBe(404)
  const files = new RawFiles(uploadsFolder(t.folder))
  expect(await sweepUploads(system, files, new Date('2026-11-25T06:07:00Z'))).toContain(fileId)
})
