// Changing people and taking them out in batches: what an import does, and what its undo does.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'

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

const personQuery = `query($id: ID!) { pupil(id: $id) { lastName patronymic birthDate person { version } schoolClass { name } } }`
type PupilSeen = {
  pupil: {
    lastName: string
    patronymic: string | null
    birthDate: string | null
    person: { version: number }
    schoolClass: { name: string } | null
  } | null
}
const pupilSeen = async (id: string) =>
  (await t.as<PupilSeen>(coordinator(), personQuery, { id })).data?.pupil

describe('changePeople', () => {
  test('changes what is given, clears what is null, leaves the rest; with log entry and fact; a second time changes nothing', async () => {
    const { pupil } = await a.added()
    const input = {
      schoolId: s.ids.school,
      people: [{ id: pupil, lastName: ' Сосновская ', patronymic: 'Егоровна', birthDate: null }],
    }
    expect(await a.act(coordinator(), 'changePeople', input, 'changed')).toEqual({ changed: 1, errors: [] })
    expect(await pupilSeen(pupil)).toMatchObject({
      lastName: 'Сосновская',
      patronymic: 'Егоровна',
      birthDate: null,
      person: { version: 2 },
    })
    expect(await a.lastEntry()).toMatchObject({
      act: 'changePeople',
      subject: `person:${pupil}`,
      to: { changed: ['lastName', 'patronymic', 'birthDate'] },
    })
    expect(JSON.stringify(await a.lastEntry())).not.toContain('Сосновская')
    expect(await a.lastFact('person', pupil)).toMatchObject({
      last_name: 'Сосновская',
      version: 2,
      removed: false,
    })
    const before = await a.traces()
    expect(await a.act(coordinator(), 'changePeople', input, 'changed')).toEqual({ changed: 0, errors: [] })
    expect(await a.traces()).toEqual(before)
  })

  test.each<[string, object, string, string[]]>([
    ['an empty surname', { lastName: ' ' }, 'BAD_INPUT', ['people', '1', 'lastName']],
    ['no first name', { firstName: null }, 'BAD_INPUT', ['people', '1', 'firstName']],
    [
      'an older version',
      { lastName: 'Иная', expectedVersion: 0 },
      'CONFLICT',
      ['people', '1', 'expectedVersion'],
    ],
    ['somebody who is not there', { id: newUuid(), lastName: 'Иная' }, 'NOT_FOUND', ['people', '1', 'id']],
  ])('%s is refused with the row, and nothing of the batch is written', async (_, wrong, code, field) => {
    const { pupil, guardian } = await a.added()
    const before = await a.traces()
    const payload = await a.act(coordinator(), 'changePeople', {
      schoolId: s.ids.school,
      people: [
        { id: pupil, lastName: 'Берёзова' },
        { id: guardian, ...wrong },
      ],
    })
    expect(payload.errors).toMatchObject([{ code, field }])
    expect(await a.traces()).toEqual(before)
    expect((await pupilSeen(pupil))?.lastName).toBe('Ёлкина')
  })

  test('a position stays while a role of the staff is in force', async () => {
    const { staff } = await a.added()
    const grant = newUuid()
    await s.run('grantRoles', {
      schoolId: s.ids.school,
      grants: [{ id: grant, personId: staff, role: 'TEACHER' }],
    })
    const input = { schoolId: s.ids.school, people: [{ id: staff, position: null }] }
    expect((await a.act(coordinator(), 'changePeople', input)).errors).toMatchObject([
      { code: 'IN_USE', field: ['people', '0', 'position'] },
    ])
    await s.run('withdrawRoles', { schoolId: s.ids.school, grantIds: [grant] })
    expect(codes(await a.act(coordinator(), 'changePeople', input))).toEqual([])
    expect(await a.lastFact('person', staff)).toMatchObject({ is_staff: false })
  })
})

describe('removePeople', () => {
  test('says of each who and what holds them, and takes nobody out', async () => {
    const { pupil, guardian, staff } = await a.added()
    await s.run('openAccounts', {
      schoolId: s.ids.school,
      accounts: [
        { personId: staff, username: 'ukazkin', password: 'ukazka-i-mel', mustChangePassword: true },
      ],
    })
    await s.run('grantRoles', {
      schoolId: s.ids.school,
      grants: [{ id: newUuid(), personId: staff, role: 'TEACHER' }],
    })
    const before = await a.traces()
    const payload = await a.act(coordinator(), 'removePeople', {
      schoolId: s.ids.school,
      personIds: [guardian, staff],
    })
    expect(payload.errors).toEqual([
      {
        code: 'IN_USE',
        message: 'Ёлкин Емельян: представитель учеников: Ёлкина Ева.',
        field: ['personIds', '0'],
      },
      {
        code: 'IN_USE',
        message: 'Указкин Устин: есть учётная запись «ukazkin»; роли: учитель.',
        field: ['personIds', '1'],
      },
    ])
    expect(await a.traces()).toEqual(before)
    expect((await pupilSeen(pupil))?.lastName).toBe('Ёлкина')
  })

  test('a child with its guardian is gone from every list, with the membership; the name stays in the log; twice is once', async () => {
    const { pupil, guardian } = await a.added()
    const input = { requestId: 'вон-1', schoolId: s.ids.school, personIds: [pupil, guardian] }
    const who = coordinator()
    expect(await a.act(who, 'removePeople', input, 'removed')).toEqual({ removed: 2, errors: [] })
    const after = await a.traces()
    expect(await a.act(who, 'removePeople', input, 'removed')).toEqual({ removed: 2, errors: [] })
    expect(await a.traces()).toEqual(after)
    expect(await pupilSeen(pupil)).toBeNull()
    const lists = await t.as<{
      schoolClass: { pupils: { id: string }[] }
      _entities: unknown[]
      school: { people: { edges: { node: { id: string } }[] } }
    }>(
      coordinator(),
      `query($c: ID!, $r: [_Any!]!) { schoolClass(id: $c) { pupils { id } }
        school { people(search: "Ёлк") { edges { node { id } } } }
        _entities(representations: $r) { ... on Pupil { fullName } } }`,
      { c: s.ids.class7, r: [{ __typename: 'Pupil', id: pupil }] },
    )
    expect(lists.data?.schoolClass.pupils.map((one) => one.id)).not.toContain(pupil)
    expect(lists.data?.school.people.edges.map((edge) => edge.node.id)).not.toContain(guardian)
    expect(lists.data?._entities).toEqual([null])
    expect(await a.lastFact('person', pupil)).toMatchObject({ last_name: 'Ёлкина', removed: true })
    const [member] = await a.query<{ id: string }>('select id from membership where pupil_id = $1', [pupil])
    expect(await a.lastFact('membership', member?.id ?? '')).toMatchObject({ removed: true, version: 2 })
    const texts = await a.query<{ text: string }>(`select text from log_text where text like 'Ёлкина Ева%'`)
    expect(texts.length).toBeGreaterThan(0)
    expect(codes(await a.act(who, 'removePeople', { schoolId: s.ids.school, personIds: [pupil] }))).toEqual([
      'NOT_FOUND',
    ])
  })

  test('contacts, consents, personal file and number go with the person; a classmate’s stay', async () => {
    const pupil = newUuid()
    const place = { schoolClassId: s.ids.class7, from: '2026-09-01' }
    const entered = { id: pupil, lastName: 'Лишнев', firstName: 'Лев', snils: '087-654-303 00', pupil: place }
    expect(
      codes(await a.act(coordinator(), 'addPeople', { schoolId: s.ids.school, people: [entered] })),
    ).toEqual([])
    const keep = (id: string) => [
      ['changeContacts', { personId: id, phone: '+7 495 000-00-05' }],
      [
        'recordConsents',
        {
          schoolId: s.ids.school,
          consents: [
            { id: newUuid(), personId: id, purpose: 'TRANSFER', from: '2026-09-01', givenByName: 'Ёлкин' },
          ],
        },
      ],
      ['changePersonalFile', { pupilId: id, healthGroup: 'I' }],
      [
        'changePersonalDocuments',
        {
          pupilId: id,
          add: [{ id: newUuid(), kind: 'APPLICATION', title: 'Заявление о приёме' }],
          removeIds: [],
        },
      ],
    ]
    for (const [name, input] of [...keep(pupil), ...keep(s.ids.anna)] as [string, object][])
      expect(codes(await a.act(coordinator(), name, input))).toEqual([])
    const held = async (id: string) => {
      const [row] = await a.query<Record<string, number>>(
        `select (select count(*)::int from contacts where person_id = $1) as contacts,
          (select count(*)::int from consent where person_id = $1 and purpose = 'TRANSFER') as consents,
          (select count(*)::int from personal_file where pupil_id = $1) as files,
          (select count(*)::int from personal_document where pupil_id = $1) as documents,
          (select count(snils_hmac)::int from person where id = $1) as numbers`,
        [id],
      )
      return row
    }
    expect(await held(pupil)).toEqual({ contacts: 1, consents: 1, files: 1, documents: 1, numbers: 1 })
    const input = { schoolId: s.ids.school, personIds: [pupil] }
    expect(codes(await a.act(coordinator(), 'removePeople', input))).toEqual([])
    expect(await held(pupil)).toEqual({ contacts: 0, consents: 0, files: 0, documents: 0, numbers: 0 })
    const [all] = await a.query<{ count: number }>(
      'select count(*)::int as count from consent where person_id = $1',
      [pupil],
    )
    expect(all?.count).toBe(0)
    expect(await held(s.ids.anna)).toMatchObject({ contacts: 1, consents: 1, files: 1, documents: 1 })
  })

  test('a member of a group is held by it until the group is taken out', async () => {
    const { pupil } = await a.added()
    const group = newUuid()
    await s.run('createGroups', {
      schoolId: s.ids.school,
      yearId: s.ids.year,
      groups: [
        {
          id: group,
          name: 'Немецкий',
          schoolClassIds: [s.ids.class7],
          pupilIds: [pupil],
          from: '2026-09-01',
        },
      ],
    })
    const input = { schoolId: s.ids.school, personIds: [pupil] }
    expect((await a.act(coordinator(), 'removePeople', input)).errors[0]?.message).toBe(
      'Ёлкина Ева: состоит в группах: Немецкий.',
    )
    expect(
      codes(await a.act(coordinator(), 'removeGroups', { schoolId: s.ids.school, groupIds: [group] })),
    ).toEqual([])
    expect(await a.lastFact('group', group)).toMatchObject({ removed: true })
    expect(codes(await a.act(coordinator(), 'removePeople', input))).toEqual([])
  })
})

describe('changeGuardians', () => {
  const childrenOf = async (guardian: string) => {
    const rows = await a.query<{ pupil: string }>(
      'select pupil_id as pupil from guardianship where guardian_id = $1 order by pupil_id',
      [guardian],
    )
    return rows.map(({ pupil }) => pupil)
  }

  test('gives a guardian a second child and takes it back, each with a log entry; the same again changes nothing', async () => {
    const { pupil, guardian } = await a.added()
    const pair = [{ guardianId: guardian, pupilId: s.ids.anna }]
    const change = (add: object[], remove: object[]) =>
      a.act(coordinator(), 'changeGuardians', { schoolId: s.ids.school, add, remove }, 'changed')
    expect(await change(pair, [])).toEqual({ changed: 1, errors: [] })
    expect(await childrenOf(guardian)).toEqual([pupil, s.ids.anna].toSorted())
    expect(await a.lastEntry()).toMatchObject({
      act: 'changeGuardians',
      from: null,
      to: { guardianOf: s.ids.anna },
    })
    const before = await a.traces()
    expect(await change(pair, [])).toEqual({ changed: 0, errors: [] })
    expect(await a.traces()).toEqual(before)
    expect(await change([], pair)).toEqual({ changed: 1, errors: [] })
    expect(await childrenOf(guardian)).toEqual([pupil])
    expect(await a.lastEntry()).toMatchObject({
      act: 'changeGuardians',
      from: { guardianOf: s.ids.anna },
      to: null,
    })
  })

  test('a child who is none is refused, and nothing of the batch is written', async () => {
    const { guardian, staff } = await a.added()
    const before = await a.traces()
    const add = [
      { guardianId: guardian, pupilId: s.ids.anna },
      { guardianId: guardian, pupilId: staff },
    ]
    const payload = await a.act(coordinator(), 'changeGuardians', { schoolId: s.ids.school, add, remove: [] })
    expect(codes(payload)).toEqual(['NOT_FOUND'])
    expect(await a.traces()).toEqual(before)
  })
})
