// Lists and searches of people, what cards lack, who has read them, and erasure.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Role, Viewer } from '../events.js'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { viewerOf } from './testing.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
let coordinator: Viewer
beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
  coordinator = a.as('COORDINATOR')
})
afterAll(() => t.stop())

const ask = async <T>(viewer: Viewer, query: string, variables: object = {}): Promise<T> => {
  const answer = await t.as<T>(viewer, query, variables)
  if (!answer.data || answer.errors) throw new Error(JSON.stringify(answer.errors))
  return answer.data
}
const teacherOf7 = () =>
  viewerOf({ schoolId: s.ids.school, roles: ['CLASS_TEACHER'], classes: [s.ids.class7] })
type Listed = { school: { people: { edges: { node: { id: string; fullName: string } }[] } | null } }
const listed = async (viewer: Viewer, args: string): Promise<string[] | null> =>
  (
    await ask<Listed>(viewer, `{ school { people(${args}) { edges { node { id fullName } } } } }`)
  ).school.people?.edges.map((edge) => edge.node.fullName) ?? null
const pupilOf = (schoolClassId: string) => ({ pupil: { schoolClassId, from: '2026-09-01' } })
const add = async (...people: object[]) => {
  const whole = people.map((person) => ({ id: newUuid(), firstName: 'Пробный', ...person }))
  await s.run('addPeople', { schoolId: s.ids.school, people: whole })
  return whole.map((person) => person.id)
}

describe('a search by name', () => {
  test.each([
    ['елкина', ['Ёлкина-Палкина Пробный']],
    ['ЁЛКИНА палкина', ['Ёлкина-Палкина Пробный']],
    ['елкина-палкина', ['Ёлкина-Палкина Пробный']],
    ['палкина ёлк', ['Ёлкина-Палкина Пробный']],
    ['д’арт', ['Д’Артаньянов Пробный']],
    ['100%', ['Процентов 100% Пробный']],
    ['1_0', []],
    ['елкина сосна', []],
  ])('%s', async (search, expected) => {
    const [known] = await a.query<{ n: number }>(
      `select count(*)::int as n from person where last_name = 'Ёлкина-Палкина'`,
    )
    const names = ['Ёлкина-Палкина', 'Д’Артаньянов', 'Процентов 100%'].map((lastName) => ({
      lastName,
      staff: { position: 'сторож' },
    }))
    await add(...names.slice(0, (known?.n ?? 0) > 0 ? 0 : names.length))
    expect(await listed(coordinator, `search: ${JSON.stringify(search)}`)).toEqual(expected)
  })
})

describe('the list of people', () => {
  test('a class teacher is shown own pupils and their guardians, nobody else; a teacher nothing', async () => {
    expect(await listed(teacherOf7(), 'first: 500')).toEqual([
      'Азбукина Алла',
      'Азбукина Анна',
      'Букварёв Борис',
    ])
    expect(await listed(teacherOf7(), 'kind: STAFF')).toEqual([])
    expect(await listed(teacherOf7(), `schoolClassId: "${s.ids.class8}"`)).toEqual([])
    expect(await listed(a.as('TEACHER'), 'first: 500')).toBeNull()
  })

  test('a pupil who comes to a class next is in the care of its teacher already, who left it is not', async () => {
    await add({
      lastName: 'Явкин',
      pupil: { schoolClassId: s.ids.class7, from: '2026-12-01' },
    })
    expect(await listed(teacherOf7(), 'kind: PUPIL')).toContain('Явкин Пробный')
    const [moved] = await add({ lastName: 'Переходов', ...pupilOf(s.ids.class7) })
    await s.run('movePupil', { pupilId: moved, schoolClassId: s.ids.class8, from: '2026-11-24' })
    expect(await listed(teacherOf7(), 'kind: PUPIL')).not.toContain('Переходов Пробный')
  })

  test('by class, by gap, by state of the login; director and deputy get names and no filter by cards', async () => {
    expect(await listed(coordinator, `kind: GUARDIAN, schoolClassId: "${s.ids.class7}"`)).toEqual([
      'Азбукина Алла',
    ])
    expect(await listed(coordinator, 'kind: PUPIL, gap: GUARDIAN')).not.toContain('Азбукина Анна')
    expect(await listed(coordinator, 'kind: PUPIL, gap: GUARDIAN')).toContain('Букварёв Борис')
    expect(await listed(coordinator, 'kind: GUARDIAN, account: NONE')).toEqual(['Азбукина Алла'])
    expect(await listed(coordinator, 'account: ACTIVE')).toEqual([])
    expect(await listed(a.as('DIRECTOR'), 'kind: GUARDIAN')).toEqual(['Азбукина Алла'])
    expect(await listed(a.as('DIRECTOR'), 'kind: GUARDIAN, gap: PHONE')).toBeNull()
  })
})

describe('what cards lack', () => {
  type Gap = { gap: string; people: number; schoolClass: { name: string } | null }
  const gaps = async (viewer: Viewer) =>
    (
      await ask<{ school: { cardGaps: Gap[] | null } }>(
        viewer,
        '{ school { cardGaps { gap people schoolClass { name } } } }',
      )
    ).school.cardGaps
  const count = (list: Gap[] | null, gap: string, name: string | null) =>
    list?.find((one) => one.gap === gap && (one.schoolClass?.name ?? null) === name)?.people ?? 0

  test('is counted by class, goes with what fills it, and a class teacher sees the own class', async () => {
    const before = await gaps(coordinator)
    const [pupil] = await add({ lastName: 'Пробелов', ...pupilOf(s.ids.class7) })
    const lacking = await gaps(coordinator)
    for (const gap of ['GUARDIAN', 'PHONE', 'BIRTH_DATE', 'CONSENT', 'ACCOUNT', 'ORDER'])
      expect([gap, count(lacking, gap, '7А') - count(before, gap, '7А')]).toEqual([gap, 1])
    const [guardian] = await add({
      lastName: 'Пробелов',
      guardianOf: [pupil],
      relation: 'OTHER',
      phone: '+74950000009',
    })
    await s.run('changePeople', { schoolId: s.ids.school, people: [{ id: pupil, birthDate: '2013-01-01' }] })
    await s.run('recordConsents', {
      schoolId: s.ids.school,
      consents: [
        { id: newUuid(), personId: pupil, purpose: 'EDUCATION', from: '2026-09-01', givenByName: 'Пробелов' },
      ],
    })
    const filled = await gaps(coordinator)
    for (const gap of ['GUARDIAN', 'PHONE', 'BIRTH_DATE', 'CONSENT'])
      expect([gap, count(filled, gap, '7А') - count(before, gap, '7А')]).toEqual([gap, 0])
    expect(count(filled, 'LEGAL_REPRESENTATIVE', '7А') - count(before, 'LEGAL_REPRESENTATIVE', '7А')).toBe(1)
    expect(count(filled, 'CONSENT', null) - count(before, 'CONSENT', null)).toBe(1)
    await s.run('changeGuardianship', { guardianId: guardian, pupilId: pupil, legalRepresentative: true })
    expect(count(await gaps(coordinator), 'LEGAL_REPRESENTATIVE', '7А')).toBe(
      count(before, 'LEGAL_REPRESENTATIVE', '7А'),
    )
    expect(new Set((await gaps(teacherOf7()))?.map((one) => one.schoolClass?.name))).toEqual(new Set(['7А']))
    expect(await ask(teacherOf7(), 'query($id: ID!) { person(id: $id) { gaps } }', { id: pupil })).toEqual({
      person: { gaps: ['ACCOUNT', 'ORDER'] },
    })
  })

  test('of a thousand people takes one statement', async () => {
    t.roster.base.db.counter = { count: 0, statements: [] }
    await gaps(coordinator)
    const { counter } = t.roster.base.db
    t.roster.base.db.counter = undefined
    expect(counter.count).toBeLessThanOrEqual(3)
  })
})

describe('the log of reading', () => {
  type Entry = { readerName: string; what: string; ground: string; count: number; people: { id: string }[] }
  const log = async (viewer: Viewer = coordinator, more = '') => {
    await t.roster.readingsWritten()
    const { accessLog } = await ask<{ accessLog: { edges: { node: Entry }[] } | null }>(
      viewer,
      `{ accessLog(from: "2026-11-24", to: "2026-11-24" ${more}) { edges { node { readerName what ground count people { id } } } } }`,
    )
    return accessLog?.edges.map((edge) => edge.node) ?? null
  }
  const cardOfAnna =
    '{ person(id: "ID") { birthDate contacts { phone } consents { id } pupil { guardians { id } personalFile { id } } } }'
  const read = (viewer: Viewer) => ask(viewer, cardOfAnna.replace('ID', s.ids.anna))

  test('one row a request: who, whose, what, by which right', async () => {
    const reader = viewerOf({ schoolId: s.ids.school, roles: ['COORDINATOR'], name: 'Читайкин Чук' })
    await read(reader)
    expect((await log())?.filter((entry) => entry.readerName === 'Читайкин Чук')).toEqual([
      {
        readerName: 'Читайкин Чук',
        what: 'дата рождения, контакты, согласия, представители, личное дело',
        ground: 'роль: координатор',
        count: 1,
        people: [{ id: s.ids.anna }],
      },
    ])
    expect(
      await log(coordinator, `personId: "${s.ids.boris}", readerId: "${reader.schools[0]?.person ?? ''}"`),
    ).toEqual([])
  })

  test.each<[string, () => Viewer]>([
    ['the class teacher', teacherOf7],
    [
      'the pupil',
      () =>
        viewerOf({ schoolId: s.ids.school, roles: ['PUPIL'], personId: s.ids.anna, pupils: [s.ids.anna] }),
    ],
    [
      'the guardian',
      () =>
        viewerOf({
          schoolId: s.ids.school,
          roles: ['GUARDIAN'],
          personId: s.ids.guardian,
          pupils: [s.ids.anna],
        }),
    ],
  ])('%s leaves no row', async (_, viewer) => {
    const before = (await log())?.length
    await read(viewer())
    expect((await log())?.length).toBe(before)
  })

  test('a list is one row with all who stand in it; the director’s look at a file is one too', async () => {
    const director = viewerOf({ schoolId: s.ids.school, roles: ['DIRECTOR'], name: 'Главный Глеб' })
    await listed(director, `schoolClassId: "${s.ids.class7}", kind: GUARDIAN`)
    expect((await log())?.[0]).toMatchObject({
      readerName: 'Главный Глеб',
      what: 'список людей',
      ground: 'роль: директор',
    })
    await read(director)
    expect((await log())?.[0]).toMatchObject({ what: 'личное дело', count: 1 })
  })

  test('is for coordinator and director; days are the school’s', async () => {
    expect(await log(a.as('DIRECTOR'))).not.toBeNull()
    for (const role of ['DEPUTY', 'JOURNAL_ADMIN', 'INSPECTOR'] as const)
      expect(await log(a.as(role))).toBeNull()
    const yesterday = await ask<{ accessLog: { edges: object[] } }>(
      coordinator,
      '{ accessLog(from: "2026-11-23", to: "2026-11-23") { edges { cursor } } }',
    )
    expect(yesterday.accessLog.edges).toEqual([])
  })

  test('nobody changes a row of it', async () => {
    await expect(a.query(`update access_log set what = ''`)).rejects.toThrow(/permission denied/)
  })
})

describe('erasure', () => {
  const erase = (personId: string, more: object = {}) =>
    a.act(coordinator, 'erasePerson', { personId, ground: 'заявление', ...more }, 'erased kept')
  const left = async (): Promise<string> => {
    const [id] = await add({
      lastName: 'Ушедшев',
      birthDate: '2010-02-03',
      phone: '+74950000007',
      snils: '112-233-445 95',
      ...pupilOf(s.ids.class8),
    })
    if (!id) throw new Error('nobody was added')
    await s.run('changePersonalFile', { pupilId: id, healthGroup: 'III', address: 'ул. Пробная, 9' })
    await s.run('recordOrder', {
      schoolId: s.ids.school,
      id: newUuid(),
      number: `${id.slice(0, 6)}-у`,
      date: '2026-11-20',
      movements: [{ id: newUuid(), kind: 'LEFT_FOR_SCHOOL', pupilId: id, effectiveOn: '2026-11-23' }],
    })
    return id
  }

  test('of who is still at the school is refused: a pupil, staff, a guardian', async () => {
    for (const id of [s.ids.anna, s.ids.teacher, s.ids.guardian]) {
      const payload = await erase(id)
      expect([id, codes(payload)]).toEqual([id, ['IN_USE']])
    }
    expect(codes(await erase(await left(), { ground: ' ' }))).toEqual(['BAD_INPUT'])
  })

  test('a preview says all and writes nothing', async () => {
    const id = await left()
    const before = await a.traces()
    expect(await erase(id, { preview: true })).toMatchObject({
      errors: [],
      erased: expect.arrayContaining(['Хеш СНИЛС']),
    })
    expect(await a.traces()).toEqual(before)
    expect(await a.query('select 1 from contacts where person_id = $1', [id])).toHaveLength(1)
  })

  test('of a pupil who left: contacts, health and log texts go, the name stays with the law that asks for it', async () => {
    const id = await left()
    const payload = await erase(id)
    expect(payload.erased).toEqual([
      'Телефон, электронная почта, адрес',
      'Группа здоровья, физкультурная группа, заключение комиссии, прежняя школа',
      'Тексты протокола о человеке: имена, даты, контакты «было» и «стало» (хеши остаются)',
      'Хеш СНИЛС',
    ])
    expect(String(payload.kept)).toContain('273-ФЗ, ст. 28')
    const gone = await a.query(
      `select 1 from contacts where person_id = $1 union all select 1 from personal_file where pupil_id = $1
        union all select 1 from log_text t join log_entry e on e.id = t.entry_id where e.about_id = $1 and e.act <> 'erasePerson'`,
      [id],
    )
    expect(gone).toEqual([])
    expect(await a.lastFact('person', id)).toMatchObject({
      last_name: 'Ушедшев',
      erased: true,
      removed: false,
    })
    expect(codes(await erase(id))).toEqual(['NOT_FOUND'])
  })

  test('of a guardian who left nothing in the record: the name too, here and at the other services', async () => {
    const pupil = await left()
    const [guardian] = await add({ lastName: 'Следов', guardianOf: [pupil] })
    const payload = await erase(guardian ?? '')
    expect(payload.erased).toContain('Имя, дата рождения, связь с детьми')
    expect(await a.lastFact('person', guardian ?? '')).toMatchObject({
      last_name: 'Сведения',
      first_name: 'удалены',
      removed: true,
      erased: true,
    })
    expect(await a.query('select 1 from guardianship where guardian_id = $1', [guardian])).toEqual([])
  })

  test('leaves every leaf of the log and its hash as they were', async () => {
    const leaves = () =>
      a.query<{ seq: number; leaf: string; hash: string }>(
        `select seq, leaf, encode(leaf_hash, 'hex') as hash from log_entry order by seq`,
      )
    const id = await left()
    const before = await leaves()
    await erase(id)
    expect((await leaves()).slice(0, before.length)).toEqual(before)
  })

  test.each<Role>(['DIRECTOR', 'CLASS_TEACHER', 'TEACHER'])('is not for %s', async (role) => {
    const payload = await a.act(a.as(role), 'erasePerson', { personId: s.ids.anna, ground: 'заявление' })
    expect(codes(payload)).toEqual(['NOT_FOUND'])
  })
})
