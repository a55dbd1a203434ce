// Divisions of classes into groups: who divides, who proposes, nobody twice and nobody left out (A5.17, A6.2).
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
const classTeacher = (...classes: string[]) =>
  viewerOf({ schoolId: s.ids.school, roles: ['CLASS_TEACHER'], classes })
const group = (name: string, ...pupilIds: string[]) => ({ id: newUuid(), name, pupilIds })
let count = 0
const division = (groups: object[], more: object = {}) => ({
  id: newUuid(),
  name: `Деление ${(count += 1)}`,
  yearId: s.ids.year,
  schoolClassIds: [s.ids.class7],
  everybody: true,
  from: '2026-11-01',
  groups,
  ...more,
})
const seen = `division { id name state version everybody proposedByName schoolClasses { name }
  groups { name group { id kind division { name } } pupils { lastName } } leftOut { lastName } }`
const divide = (viewer: ReturnType<typeof coordinator>, input: object) =>
  a.act(viewer, 'divideClass', input, seen)
const decide = (
  viewer: ReturnType<typeof coordinator>,
  divisionId: string,
  accepted: boolean,
  more: object = {},
) => a.act(viewer, 'decideDivision', { divisionId, accepted, ...more }, seen)

describe('divideClass', () => {
  test('makes groups with their pupils, tells them as facts, and changes them again; a group that is not named goes', async () => {
    const [one, two, three] = [group('А', s.ids.anna), group('Б', s.ids.boris), group('В')]
    const input = division([one, two, three])
    expect(await divide(coordinator(), input)).toMatchObject({
      errors: [],
      division: {
        state: 'STANDING',
        version: 1,
        schoolClasses: [{ name: '7А' }],
        groups: [
          {
            name: 'А',
            group: { id: one.id, kind: 'DIVISION', division: { name: input.name } },
            pupils: [{ lastName: 'Азбукина' }],
          },
          { name: 'Б', pupils: [{ lastName: 'Букварёв' }] },
          { name: 'В', pupils: [] },
        ],
        leftOut: [],
      },
    })
    expect(await a.lastEntry()).toMatchObject({ act: 'divideClass', subject: `division:${input.id}` })
    expect(await a.lastFact('group', one.id)).toMatchObject({ class_ids: [s.ids.class7], removed: false })
    const changed = {
      ...input,
      everybody: false,
      groups: [
        { ...one, pupilIds: [s.ids.boris] },
        { ...two, pupilIds: [] },
      ],
    }
    expect(codes(await divide(coordinator(), { ...changed, expectedVersion: 2 }))).toEqual(['CONFLICT'])
    expect(await divide(coordinator(), { ...changed, expectedVersion: 1 })).toMatchObject({
      errors: [],
      division: {
        version: 2,
        groups: [
          { name: 'А', pupils: [{ lastName: 'Букварёв' }] },
          { name: 'Б', pupils: [] },
        ],
        leftOut: [{ lastName: 'Азбукина' }],
      },
    })
    expect(await a.lastFact('group', three.id)).toMatchObject({ removed: true })
  })

  test('across a parallel; a group that is there and in no division comes into it, one of another division does not', async () => {
    const there = newUuid()
    await s.run('createGroups', {
      schoolId: s.ids.school,
      yearId: s.ids.year,
      groups: [{ id: there, name: 'Была', schoolClassIds: [s.ids.class7], pupilIds: [], from: '2026-09-01' }],
    })
    const both = { schoolClassIds: [s.ids.class7, s.ids.class8], everybody: false }
    const input = division([{ id: there, name: 'Технология', pupilIds: [s.ids.anna, s.ids.vera] }], both)
    expect(await divide(coordinator(), input)).toMatchObject({
      errors: [],
      division: {
        groups: [{ name: 'Технология', group: { id: there, kind: 'PARALLEL' }, pupils: [{}, {}] }],
      },
    })
    expect(await a.lastFact('group', there)).toMatchObject({
      class_ids: [s.ids.class7, s.ids.class8].toSorted(),
    })
    expect(
      codes(await divide(coordinator(), division([{ id: there, name: 'Другая', pupilIds: [] }], both))),
    ).toEqual(['ALREADY_EXISTS'])
    expect(codes(await divide(coordinator(), { ...input, schoolClassIds: [s.ids.class7] }))).toEqual([
      'BAD_INPUT',
    ])
  })

  test.each<[string, () => object, string, string]>([
    [
      'somebody in two groups',
      () => division([group('А', s.ids.anna, s.ids.boris), group('Б', s.ids.anna)]),
      'IN_TWO_GROUPS',
      'Азбукина Анна: сразу в группах «А» и «Б».',
    ],
    [
      'somebody left out',
      () => division([group('А', s.ids.anna)]),
      'LEFT_OUT',
      'Не вошли ни в одну группу: Букварёв Борис.',
    ],
    [
      'a pupil of another class',
      () => division([group('А', s.ids.anna, s.ids.boris, s.ids.vera)]),
      'BAD_INPUT',
      'Ведёркина Вера',
    ],
    ['a pupil who is not there', () => division([group('А', newUuid())]), 'NOT_FOUND', ''],
    [
      'a class that is not there',
      () => division([group('А')], { schoolClassIds: [newUuid()] }),
      'NOT_FOUND',
      '',
    ],
    ['a year that is not there', () => division([group('А')], { yearId: newUuid() }), 'NOT_FOUND', ''],
    ['no groups', () => division([]), 'BAD_INPUT', 'от 1 до 50'],
    ['no class', () => division([group('А')], { schoolClassIds: [] }), 'BAD_INPUT', 'Не назван класс'],
    ['no name', () => division([group('А')], { name: ' ' }), 'BAD_INPUT', 'нет названия'],
    [
      'two groups of one name',
      () => division([group('А'), group(' А')]),
      'BAD_INPUT',
      'Две группы названы «А»',
    ],
    [
      'a day of another year',
      () => division([group('А')], { from: '2027-09-01' }),
      'BAD_INPUT',
      'не день этого учебного года',
    ],
  ])('%s is refused, nothing is written', async (_, input, code, words) => {
    const before = await a.traces()
    const payload = await divide(coordinator(), input())
    expect(codes(payload)).toEqual([code])
    expect(payload.errors[0]?.message).toContain(words)
    expect(await a.traces()).toEqual(before)
  })

  test('without «everybody» one may be left out; the same classes are not divided twice under one name', async () => {
    const input = division([group('А', s.ids.anna)], { everybody: false, name: 'Физкультура' })
    expect(await divide(coordinator(), input)).toMatchObject({
      errors: [],
      division: { leftOut: [{ lastName: 'Букварёв' }] },
    })
    const twin = division([group('А')], { everybody: false, name: 'Физкультура' })
    expect((await divide(coordinator(), twin)).errors).toMatchObject([
      { code: 'ALREADY_EXISTS', message: 'Деление «Физкультура» уже есть: 7А.' },
    ])
    expect(codes(await divide(coordinator(), { ...twin, schoolClassIds: [s.ids.class8] }))).toEqual([])
  })

  test('whoever leaves the class leaves its groups, also when the group is made after the order', async () => {
    const { pupil } = await a.added()
    await s.run('recordOrder', {
      schoolId: s.ids.school,
      id: newUuid(),
      number: 'у-1',
      date: '2026-11-20',
      movements: [{ id: newUuid(), kind: 'EXPELLED', pupilId: pupil, effectiveOn: '2026-12-01' }],
    })
    const input = division([group('А', pupil)], { everybody: false })
    expect(codes(await divide(coordinator(), input))).toEqual([])
    const rows = await a.query(
      `select m.until_day from membership m where m.pupil_id = $1 and m.group_id is not null and not m.removed`,
      [pupil],
    )
    expect(rows).toEqual([{ until_day: '2026-11-30' }])
  })
})

describe('proposals', () => {
  const proposed = () => division([group('А', s.ids.anna), group('Б', s.ids.boris)], { everybody: false })

  test('of a teacher change nothing until the class teacher accepts them', async () => {
    const input = proposed()
    const teacher = a.as('TEACHER')
    const before = await a.query('select count(*) from study_group')
    expect(await divide(teacher, input)).toMatchObject({
      errors: [],
      division: {
        state: 'PROPOSED',
        proposedByName: 'Проверкин Пров Прович',
        groups: [{ name: 'А', group: null, pupils: [{ lastName: 'Азбукина' }] }, { name: 'Б' }],
      },
    })
    expect(await a.query('select count(*) from study_group')).toEqual(before)
    expect(codes(await decide(teacher, input.id, true))).toEqual(['NOT_FOUND'])
    expect(codes(await decide(classTeacher(s.ids.class8), input.id, true))).toEqual(['NOT_FOUND'])
    expect(codes(await decide(classTeacher(s.ids.class7), input.id, true, { expectedVersion: 7 }))).toEqual([
      'CONFLICT',
    ])
    expect(await decide(classTeacher(s.ids.class7), input.id, true, { expectedVersion: 1 })).toMatchObject({
      errors: [],
      division: { state: 'STANDING', groups: [{ name: 'А', group: { kind: 'DIVISION' } }, { name: 'Б' }] },
    })
    expect(await a.lastEntry()).toMatchObject({ act: 'decideDivision', to: { state: 'STANDING' } })
    expect(codes(await decide(coordinator(), input.id, false))).toEqual(['CONFLICT'])
    // What stands is not the proposer's to change any more.
    expect(codes(await divide(teacher, input))).toEqual(['NOT_FOUND'])
  })

  test('refused, they can be proposed again by who made them, and by no other teacher', async () => {
    const input = proposed()
    const teacher = a.as('TEACHER')
    await divide(teacher, input)
    expect(await decide(coordinator(), input.id, false)).toMatchObject({
      errors: [],
      division: { state: 'REFUSED' },
    })
    expect(codes(await divide(a.as('TEACHER'), input))).toEqual(['NOT_FOUND'])
    expect(await divide(teacher, input)).toMatchObject({ errors: [], division: { state: 'PROPOSED' } })
  })

  test('are checked anew when they are accepted', async () => {
    const { pupil } = await a.added()
    const input = division([group('А', pupil)], { everybody: false })
    await divide(a.as('TEACHER'), input)
    await s.run('recordOrder', {
      schoolId: s.ids.school,
      id: newUuid(),
      number: 'у-2',
      date: '2026-11-20',
      movements: [{ id: newUuid(), kind: 'EXPELLED', pupilId: pupil, effectiveOn: '2026-10-20' }],
    })
    expect((await decide(coordinator(), input.id, true)).errors).toMatchObject([
      { code: 'BAD_INPUT', message: 'С 1 ноября 2026 не учатся ни в одном из этих классов: Ёлкина Ева.' },
    ])
    expect(await decide(coordinator(), input.id, false)).toMatchObject({
      errors: [],
      division: { state: 'REFUSED' },
    })
  })

  test('a class teacher divides the own class, not another one nor a parallel', async () => {
    const own = classTeacher(s.ids.class7)
    expect(await divide(own, division([group('А')], { everybody: false }))).toMatchObject({
      division: { state: 'STANDING' },
    })
    const foreign = division([group('А')], { everybody: false, schoolClassIds: [s.ids.class7, s.ids.class8] })
    expect(codes(await divide(own, foreign))).toEqual(['NOT_FOUND'])
  })
})

test('a specialist’s group is the staff’s: the inspector finds it in no list, no reference, no membership', async () => {
  const input = division([group('Логопед', s.ids.anna)], { everybody: false, kind: 'SPECIALIST' })
  await divide(coordinator(), input)
  const groupId = String((input.groups[0] as { id: string }).id)
  const question = `query($school: ID!, $class: ID!, $anna: ID!, $refs: [_Any!]!) {
    school(id: $school) { groups { name } divisions { name } }
    schoolClass(id: $class) { groups { name } }
    pupil(id: $anna) { memberships { group { name } } }
    _entities(representations: $refs) { ... on StudyGroup { name kind members { id } } ... on Division { name } }
  }`
  const refs = [
    { __typename: 'StudyGroup', id: groupId },
    { __typename: 'Division', id: input.id },
  ]
  const variables = { school: s.ids.school, class: s.ids.class7, anna: s.ids.anna, refs }
  const ask = async (viewer: ReturnType<typeof coordinator>) =>
    (await t.as<Record<string, never>>(viewer, question, variables)).data
  const staff = JSON.stringify(await ask(a.as('TEACHER')))
  expect(staff.match(/Логопед/g)).toHaveLength(4)
  const inspector = await ask(a.as('INSPECTOR'))
  expect(JSON.stringify(inspector)).not.toContain('Логопед')
  expect(inspector).toMatchObject({ school: { divisions: null }, _entities: [null, null] })
})
