// Changing classes, groups and roles in batches and taking them out; who may do so at all.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { viewerOf } from './testing.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
})
afterAll(() => t.stop())

const coordinator = () => a.as('COORDINATOR')

describe('classes', () => {
  test('get another name, as a fact; a name that another class has is refused', async () => {
    const id = newUuid()
    const classes = [{ id, name: '5Б', grade: 5, letter: 'Б' }]
    await s.run('createClasses', { schoolId: s.ids.school, yearId: s.ids.year, classes })
    const change = (row: object) =>
      a.act(coordinator(), 'changeClasses', { schoolId: s.ids.school, classes: [{ id, ...row }] }, 'changed')
    expect(await change({ name: '5В', letter: 'В' })).toEqual({ changed: 1, errors: [] })
    expect(await a.lastFact('class', id)).toMatchObject({ name: '5В', grade: 5, version: 2, removed: false })
    expect(await a.lastEntry()).toMatchObject({
      act: 'changeClasses',
      from: { name: '5Б' },
      to: { name: '5В' },
    })
    const before = await a.traces()
    expect(codes(await change({ name: '7А' }))).toEqual(['ALREADY_EXISTS'])
    expect(codes(await change({ grade: 12 }))).toEqual(['BAD_INPUT'])
    expect(codes(await change({ name: '5Г', expectedVersion: 1 }))).toEqual(['CONFLICT'])
    expect(await a.traces()).toEqual(before)
  })

  test('where nobody has been are taken out, and the name is free again; others say who holds them', async () => {
    const [id, again] = [newUuid(), newUuid()]
    const create = (one: string) =>
      s.run('createClasses', {
        schoolId: s.ids.school,
        yearId: s.ids.year,
        classes: [{ id: one, name: '4А', grade: 4, letter: 'А' }],
      })
    await create(id)
    await s.run('grantRoles', {
      schoolId: s.ids.school,
      grants: [
        { id: newUuid(), personId: s.ids.teacher, role: 'CLASS_TEACHER', schoolClassId: s.ids.class8 },
      ],
    })
    const remove = (classIds: string[]) =>
      a.act(coordinator(), 'removeClasses', { schoolId: s.ids.school, classIds }, 'removed')
    expect((await remove([id, s.ids.class8])).errors).toEqual([
      {
        code: 'IN_USE',
        message:
          '8А: в классе учатся или учились: Ведёркина Вера, Глаголев Глеб; классный руководитель: Доскин Денис.',
        field: ['classIds', '1'],
      },
    ])
    expect(await remove([id])).toEqual({ removed: 1, errors: [] })
    expect(await a.lastFact('class', id)).toMatchObject({ name: '4А', removed: true })
    await create(again)
    const answer = await t.as<{ school: { classes: { id: string }[] }; schoolClass: unknown }>(
      coordinator(),
      'query($id: ID!) { school { classes { id } } schoolClass(id: $id) { name } }',
      { id },
    )
    const listed = answer.data?.school.classes.map((one) => one.id)
    expect(listed).toContain(again)
    expect(listed).not.toContain(id)
    expect(answer.data?.schoolClass).toBeNull()
  })
})

test('a school gets another name, as a fact; an empty one is refused', async () => {
  const change = (names: object) => a.act(coordinator(), 'changeSchool', { schoolId: s.ids.school, ...names })
  const before = await a.traces()
  expect(codes(await change({ name: ' ' }))).toEqual(['BAD_INPUT'])
  expect(codes(await change({ shortName: null }))).toEqual(['BAD_INPUT'])
  expect(codes(await change({ name: 'Школа проверки' }))).toEqual([])
  expect(await a.traces()).toEqual(before)
  expect(codes(await change({ name: 'Школа проверки имени' }))).toEqual([])
  expect(await a.lastFact('school', s.ids.school)).toMatchObject({
    name: 'Школа проверки имени',
    short_name: 'ШП',
    version: 2,
  })
  expect(await a.lastEntry()).toMatchObject({ act: 'changeSchool', from: { name: 'Школа проверки' } })
})

describe('changeGroups', () => {
  test('who is missing belongs till the day before, who is new from the day; a stranger to its classes is refused', async () => {
    const group = newUuid()
    await s.run('createGroups', {
      schoolId: s.ids.school,
      yearId: s.ids.year,
      groups: [
        {
          id: group,
          name: 'Английский 1',
          schoolClassIds: [s.ids.class7],
          pupilIds: [s.ids.anna],
          from: '2026-09-01',
        },
      ],
    })
    const change = (row: object) =>
      a.act(
        a.as('JOURNAL_ADMIN'),
        'changeGroups',
        { schoolId: s.ids.school, groups: [{ id: group, ...row }] },
        'changed',
      )
    const before = await a.traces()
    const strange = await change({ pupilIds: [s.ids.anna, s.ids.vera], from: '2026-11-16' })
    expect(codes(strange)).toEqual(['BAD_INPUT'])
    expect(codes(await change({ pupilIds: [] }))).toEqual(['BAD_INPUT'])
    expect(await a.traces()).toEqual(before)
    const wanted = { name: 'Английский, первая', pupilIds: [s.ids.boris], from: '2026-11-16' }
    expect(await change(wanted)).toEqual({ changed: 1, errors: [] })
    expect(await change(wanted)).toEqual({ changed: 0, errors: [] })
    const answer = await t.as<{ school: { groups: { name: string }[] }; _entities: unknown[] }>(
      coordinator(),
      `query($r: [_Any!]!) { school { groups { name } } _entities(representations: $r) { ... on StudyGroup {
        before: members(on: "2026-11-15") { id } after: members(on: "2026-11-16") { id } } } }`,
      { r: [{ __typename: 'StudyGroup', id: group }] },
    )
    expect(answer.data?._entities).toEqual([{ before: [{ id: s.ids.anna }], after: [{ id: s.ids.boris }] }])
    expect(answer.data?.school.groups).toContainEqual({ name: 'Английский, первая' })
    // Back on the same day: as if it had never been.
    expect(await change({ pupilIds: [s.ids.anna], from: '2026-11-16' })).toEqual({ changed: 1, errors: [] })
    const rows = await a.query(
      'select pupil_id, from_day, until_day from membership where group_id = $1 and not removed order by from_day',
      [group],
    )
    expect(rows).toEqual([
      { pupil_id: s.ids.anna, from_day: '2026-09-01', until_day: '2026-11-15' },
      { pupil_id: s.ids.anna, from_day: '2026-11-16', until_day: null },
    ])
  })
})

describe('withdrawRoles', () => {
  test('ends a grant at once, removes one of today, and leaves the school a coordinator', async () => {
    const { staff } = await a.added()
    const [old, fresh, only] = [newUuid(), newUuid(), newUuid()]
    await s.run('grantRoles', {
      schoolId: s.ids.school,
      grants: [
        { id: old, personId: staff, role: 'TEACHER', from: '2026-09-01' },
        { id: fresh, personId: staff, role: 'DEPUTY', from: '2026-11-24' },
        { id: only, personId: s.ids.teacher, role: 'COORDINATOR' },
      ],
    })
    const roles = async () => {
      const answer = await t.as<{ staffMember: { roles: { id: string; role: string }[] } }>(
        coordinator(),
        'query($id: ID!) { staffMember(id: $id) { roles { id role } } }',
        { id: staff },
      )
      return answer.data?.staffMember.roles
    }
    expect(await roles()).toEqual([
      { id: fresh, role: 'DEPUTY' },
      { id: old, role: 'TEACHER' },
    ])
    const withdraw = (grantIds: string[]) =>
      a.act(coordinator(), 'withdrawRoles', { schoolId: s.ids.school, grantIds }, 'withdrawn')
    const before = await a.traces()
    expect(codes(await withdraw([old, only]))).toEqual(['LAST_COORDINATOR'])
    expect(codes(await withdraw([newUuid()]))).toEqual(['NOT_FOUND'])
    expect(await a.traces()).toEqual(before)
    expect(await withdraw([old, fresh])).toEqual({ withdrawn: 2, errors: [] })
    expect(await withdraw([old])).toEqual({ withdrawn: 0, errors: [] })
    expect(await roles()).toEqual([])
    const rows = await a.query(
      'select until_day, removed from role_grant where id = any($1) order by from_day',
      [[old, fresh]],
    )
    expect(rows).toEqual([
      { until_day: '2026-11-23', removed: false },
      { until_day: null, removed: true },
    ])
  })
})

test('a pupil moved and moved back on the same day has one membership, as before the move', async () => {
  const move = (schoolClassId: string, from: string) =>
    a.act(coordinator(), 'movePupil', { pupilId: s.ids.gleb, schoolClassId, from })
  const stands = () =>
    a.query(
      'select class_id, from_day, until_day from membership where pupil_id = $1 and not removed order by from_day',
      [s.ids.gleb],
    )
  const before = await stands()
  expect(codes(await move(s.ids.class7, '2026-11-24'))).toEqual([])
  expect(await stands()).toHaveLength(2)
  expect(codes(await move(s.ids.class8, '2026-11-24'))).toEqual([])
  expect(await stands()).toEqual(before)
  expect(await a.lastEntry()).toMatchObject({
    act: 'movePupil',
    to: { class: s.ids.class8, takenBack: true },
  })
  expect(codes(await move(s.ids.class7, '2026-09-01'))).toEqual(['BAD_INPUT'])
})

describe('who may', () => {
  const acts: readonly (readonly [string, () => object])[] = [
    ['changeSchool', () => ({ name: 'Иная школа' })],
    ['changePeople', () => ({ people: [{ id: s.ids.anna, lastName: 'Иная' }] })],
    ['removePeople', () => ({ personIds: [s.ids.anna] })],
    ['changeGuardians', () => ({ add: [], remove: [] })],
    ['changeClasses', () => ({ classes: [{ id: s.ids.class7, name: '7Я' }] })],
    ['removeClasses', () => ({ classIds: [s.ids.class7] })],
    ['changeGroups', () => ({ groups: [] })],
    ['removeGroups', () => ({ groupIds: [] })],
    ['withdrawRoles', () => ({ grantIds: [] })],
  ]
  test.each(acts)(
    '%s: a deputy, a teacher and another school’s coordinator get NOT_FOUND',
    async (name, rows) => {
      const before = await a.traces()
      const stranger = viewerOf({ schoolId: newUuid(), roles: ['COORDINATOR'] })
      for (const viewer of [a.as('DEPUTY', 'TEACHER'), a.as('INSPECTOR'), stranger]) {
        expect(codes(await a.act(viewer, name, { schoolId: s.ids.school, ...rows() }))).toEqual(['NOT_FOUND'])
      }
      expect(await a.traces()).toEqual(before)
    },
  )
})
