import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strToU8, zipSync } from 'fflate'
import type { Staged } from '../staged.js'
import { readOneRoster } from './stage.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhurnal-oneroster-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const read = (path: string): Promise<Staged> =>
  readOneRoster({
    path,
    fileName: 'bundle.zip',
    today: '2026-11-23',
    periods: [],
    step: async () => undefined,
  })
/** A folder of samples as a zip; `inside` puts its files into a folder of the archive. */
async function zipped(name: string, inside = '', without: string[] = []): Promise<string> {
  const from = fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url))
  const names = (await readdir(from)).filter((file) => !without.includes(file))
  const files = await Promise.all(
    names.map(async (file) => [inside + file, await readFile(join(from, file))] as const),
  )
  const path = join(folder, `${name}.zip`)
  await writeFile(path, zipSync(Object.fromEntries(files)))
  return path
}
const codesOf = ({ problems }: Staged) => problems.map(({ file, code }) => `${file ?? ''} ${code}`)
const learning = (staged: Staged) => ({
  classes: staged.classes.map(({ name, grade, teacher }) => [name, grade, teacher]),
  courses: staged.courses.map(({ subject, schoolClass, group, teacher }) => [
    subject,
    schoolClass,
    group,
    teacher,
  ]),
  groups: staged.groups.map(({ name, classes, members }) => [name, classes, members]),
})
const taught = {
  classes: [['7А', 7, 'teacher-1']],
  courses: [
    ['course-alg', 'room-7a', null, 'teacher-1'],
    ['course-eng', null, 'class-eng', 'teacher-2'],
  ],
  groups: [['англ. 1', ['room-7a'], ['pupil-1']]],
}

test('1.1 as programs write it: every fault is told, and what can be used is', async () => {
  const staged = await read(await zipped('oneroster-1.1'))
  expect(
    staged.people.map(({ key, kind, schoolClass, birthDate, guardianOf }) => [
      key,
      kind,
      schoolClass,
      birthDate,
      guardianOf,
    ]),
  ).toEqual([
    ['pupil-1', 'PUPIL', 'room-7a', '2013-03-12', []],
    ['pupil-2', 'PUPIL', 'room-7a', '2013-07-15', []],
    ['parent-1', 'GUARDIAN', undefined, undefined, ['pupil-1']],
    ['teacher-1', 'STAFF', undefined, undefined, []],
    ['teacher-2', 'STAFF', undefined, undefined, []],
  ])
  expect(learning(staged)).toEqual(taught)
  expect(staged.lastingKeys).toBe(true)
  expect(codesOf(staged).toSorted()).toEqual(
    [
      'users.csv COLUMN_MISSPELT',
      'enrollments.csv COLUMN_MISSPELT',
      'manifest.csv MANIFEST_DIFFERS',
      'classes.csv TO_BE_DELETED',
      'users.csv REPEATED_ID',
      'users.csv PASSWORDS_IN_FILE',
      'users.csv UNKNOWN_ROLE',
      'users.csv GUARDIAN_OF_NOBODY',
      'enrollments.csv UNKNOWN_REFERENCE',
      'enrollments.csv ROLE_DIFFERS',
      'classes.csv UNKNOWN_REFERENCE',
      'classes.csv CLASS_WITHOUT_PUPILS',
      'classes.csv HOURS_UNKNOWN',
    ].toSorted(),
  )
})
test('passwords of the file stand in nothing that is read', async () => {
  expect(JSON.stringify(await read(await zipped('oneroster-1.1')))).not.toContain('otkryto')
})
test('1.2 with its roles in a file of their own, the primary one before another, in a folder of the archive', async () => {
  const staged = await read(await zipped('oneroster-1.2', 'export/2026/'))
  expect(staged.people.map(({ key, kind }) => `${key} ${kind}`)).toEqual([
    'pupil-1 PUPIL',
    'pupil-2 PUPIL',
    'parent-1 GUARDIAN',
    'teacher-1 STAFF',
    'teacher-2 STAFF',
  ])
  expect(learning(staged)).toEqual(taught)
  expect(codesOf(staged)).toContain('manifest.csv MANIFEST_DIFFERS')
})
test.each(['manifest.csv', 'orgs.csv', 'courses.csv', 'enrollments.csv', 'demographics.csv', 'classes.csv'])(
  'without %s the rest is read',
  async (missing) => {
    const staged = await read(await zipped('oneroster-1.1', '', [missing]))
    expect(staged.people.filter(({ kind }) => kind === 'PUPIL').map(({ key }) => key)).toEqual([
      'pupil-1',
      'pupil-2',
    ])
    expect(staged.problems.every(({ fatal }) => !fatal)).toBe(true)
  },
)
test('without people it is no bundle', async () => {
  await expect(zipped('oneroster-1.1', '', ['users.csv']).then(read)).rejects.toMatchObject({
    code: 'NOT_ONEROSTER',
  })
  const path = join(folder, 'other.zip')
  await writeFile(path, zipSync({ 'a.txt': strToU8('а') }))
  await expect(read(path)).rejects.toMatchObject({ code: 'NOT_ONEROSTER' })
})

const real = fileURLToPath(new URL('../../../../../../shared/samples/oneroster/', import.meta.url))
const inReal = existsSync(real) ? describe : describe.skip
inReal('the real bundles (they lie beside the project and are not part of it)', () => {
  test.each([
    ['Test_full_data_set.zip', 37, 6, 0],
    ['Test_minimal_data_set.zip', 37, 5, 1],
  ])('%s goes in', async (name, rows, people, classes) => {
    const staged = await read(join(real, name))
    expect([staged.rows, staged.people.length, staged.classes.length]).toEqual([rows, people, classes])
    expect(codesOf(staged)).toContain('users.csv PASSWORDS_IN_FILE')
    expect(staged.problems.every(({ fatal }) => !fatal)).toBe(true)
    expect(JSON.stringify(staged)).not.toContain('Password1-')
  })
})
