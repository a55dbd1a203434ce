import { describe, expect, test } from '@jest/globals'
import { nothingStaged, type Staged, type StagedPerson } from '../staged.js'
import type { KnownPerson, SchoolState } from '../state.js'
import { compare, countsOf, planHash } from './compare.js'
import type { Decision, Item, Plan } from './plan.js'

const importId = '5d4cbb2c-7d4e-4e63-9b0a-1f6f3f0d7a11'

const empty: SchoolState = {
  id: 'school',
  today: '2026-11-23',
  year: { id: 'year', startsOn: '2026-09-01', endsOn: '2027-05-31', periods: [] },
  classes: [],
  people: [],
  groups: [],
  subjects: [],
  rooms: [],
  bells: [],
  courses: [],
  timetable: null,
}
const person = (id: string, lastName: string, more: Partial<KnownPerson> = {}): KnownPerson => ({
  id,
  kind: 'PUPIL',
  lastName,
  firstName: 'Анна',
  patronymic: null,
  birthDate: null,
  position: null,
  classId: null,
  children: [],
  roles: [],
  ...more,
})
const line = (key: string, lastName: string, more: Partial<StagedPerson> = {}): StagedPerson => ({
  key,
  line: 2,
  kind: 'PUPIL',
  lastName,
  firstName: 'Анна',
  schoolClass: '7А',
  guardianOf: [],
  roles: [],
  ...more,
})
const seventh = { key: '7А', line: 2, name: '7А', grade: 7, letter: 'А', teacher: null }
const school = (more: Partial<SchoolState>): SchoolState => ({
  ...empty,
  classes: [{ id: 'class7', name: '7 "А"', grade: 7, letter: 'А', teacherId: null }],
  ...more,
})
const list = (...people: StagedPerson[]): Staged => ({ ...nothingStaged, classes: [seventh], people })
const run = (
  staged: Staged,
  state: SchoolState,
  decisions: Record<string, Decision> = {},
  known: Record<string, string> = {},
): Plan =>
  compare(staged, state, importId, new Map(Object.entries(known)), new Map(Object.entries(decisions)))
const of = (plan: Plan, entity: string): Item[] => plan.items.filter((item) => item.entity === entity)
const only = (plan: Plan, entity: string): Item => {
  const [item, ...more] = of(plan, entity)
  if (!item || more.length > 0) throw new Error(`not one ${entity}: ${JSON.stringify(plan.items)}`)
  return item
}

describe('classes', () => {
  test.each(['7А', '7а', '7 А', '7-А', '7 "А"', '7«А»', '7A'])('«%s» is the school’s 7 "А"', (name) => {
    const plan = run({ ...nothingStaged, classes: [{ ...seventh, name }] }, school({}))
    expect(only(plan, 'CLASS')).toMatchObject({ action: 'UNCHANGED', targetId: 'class7' })
  })
  test('a class that the school lacks is proposed, with the grade that somebody decides where the file has none', () => {
    const staged = { ...nothingStaged, classes: [{ ...seventh, key: 'x', name: 'Поток', grade: null }] }
    expect(only(run(staged, school({})), 'CLASS')).toMatchObject({
      action: 'NEW',
      act: { input: { grade: 5 } },
      note: expect.stringContaining('Параллель не видна'),
    })
    const decided = run(staged, school({}), { 'CLASS x': { kind: 'NEW', grade: 10 } })
    expect(only(decided, 'CLASS')).toMatchObject({ action: 'NEW', act: { input: { grade: 10 } }, note: null })
  })
  test('what is in a class that is left out is left out, and says why', () => {
    const plan = run(list(line('1', 'Азбукина')), empty, { 'CLASS 7А': { kind: 'SKIP' } })
    expect(only(plan, 'PERSON')).toMatchObject({
      action: 'SKIPPED',
      note: 'Его класс пропущен или не назван',
    })
  })
})

describe('whom a line means', () => {
  const anna = person('anna', 'Азбукина', { birthDate: '2013-04-05', classId: 'class7' })
  const cases: [string, StagedPerson, KnownPerson[], Partial<Item>][] = [
    ['nobody: new', line('1', 'Букварёва'), [anna], { action: 'NEW' }],
    [
      'name and birth date',
      line('1', 'азбукина', { birthDate: '2013-04-05' }),
      [anna],
      { action: 'UNCHANGED', targetId: 'anna' },
    ],
    [
      '«ё» and case',
      line('1', 'АЛЁШИНА'),
      [person('a', 'Алешина', { classId: 'class7' })],
      { action: 'UNCHANGED', targetId: 'a' },
    ],
    ['name alone, same class', line('1', 'Азбукина'), [anna], { action: 'UNCHANGED', targetId: 'anna' }],
    [
      'name alone, another class: asked',
      line('1', 'Азбукина'),
      [{ ...anna, classId: 'class8' }],
      { action: 'UNDECIDED' },
    ],
    [
      'name, another birth date: asked',
      line('1', 'Азбукина', { birthDate: '2013-04-06' }),
      [anna],
      { action: 'UNDECIDED' },
    ],
    [
      'two namesakes without dates: asked',
      line('1', 'Азбукина'),
      [anna, { ...anna, id: 'b' }],
      { action: 'UNDECIDED' },
    ],
    [
      'two namesakes, one with the date',
      line('1', 'Азбукина', { birthDate: '2013-04-05' }),
      [anna, { ...anna, id: 'b', birthDate: '2012-01-01' }],
      { action: 'UNCHANGED', targetId: 'anna' },
    ],
    [
      'another patronymic is another person',
      line('1', 'Азбукина', { patronymic: 'Львовна' }),
      [{ ...anna, patronymic: 'Игоревна' }],
      { action: 'NEW' },
    ],
    [
      'a pupil is not a teacher of the same name',
      line('1', 'Азбукина'),
      [{ ...anna, kind: 'STAFF' }],
      { action: 'NEW' },
    ],
  ]
  test.each(cases)('%s', (_, one, people, expected) => {
    expect(only(run(list(one), school({ people })), 'PERSON')).toMatchObject(expected)
  })
  test('an outside id comes before the name', () => {
    const plan = run(
      { ...list(line('id-7', 'Переименованная')), lastingKeys: true },
      school({ people: [anna] }),
      {},
      { 'PERSON id-7': 'anna' },
    )
    expect(only(plan, 'PERSON')).toMatchObject({
      action: 'CHANGED',
      targetId: 'anna',
      changes: [{ field: 'Фамилия', from: 'Азбукина', to: 'Переименованная' }],
      act: {
        input: { id: 'anna', lastName: 'Переименованная' },
        before: { id: 'anna', lastName: 'Азбукина' },
      },
    })
  })
  test('a decision comes before everything, both ways', () => {
    const asked = list(line('1', 'Азбукина', { birthDate: '2013-04-06' }))
    const state = school({ people: [anna] })
    const same = run(asked, state, { 'PERSON 1': { kind: 'SAME', targetId: 'anna' } })
    expect(only(same, 'PERSON')).toMatchObject({
      action: 'CHANGED',
      targetId: 'anna',
      changes: [{ field: 'Дата рождения' }],
    })
    expect(only(run(asked, state, { 'PERSON 1': { kind: 'NEW' } }), 'PERSON')).toMatchObject({
      action: 'NEW',
    })
    expect(only(run(asked, state, { 'PERSON 1': { kind: 'SKIP' } }), 'PERSON')).toMatchObject({
      action: 'SKIPPED',
    })
  })
  test('a decision cannot make a pupil of a teacher', () => {
    const state = school({ people: [{ ...anna, id: 'teacher', kind: 'STAFF' }] })
    const plan = run(list(line('1', 'Азбукина')), state, {
      'PERSON 1': { kind: 'SAME', targetId: 'teacher' },
    })
    expect(only(plan, 'PERSON').targetId).not.toBe('teacher')
  })
  test('one person on two lines is written once', () => {
    const twice = [
      line('1', 'Азбукина', { birthDate: '2013-04-05' }),
      line('2', 'Азбукина', { birthDate: '2013-04-05', line: 3 }),
    ]
    expect(of(run(list(...twice), school({})), 'PERSON').map(({ action }) => action)).toEqual([
      'NEW',
      'SKIPPED',
    ])
    expect(of(run(list(...twice), school({ people: [anna] })), 'PERSON').map(({ action }) => action)).toEqual(
      ['UNCHANGED', 'SKIPPED'],
    )
  })
  test.each([
    ['Кошкина А. П.', 'one of that name', ['Кошкина Анна Петровна'], 'UNCHANGED'],
    ['Кошкина А.', 'one of that name', ['Кошкина Анна Петровна'], 'UNCHANGED'],
    ['Кошкина А.', 'two of these initials', ['Кошкина Анна Петровна', 'Кошкина Алла Львовна'], 'UNDECIDED'],
    ['Кошкина Б. П.', 'none', ['Кошкина Анна Петровна'], 'NEW'],
  ])('a teacher «%s», %s', (written, _, names, action) => {
    const [lastName = '', ...given] = written.split(' ')
    const people = names.map((name, i) => {
      const [last = '', firstName = '', patronymic = ''] = name.split(' ')
      return person(`t${i}`, last, { kind: 'STAFF', firstName, patronymic, position: 'учитель' })
    })
    const one = line('1', lastName, {
      kind: 'STAFF',
      firstName: given[0] ?? '—',
      patronymic: given[1],
      schoolClass: null,
    })
    expect(only(run({ ...nothingStaged, people: [one] }, school({ people })), 'PERSON').action).toBe(action)
  })
})

test('a pupil in another class is moved, and back by what stood before', () => {
  const state = school({
    classes: [...school({}).classes, { id: 'class8', name: '8А', grade: 8, letter: 'А', teacherId: null }],
    people: [person('anna', 'Азбукина', { birthDate: '2013-04-05', classId: 'class8' })],
  })
  const item = only(run(list(line('1', 'Азбукина', { birthDate: '2013-04-05' })), state), 'PERSON')
  expect(item.act.move).toEqual({ from: 'class8', to: 'class7', day: '2026-11-23' })
  expect(item.changes).toEqual([{ field: 'Класс', from: '8А', to: '7 "А"' }])
})

test('a column that the file does not have changes nothing; one that is empty clears', () => {
  const people = [
    person('anna', 'Азбукина', { patronymic: 'Львовна', birthDate: '2013-04-05', classId: 'class7' }),
  ]
  const absent = only(run(list(line('1', 'Азбукина')), school({ people })), 'PERSON')
  const cleared = only(run(list(line('1', 'Азбукина', { patronymic: null })), school({ people })), 'PERSON')
  expect([absent.action, cleared.action]).toEqual(['UNCHANGED', 'CHANGED'])
  expect(cleared.act.input).toEqual({ id: 'anna', patronymic: null })
})

describe('a timetable', () => {
  const staged = (more: Partial<Staged> = {}): Staged => ({
    ...nothingStaged,
    classes: [seventh],
    people: [line('t', 'Доскина', { kind: 'STAFF', schoolClass: null, roles: ['TEACHER'] })],
    subjects: [{ key: 's', line: 1, name: 'Алгебра', shortName: null, withoutAttestation: false }],
    rooms: [{ key: 'r', line: 1, name: '21' }],
    bells: [
      { key: 'b', line: 1, name: 'Звонки', bells: [{ number: 1, startsAt: '08:30', endsAt: '09:15' }] },
    ],
    courses: [
      { key: 'c', line: 1, subject: 's', schoolClass: '7А', group: null, teacher: 't', weeklyHours: 3 },
    ],
    lessons: [{ key: 'l', line: 9, course: 'c', weekday: 2, number: 1, bells: 'b', room: 'r', weeks: null }],
    ...more,
  })
  const known = (more: Partial<SchoolState> = {}): SchoolState =>
    school({
      people: [person('t1', 'Доскина', { kind: 'STAFF', roles: ['TEACHER'] })],
      subjects: [{ id: 's1', name: 'алгебра' }],
      rooms: [{ id: 'r1', name: '21' }],
      bells: [{ id: 'b1', name: 'Смена', bells: [{ number: 1, startsAt: '08:30', endsAt: '09:15' }] }],
      courses: [
        { id: 'c1', subjectId: 's1', classId: 'class7', groupId: null, teacherId: 't1', weeklyHours: 3 },
      ],
      timetable: {
        id: 'v1',
        validFrom: '2026-09-01',
        slots: [{ courseId: 'c1', weekday: 2, number: 1, bellsId: 'b1', roomId: 'r1', weeks: null }],
      },
      ...more,
    })

  test('the same file twice changes nothing', () => {
    expect(
      countsOf(run(staged(), known()).items).map((one) => [one.created, one.changed, one.removed]),
    ).toEqual(Array.from({ length: 7 }, () => [0, 0, 0]))
  })
  test('into an empty school everything is new, from the first day of the year', () => {
    const plan = run(staged(), { ...empty })
    expect(plan.items.map(({ action }) => action)).toEqual(Array.from({ length: 7 }, () => 'NEW'))
    expect([plan.validFrom, plan.validUntil]).toEqual(['2026-09-01', '2027-05-31'])
  })
  test('beside a timetable in force it begins tomorrow', () => {
    expect(run(staged(), known()).validFrom).toBe('2026-11-24')
  })
  test('another teacher of the one course of the class goes on with its page', () => {
    const plan = run(staged(), known({ people: [person('t1', 'Прежняя', { kind: 'STAFF' })] }))
    expect(only(plan, 'COURSE')).toMatchObject({
      action: 'CHANGED',
      targetId: 'c1',
      changes: [{ field: 'Учитель', from: 'Прежняя Анна', to: 'Доскина Анна' }],
      act: { before: { id: 'c1', teacherId: 't1' } },
    })
    expect(only(plan, 'LESSON').action).toBe('UNCHANGED')
  })
  test('a room that changes, a lesson that goes and one that comes are told apart', () => {
    const slots = [
      { courseId: 'c1', weekday: 2, number: 1, bellsId: 'b1', roomId: null, weeks: null },
      { courseId: 'c1', weekday: 4, number: 1, bellsId: 'b1', roomId: 'r1', weeks: null },
    ]
    const more = staged().lessons?.concat({
      key: 'm',
      line: 10,
      course: 'c',
      weekday: 3,
      number: 1,
      bells: 'b',
      room: null,
      weeks: null,
    })
    const plan = run(
      staged({ lessons: more }),
      known({ timetable: { id: 'v1', validFrom: '2026-09-01', slots } }),
    )
    expect(of(plan, 'LESSON').map(({ action, name }) => `${action} ${name}`)).toEqual([
      'CHANGED вторник, 1-й урок, 7А: Алгебра',
      'NEW среда, 1-й урок, 7А: Алгебра',
      'REMOVED четверг, 1-й урок, 7 "А": алгебра',
    ])
  })
  test('a teacher left out leaves the course without one, and the lesson stays', () => {
    const plan = run(staged(), empty, { 'PERSON t': { kind: 'SKIP' } })
    expect(only(plan, 'COURSE')).toMatchObject({ action: 'NEW', act: { input: { teacherId: null } } })
  })
  test('the hash of a plan follows from what would be written', () => {
    expect(planHash(run(staged(), known()))).toBe(planHash(run(staged(), known())))
    expect(planHash(run(staged(), known()))).not.toBe(planHash(run(staged(), known({ rooms: [] }))))
  })
})
