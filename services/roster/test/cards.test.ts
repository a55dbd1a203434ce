// Cards: what a person's card holds, who keeps it, and what is refused.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '../events.js'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { viewerOf } from './testing.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
let coordinator: Viewer
let teacherOf7: Viewer
beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
  coordinator = a.as('COORDINATOR')
  teacherOf7 = viewerOf({ schoolId: s.ids.school, roles: ['CLASS_TEACHER'], classes: [s.ids.class7] })
})
afterAll(() => t.stop())

const add = (person: object, more: object = {}) =>
  a.act(coordinator, 'addPeople', {
    schoolId: s.ids.school,
    people: [{ id: newUuid(), lastName: 'Карточкин', firstName: 'Кир', ...person }],
    ...more,
  })
const ask = async <T>(viewer: Viewer, query: string, variables: object = {}): Promise<T> => {
  const answer = await t.as<T>(viewer, query, variables)
  if (!answer.data || answer.errors) throw new Error(JSON.stringify(answer.errors))
  return answer.data
}

describe('a consent before the data', () => {
  const pupil = () => ({ pupil: { schoolClassId: s.ids.class7, from: '2026-09-01' } })
  const consent = { purpose: 'EDUCATION', from: '2026-08-20', givenByName: 'Карточкина Клара' }

  test('a pupil without one and without a ground is refused by name, and nothing is written', async () => {
    const before = await a.traces()
    const payload = await add(pupil(), { ground: null })
    expect(payload.errors).toMatchObject([{ code: 'CONSENT_REQUIRED', field: ['people', '0', 'consent'] }])
    expect(payload.errors[0]?.message).toMatch(/^Карточкин Кир: нет согласия/)
    expect(await a.traces()).toEqual(before)
  })

  test('at most a hundred are listed', async () => {
    const people = Array.from({ length: 101 }, () => ({
      id: newUuid(),
      lastName: 'Толпин',
      firstName: 'Т',
      ...pupil(),
    }))
    const payload = await a.act(coordinator, 'addPeople', { schoolId: s.ids.school, people, ground: null })
    expect(codes(payload)).toEqual(Array.from({ length: 100 }, () => 'CONSENT_REQUIRED'))
  })

  test('a consent for something else is none', async () => {
    const payload = await add(
      { ...pupil(), consent: { ...consent, purpose: 'PUBLICATION' } },
      { ground: null },
    )
    expect(codes(payload)).toEqual(['CONSENT_REQUIRED'])
  })

  test('with a consent, with a ground, and staff on the contract of work are taken in', async () => {
    const staff = newUuid()
    expect(codes(await add({ ...pupil(), consent }, { ground: null }))).toEqual([])
    expect(codes(await add(pupil(), { ground: 'приказ' }))).toEqual([])
    expect(codes(await add({ id: staff, staff: { position: 'сторож' } }, { ground: null }))).toEqual([])
    expect(
      await ask(
        coordinator,
        'query($id: ID!) { person(id: $id) { consents { ground givenByName inForce } } }',
        {
          id: staff,
        },
      ),
    ).toEqual({
      person: {
        consents: [
          { ground: 'трудовой договор (152-ФЗ, ст. 6, ч. 1, п. 5)', givenByName: null, inForce: true },
        ],
      },
    })
    const missing = await ask<{ school: { consentsMissing: { edges: { node: { id: string } }[] } } }>(
      coordinator,
      '{ school { consentsMissing { edges { node { id } } } } }',
    )
    expect(missing.school.consentsMissing.edges.map((edge) => edge.node.id)).toContain(staff)
  })

  test('one of the coming day, and one that ends before it begins, are refused', async () => {
    const given = (more: object) => add({ ...pupil(), consent: { ...consent, ...more } })
    expect(codes(await given({ from: '2026-11-24' }))).toEqual([])
    expect(codes(await given({ from: '2026-11-25' }))).toEqual(['BAD_INPUT'])
    expect(codes(await given({ until: '2026-08-20' }))).toEqual([])
    expect(codes(await given({ until: '2026-08-19' }))).toEqual(['BAD_INPUT'])
    expect(codes(await given({ givenByName: ' ' }))).toEqual(['BAD_INPUT'])
  })
})

describe('what a card may hold', () => {
  const staff = { staff: { position: 'сторож' } }
  test.each([
    ['a birth date of tomorrow', { birthDate: '2026-11-25' }, ['BAD_INPUT']],
    ['a birth date of today', { birthDate: '2026-11-24' }, []],
    ['a birth date of 1899', { birthDate: '1899-12-31' }, ['BAD_INPUT']],
    ['a birth date of 1900', { birthDate: '1900-01-01' }, []],
    ['a tag in a name', { lastName: 'Иванов<script>' }, ['BAD_INPUT']],
    ['a control character', { lastName: 'Ива\u0007нов' }, ['BAD_INPUT']],
    ['a character that writes backwards', { firstName: 'И\u202eван' }, ['BAD_INPUT']],
    ['an apostrophe, a hyphen and «Оглы»', { lastName: 'Д’Артаньян-Заде', patronymic: 'Али Оглы' }, []],
    ['a phone of ten digits', { phone: '(495) 000-00-01' }, []],
    ['a phone of nine digits', { phone: '495 000-00-0' }, ['BAD_INPUT']],
    ['letters for a phone', { phone: 'позвонить маме' }, ['BAD_INPUT']],
    ['another country’s phone', { phone: '+375 17 000-00-01' }, []],
    ['an address of e-mail', { email: 'kir@school.example' }, []],
    ['two signs @', { email: 'kir@@school.example' }, ['BAD_INPUT']],
    ['a host without a dot', { email: 'kir@school' }, ['BAD_INPUT']],
    ['a number with a right check sum', { snils: '112-233-445 95' }, []],
    ['a number with a wrong one', { snils: '112-233-445 96' }, ['BAD_INPUT']],
  ])('%s', async (_, person, expected) => {
    expect(codes(await add({ ...staff, ...person }))).toEqual(expected)
  })

  test('spaces are made single, a phone is kept by E.164, a number only as a keyed hash', async () => {
    const id = newUuid()
    await add({ id, ...staff, lastName: '  Де   Ла ', phone: '8 (495) 000-00-02', snils: '087-654-303 00' })
    expect(
      await ask(
        coordinator,
        'query($id: ID!) { person(id: $id) { lastName hasSnils contacts { phone version } } }',
        { id },
      ),
    ).toEqual({
      person: { lastName: 'Де Ла', hasSnils: true, contacts: { phone: '+74950000002', version: 1 } },
    })
    const [row] = await a.query<{ hash: string }>('select snils_hmac as hash from person where id = $1', [id])
    expect(row?.hash).toMatch(/^[\w-]{43}$/)
    const dump = await a.query<{ leaf: string }>('select leaf from log_entry')
    expect(dump.filter(({ leaf }) => leaf.includes('08765430300'))).toEqual([])
    expect(
      await ask(
        coordinator,
        '{ school { peopleBySnils(numbers: ["08765430300", "11111111111"]) { number person { id } } } }',
      ),
    ).toEqual({ school: { peopleBySnils: [{ number: '08765430300', person: { id } }] } })
  })

  test('a number is written to a card that is there, changed and taken out; a wrong one leaves it as it was', async () => {
    const of = async () =>
      (
        await a.query<{ snils: string | null }>('select snils_hmac as snils from person where id = $1', [
          s.ids.boris,
        ])
      )[0]?.snils ?? null
    const write = (snils: string | null) => {
      const input = { schoolId: s.ids.school, people: [{ id: s.ids.boris, snils }] }
      return a.act(coordinator, 'changePeople', input, 'changed')
    }
    expect(await write('112-233-445 95')).toMatchObject({ errors: [], changed: 1 })
    const first = await of()
    expect(first).toMatch(/^[\w-]{43}$/)
    expect(await write('11223344595')).toMatchObject({ errors: [], changed: 0 })
    const traces = await a.traces()
    expect((await write('112-233-445 96')).errors).toMatchObject([
      { code: 'BAD_INPUT', field: ['people', '0', 'snils'] },
    ])
    expect(await a.traces()).toEqual(traces)
    expect(await write('087-654-303 00')).toMatchObject({ errors: [], changed: 1 })
    expect(await of()).not.toBe(first)
    expect(await write(null)).toMatchObject({ errors: [], changed: 1 })
    expect(await of()).toBeNull()
    const texts = await a.query<{ text: string }>('select text from log_text')
    expect(texts.filter(({ text }) => text.includes('11223344595'))).toEqual([])
  })
})

describe('contacts', () => {
  const change = (viewer: Viewer, more: object) =>
    a.act(
      viewer,
      'changeContacts',
      { personId: s.ids.anna, ...more },
      'person { contacts { phone email address version } }',
    )
  const self = () =>
    viewerOf({ schoolId: s.ids.school, roles: ['PUPIL'], personId: s.ids.anna, pupils: [s.ids.anna] })

  test('what is not given stays, null clears, a stale version is a conflict, a repeat is one write', async () => {
    const requestId = newUuid()
    expect(
      await change(teacherOf7, { phone: '+7 495 000-00-03', email: 'anna@school.example', requestId }),
    ).toMatchObject({
      person: {
        contacts: { phone: '+74950000003', email: 'anna@school.example', address: null, version: 1 },
      },
      errors: [],
    })
    const before = await a.traces()
    await change(teacherOf7, { phone: '+7 495 000-00-03', email: 'anna@school.example', requestId })
    expect(await a.traces()).toEqual(before)
    expect(await change(coordinator, { phone: null, expectedVersion: 1 })).toMatchObject({
      person: { contacts: { phone: null, email: 'anna@school.example', version: 2 } },
    })
    expect(codes(await change(coordinator, { phone: null, expectedVersion: 1 }))).toEqual(['CONFLICT'])
  })

  test('the log says that they changed; the values stand beside it, erasable', async () => {
    await change(coordinator, { phone: '+74950000004' })
    const entry = await a.lastEntry()
    expect(entry).toMatchObject({ act: 'changeContacts', to: { changed: ['phone'] } })
    expect(JSON.stringify(entry)).not.toContain('74950000004')
  })

  test('oneself changes phone and e-mail, not the address; a teacher of another class nothing', async () => {
    expect(codes(await change(self(), { email: 'a.a@school.example' }))).toEqual([])
    expect(codes(await change(self(), { address: 'ул. Пробная, 2' }))).toEqual(['BAD_INPUT'])
    const stranger = viewerOf({ schoolId: s.ids.school, roles: ['CLASS_TEACHER'], classes: [s.ids.class8] })
    expect(codes(await change(stranger, { email: 'b@school.example' }))).toEqual(['NOT_FOUND'])
  })
})

describe('guardians', () => {
  const pair = () => ({ guardianId: s.ids.guardian, pupilId: s.ids.anna })
  const seen = () =>
    ask<{ pupil: { guardianships: object[]; paperOnly: boolean } }>(
      teacherOf7,
      'query($id: ID!) { pupil(id: $id) { paperOnly guardianships { relation legalRepresentative refusedServiceOn guardian { fullName } } } }',
      { id: s.ids.anna },
    )

  test('what they are to the child, and the refusal of the electronic service with its paper', async () => {
    expect(
      codes(
        await a.act(teacherOf7, 'changeGuardianship', {
          ...pair(),
          relation: 'MOTHER',
          legalRepresentative: true,
        }),
      ),
    ).toEqual([])
    expect(
      codes(
        await a.act(teacherOf7, 'setElectronicService', {
          ...pair(),
          refusedOn: '2026-11-24',
          document: 'заявление',
        }),
      ),
    ).toEqual([])
    expect(await seen()).toEqual({
      pupil: {
        paperOnly: true,
        guardianships: [
          {
            relation: 'MOTHER',
            legalRepresentative: true,
            refusedServiceOn: '2026-11-24',
            guardian: { fullName: 'Азбукина Алла' },
          },
        ],
      },
    })
    expect(codes(await a.act(teacherOf7, 'setElectronicService', { ...pair(), refusedOn: null }))).toEqual([])
    expect((await seen()).pupil.paperOnly).toBe(false)
  })

  test('a refusal of tomorrow, and a pair that is none, are refused', async () => {
    expect(
      codes(await a.act(teacherOf7, 'setElectronicService', { ...pair(), refusedOn: '2026-11-25' })),
    ).toEqual(['BAD_INPUT'])
    expect(
      codes(await a.act(coordinator, 'changeGuardianship', { ...pair(), pupilId: s.ids.boris })),
    ).toEqual(['NOT_FOUND'])
  })

  test('a parent is the legal representative unless it is said otherwise', async () => {
    const [mother, other] = [newUuid(), newUuid()]
    await add({ id: mother, guardianOf: [s.ids.boris], relation: 'MOTHER' })
    await add({ id: other, guardianOf: [s.ids.boris], relation: 'GRANDPARENT' })
    const { pupil } = await ask<{
      pupil: { guardianships: { relation: string; legalRepresentative: boolean }[] }
    }>(coordinator, 'query($id: ID!) { pupil(id: $id) { guardianships { relation legalRepresentative } } }', {
      id: s.ids.boris,
    })
    expect(new Map(pupil.guardianships.map((one) => [one.relation, one.legalRepresentative]))).toEqual(
      new Map([
        ['MOTHER', true],
        ['GRANDPARENT', false],
      ]),
    )
  })
})

describe('a consent', () => {
  test('is in force from its first day to the day before it was withdrawn', async () => {
    const id = newUuid()
    await a.act(teacherOf7, 'recordConsents', {
      schoolId: s.ids.school,
      consents: [
        {
          id,
          personId: s.ids.boris,
          purpose: 'EDUCATION',
          from: '2026-11-20',
          givenByName: 'Букварёв Бронислав',
        },
      ],
    })
    const missing = async () =>
      (
        await ask<{ school: { consentsMissing: { edges: { node: { id: string } }[] } } }>(
          teacherOf7,
          'query($c: ID) { school { consentsMissing(schoolClassId: $c) { edges { node { id } } } } }',
          { c: s.ids.class7 },
        )
      ).school.consentsMissing.edges.map((edge) => edge.node.id)
    t.setClock('2026-11-19T20:59:00Z')
    expect(await missing()).toContain(s.ids.boris)
    t.setClock('2026-11-19T21:00:00Z')
    expect(await missing()).not.toContain(s.ids.boris)
    t.setClock('2026-11-24T06:07:00Z')
    expect(codes(await a.act(teacherOf7, 'withdrawConsent', { consentId: id, on: '2026-11-24' }))).toEqual([
      'NOT_FOUND',
    ])
    expect(codes(await a.act(coordinator, 'withdrawConsent', { consentId: id, on: '2026-11-25' }))).toEqual([
      'BAD_INPUT',
    ])
    expect(codes(await a.act(coordinator, 'withdrawConsent', { consentId: id, on: '2026-11-19' }))).toEqual([
      'BAD_INPUT',
    ])
    expect(
      codes(
        await a.act(coordinator, 'withdrawConsent', { consentId: id, on: '2026-11-24', expectedVersion: 2 }),
      ),
    ).toEqual(['CONFLICT'])
    expect(
      codes(
        await a.act(coordinator, 'withdrawConsent', { consentId: id, on: '2026-11-24', expectedVersion: 1 }),
      ),
    ).toEqual([])
    expect(await missing()).toContain(s.ids.boris)
    t.setClock('2026-11-23T20:59:00Z')
    expect(await missing()).not.toContain(s.ids.boris)
    t.setClock('2026-11-24T06:07:00Z')
  })

  test('neither who gave it nor a ground, and both, are refused; a ground is the coordinator’s to record', async () => {
    const record = (viewer: Viewer, more: object) =>
      a.act(viewer, 'recordConsents', {
        schoolId: s.ids.school,
        consents: [{ id: newUuid(), personId: s.ids.anna, purpose: 'TRANSFER', from: '2026-09-01', ...more }],
      })
    expect(codes(await record(coordinator, {}))).toEqual(['BAD_INPUT'])
    expect(codes(await record(coordinator, { givenByName: 'А', ground: 'б' }))).toEqual(['BAD_INPUT'])
    expect(codes(await record(teacherOf7, { ground: 'договор' }))).toEqual(['BAD_INPUT'])
    expect(codes(await record(coordinator, { ground: 'договор' }))).toEqual([])
  })
})

describe('a personal file', () => {
  const change = (viewer: Viewer, more: object) =>
    a.act(
      viewer,
      'changePersonalFile',
      { pupilId: s.ids.anna, ...more },
      'personalFile { healthGroup address version }',
    )

  test('is kept by field; the address is that of the card; director and deputy do not see health', async () => {
    expect(await change(teacherOf7, { healthGroup: 'II', address: 'ул. Пробная, 3' })).toMatchObject({
      personalFile: { healthGroup: 'II', address: 'ул. Пробная, 3', version: 1 },
    })
    expect(codes(await change(teacherOf7, { healthGroup: 'VI' }))).toEqual(['BAD_INPUT'])
    expect(codes(await change(teacherOf7, { healthGroup: 'I', expectedVersion: 0 }))).toEqual(['CONFLICT'])
    const asked = 'query($id: ID!) { pupil(id: $id) { personalFile { healthGroup specialNeeds address } } }'
    expect(await ask(a.as('DIRECTOR'), asked, { id: s.ids.anna })).toEqual({
      pupil: { personalFile: { healthGroup: null, specialNeeds: null, address: 'ул. Пробная, 3' } },
    })
  })

  test('documents come and go; one that is not there, of tomorrow or without a name is refused', async () => {
    const id = newUuid()
    const documents = (input: object) =>
      a.act(
        teacherOf7,
        'changePersonalDocuments',
        { pupilId: s.ids.anna, add: [], removeIds: [], ...input },
        'personalFile { documents { title } }',
      )
    const paper = { id, kind: 'APPLICATION', title: 'Заявление', issuedOn: '2026-11-24' }
    expect(await documents({ add: [paper] })).toMatchObject({
      personalFile: { documents: [{ title: 'Заявление' }] },
    })
    expect(codes(await documents({ add: [paper] }))).toEqual(['ALREADY_EXISTS'])
    expect(codes(await documents({ add: [{ ...paper, id: newUuid(), issuedOn: '2026-11-25' }] }))).toEqual([
      'BAD_INPUT',
    ])
    expect(codes(await documents({ add: [{ ...paper, id: newUuid(), title: ' ' }] }))).toEqual(['BAD_INPUT'])
    expect(await documents({ removeIds: [id] })).toMatchObject({ personalFile: { documents: [] } })
    expect(codes(await documents({ removeIds: [id] }))).toEqual(['NOT_FOUND'])
  })
})
