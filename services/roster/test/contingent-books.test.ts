// Books of the contingent: orders, movements, alphabet book, head count, who is not yet moved.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { actsOf } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
const [nextYear, class8next] = [newUuid(), newUuid()]

const record = (number: string, movements: object[], date = '2026-11-20') => {
  const id = newUuid()
  const input = {
    schoolId: s.ids.school,
    id,
    number,
    date,
    movements: movements.map((one) => ({ id: newUuid(), ...one })),
  }
  return s.run('recordOrder', input).then(() => id)
}

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
  const schoolId = s.ids.school
  const days = { startsOn: '2027-09-01', endsOn: '2028-05-31' }
  await s.run('setUpYear', { schoolId, id: nextYear, name: '2027/28', ...days, periods: [], calendar: [] })
  await s.run('createClasses', {
    schoolId,
    yearId: nextYear,
    classes: [{ id: class8next, name: '8А', grade: 8, letter: 'А' }],
  })
  await record(
    '10-у',
    [{ kind: 'LEFT_FOR_SCHOOL', pupilId: s.ids.gleb, effectiveOn: '2026-11-16', note: 'школа № 3' }],
    '2026-11-16',
  )
  await record('11-п', [
    { kind: 'PROMOTED', pupilId: s.ids.anna, effectiveOn: '2027-09-01', toClassId: class8next },
  ])
})
afterAll(() => t.stop())

type School = Record<string, never> & { school: Record<string, never> }
const ask = async (fields: string, viewer = a.as('COORDINATOR')) => {
  const answer = await t.as<School>(viewer, `{ school(id: "${s.ids.school}") { ${fields} } }`)
  expect(answer.errors).toBeUndefined()
  return answer.data?.school as Record<string, unknown> | undefined
}

test('orders come newest first, page by page, by kind, year, number and name', async () => {
  const numbers = async (args: string) => {
    const school = await ask(
      `orders${args} { edges { node { number date movements { pupil { lastName } kind } } } pageInfo { hasNextPage endCursor } }`,
    )
    return school?.orders as {
      edges: { node: { number: string } }[]
      pageInfo: { hasNextPage: boolean; endCursor: string }
    }
  }
  const of = (page: { edges: { node: { number: string } }[] }) => page.edges.map(({ node }) => node.number)
  const first = await numbers('(first: 2)')
  expect([of(first), first.pageInfo.hasNextPage]).toEqual([['11-п', '10-у'], true])
  const second = await numbers(`(first: 2, after: "${first.pageInfo.endCursor}")`)
  expect([of(second), second.pageInfo.hasNextPage]).toEqual([['б/н'], false])
  expect(of(await numbers('(kind: PROMOTED)'))).toEqual(['11-п'])
  expect(of(await numbers('(search: "глаго")'))).toEqual(['10-у', 'б/н'])
  expect(of(await numbers('(search: "11-")'))).toEqual(['11-п'])
  expect(of(await numbers(`(yearId: "${nextYear}")`))).toEqual(['11-п'])
  const tooMany = await t.as(
    a.as('COORDINATOR'),
    `{ school(id: "${s.ids.school}") { orders(first: 201) { edges { cursor } } } }`,
  )
  expect(tooMany.errors?.[0]?.message).toBe('first: от 1 до 200.')
})

test('the movement book is by day of effect, both ends included, at most 400 days', async () => {
  const book = async (span: string) =>
    (await ask(`movements(${span}) { kind effectiveOn pupil { lastName } from { name } to { name } note }`))
      ?.movements
  expect(await book('from: "2026-11-16", to: "2027-09-01"')).toEqual([
    {
      kind: 'LEFT_FOR_SCHOOL',
      effectiveOn: '2026-11-16',
      pupil: { lastName: 'Глаголев' },
      from: { name: '8А' },
      to: null,
      note: 'школа № 3',
    },
    {
      kind: 'PROMOTED',
      effectiveOn: '2027-09-01',
      pupil: { lastName: 'Азбукина' },
      from: { name: '7А' },
      to: { name: '8А' },
      note: null,
    },
  ])
  expect(await book('from: "2026-11-17", to: "2027-08-31"')).toEqual([])
  expect(await book('from: "2026-09-01", to: "2026-09-01", kind: ENROLLED')).toHaveLength(4)
  const refused = async (span: string) =>
    (await t.as(a.as('COORDINATOR'), `{ school(id: "${s.ids.school}") { movements(${span}) { id } } }`))
      .errors?.[0]?.message
  expect(await refused('from: "2026-01-01", to: "2027-02-05"')).toBe('Не больше 400 дней за один раз.')
  expect(await refused('from: "2026-01-02", to: "2026-01-01"')).toBe(
    'Промежуток кончается раньше, чем начинается.',
  )
  expect(await refused('from: "2026-01-01", to: "2027-02-04"')).toBeUndefined()
})

test('the alphabet book names everybody ever enrolled, with number, movement in and out, and the class now or last', async () => {
  const line = 'number fullName enrolled { effectiveOn } left { kind effectiveOn } schoolClassName'
  const book = (args: string) =>
    ask(`alphabetBook${args} { totalCount edges { node { ${line} } } pageInfo { hasNextPage endCursor } }`)
  type Book = {
    alphabetBook: { totalCount: number; edges: { node: object }[]; pageInfo: { endCursor: string } }
  }
  const first = (await book('(first: 3)')) as unknown as Book
  expect(first).toMatchObject({
    alphabetBook: {
      totalCount: 4,
      edges: [
        {
          node: {
            number: 'А-1',
            fullName: 'Азбукина Анна',
            enrolled: { effectiveOn: '2026-09-01' },
            left: null,
            schoolClassName: '8А',
          },
        },
        { node: { number: 'Б-1', fullName: 'Букварёв Борис' } },
        { node: { number: 'В-1' } },
      ],
      pageInfo: { hasNextPage: true },
    },
  })
  expect(await book(`(first: 3, after: "${first.alphabetBook.pageInfo.endCursor}")`)).toMatchObject({
    alphabetBook: {
      totalCount: 4,
      edges: [
        {
          node: {
            number: 'Г-1',
            left: { kind: 'LEFT_FOR_SCHOOL', effectiveOn: '2026-11-16' },
            schoolClassName: '8А',
          },
        },
      ],
    },
  })
  expect(await book('(search: "Б-1")')).toMatchObject({ alphabetBook: { totalCount: 1 } })
})

test('the head count of a day: the day of leaving counts no more, the day before it does', async () => {
  const count = async (on: string) =>
    (
      await ask(
        `headCount(on: "${on}") { on total classes { schoolClass { name } pupils } grades { grade classes pupils } }`,
      )
    )?.headCount
  expect(await count('2026-11-15')).toEqual({
    on: '2026-11-15',
    total: 4,
    classes: [
      { schoolClass: { name: '7А' }, pupils: 2 },
      { schoolClass: { name: '8А' }, pupils: 2 },
    ],
    grades: [
      { grade: 7, classes: 1, pupils: 2 },
      { grade: 8, classes: 1, pupils: 2 },
    ],
  })
  expect(await count('2026-11-16')).toMatchObject({ total: 3 })
  expect(await count('2026-08-31')).toMatchObject({ total: 0, classes: [] })
  expect(await count('2027-09-01')).toMatchObject({ total: 3 })
})

test('not yet moved: neither promoted nor gone', async () => {
  const names = (await ask(`notYetMoved(yearId: "${nextYear}") { lastName }`))?.notYetMoved
  expect(names).toEqual([{ lastName: 'Букварёв' }, { lastName: 'Ведёркина' }])
})

test('a page of orders and the movement book cost as many statements for thirty pupils as for one', async () => {
  const cost = async (fields: string) => {
    const { db } = t.roster.base
    db.counter = { count: 0, statements: [] }
    await ask(fields)
    const { count } = db.counter
    db.counter = undefined
    return count
  }
  const both = async () => [
    await cost(
      'orders { edges { node { number movements { kind pupil { fullName } from { name } to { name } } } } }',
    ),
    await cost(
      'movements(from: "2026-09-01", to: "2026-12-31") { kind orderNumber order { number } pupil { fullName } from { name } to { name } }',
    ),
  ]
  const few = await both()
  const people = Array.from({ length: 30 }, (_, i) => ({
    id: newUuid(),
    lastName: 'Счётов',
    firstName: `Номер ${i}`,
    pupil: { schoolClassId: s.ids.class7, from: '2026-09-01' },
  }))
  await s.run('addPeople', { schoolId: s.ids.school, people })
  await record(
    '12-у',
    people.map(({ id }) => ({ kind: 'EXPELLED', pupilId: id, effectiveOn: '2026-11-20' })),
  )
  expect(await both()).toEqual(few)
})
