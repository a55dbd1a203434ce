// Every act of a stolen login in roster goes as if it had never been, and comes again (4.4); what others changed since stays.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '../events.js'
import { actsOf, codes, type Payload } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { viewerOf } from './testing.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
const today = '2026-11-24T06:07:00Z'
const theDayBefore = '2026-11-23T09:00:00Z'
const nextYear = newUuid()
/** Made before the theft. */
const there = { group: newUuid(), spare: newUuid(), consent: newUuid(), paper: newUuid(), empty: newUuid() }

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
  const schoolId = s.ids.school
  const year = { schoolId, periods: [], calendar: [] }
  const days = { startsOn: '2027-09-01', endsOn: '2028-05-31' }
  await s.run('setUpYear', { ...year, ...days, id: nextYear, name: '2027/28' })
  const classes = [{ id: there.empty, name: '3Я', grade: 3, letter: 'Я' }]
  await s.run('createClasses', { schoolId, yearId: s.ids.year, classes })
  const group = (id: string, name: string, pupilIds: string[]) => ({
    ...{ id, name, pupilIds, schoolClassIds: [s.ids.class7], from: '2026-09-01' },
  })
  await s.run('createGroups', {
    schoolId,
    yearId: s.ids.year,
    groups: [group(there.group, 'Хор', [s.ids.anna]), group(there.spare, 'Шахматы', [s.ids.boris])],
  })
  const consent = {
    personId: s.ids.boris,
    purpose: 'EDUCATION',
    from: '2026-09-01',
    givenByName: 'Букварёва Б.',
  }
  await s.run('recordConsents', { schoolId, consents: [{ id: there.consent, ...consent }] })
  await s.run('changeContacts', {
    personId: s.ids.guardian,
    phone: '+7 900 000-00-01',
    email: 'alla@shkola.example',
  })
  const paper = {
    id: there.paper,
    kind: 'PASSPORT',
    title: 'Паспорт',
    number: '00 00',
    issuedOn: '2026-01-02',
  }
  await s.run('changePersonalDocuments', {
    pupilId: s.ids.vera,
    add: [{ ...paper, issuedBy: 'ОВД' }],
    removeIds: [],
  })
  await s.run('changePersonalFile', { pupilId: s.ids.vera, healthGroup: 'II', previousSchool: 'школа 1' })
})
afterAll(() => t.stop())

/** Whose login is stolen; each test has another one. */
async function stolenLogin() {
  const id = newUuid()
  const username = `kradenyj${id.slice(0, 8)}`
  const person = { id, lastName: 'Кражин', firstName: 'Кузьма', staff: { position: 'методист' } }
  await s.run('addPeople', { schoolId: s.ids.school, people: [person] })
  const account = { personId: id, username, password: 'parol-parol', mustChangePassword: false }
  await s.run('openAccounts', { schoolId: s.ids.school, accounts: [account] })
  const [row] = await a.query<{ account: string }>(
    'select account_id as account from account_person where person_id = $1',
    [id],
  )
  const roles = { schoolId: s.ids.school, personId: id, account: row?.account ?? '', name: 'Кражин Кузьма' }
  return viewerOf({ ...roles, roles: ['COORDINATOR', 'DIRECTOR'] })
}

type Act = { entryId: string; what: string; state: string; note: string | null }
const select = 'report { id rosterActs { entryId what state note } }'
const reportIn = (payload: Payload) => payload.report as { id: string; rosterActs: Act[] }
const notice = async (thief: Viewer) =>
  reportIn(
    await a.act(
      a.as('COORDINATOR'),
      'reportCompromise',
      { accountId: thief.account, suspectedSince: '2026-11-23T08:00:00Z' },
      select,
    ),
  )
const decide = async (report: { id: string; rosterActs: Act[] }, verdict: string) => {
  const entryIds = report.rosterActs.map((act) => act.entryId)
  const input = { reportId: report.id, entryIds, verdict }
  return a.act(a.as('COORDINATOR'), 'decideRosterActs', input, select)
}

/** All that roster holds of people, classes and groups, as it can be seen: what is taken out is not there. */
async function world(): Promise<unknown> {
  const tables = [
    `select id, last_name, first_name, patronymic, birth_date, position, is_pupil, snils_hmac from person where not removed`,
    `select person_id, phone, email, address from contacts c join person p on p.id = person_id and not removed where coalesce(phone, email, address) is not null`,
    `select c.id, person_id, purpose, given_by_name, ground, document, from_day, until_day, withdrawn_on from consent c
      join person p on p.id = person_id and not removed`,
    `select guardian_id, pupil_id, relation, legal_representative, refused_service_on, refused_document from guardianship g
      join person p on p.id = guardian_id and not p.removed join person c on c.id = pupil_id and not c.removed`,
    `select pupil_id, health_group, physical_education_group, special_needs, previous_school from personal_file
      where coalesce(health_group, physical_education_group, special_needs, previous_school) is not null`,
    `select id, pupil_id, kind, title, number, issued_on, issued_by from personal_document`,
    `select id, name, grade, letter from school_class where not removed`,
    `select id, name from study_group where not removed`,
    `select pupil_id, class_id, group_id, from_day, until_day from membership m left join study_group g on g.id = group_id
      where not m.removed and not coalesce(g.removed, false)`,
    `select day, kind, title, as_weekday from calendar_day`,
    `select id from division where state <> 'REFUSED'`,
    `select pupil_id, kind, effective_on from movement where state = 'STANDING'`,
    `select id from auth.api_token where revoked_at is null`,
  ]
  return Promise.all(
    tables.map(async (text) =>
      (await a.query<{ row: string }>(`select to_json(x)::text as row from (${text}) x order by 1`)).map(
        ({ row }) => row,
      ),
    ),
  )
}

const school = () => ({ schoolId: s.ids.school })
const person = (more: object) => ({
  ...school(),
  people: [{ id: newUuid(), lastName: 'Краденов', firstName: 'Клим', ...more }],
})
const pair = () => ({ guardianId: s.ids.guardian, pupilId: s.ids.anna })
const group = (more: object) => ({
  id: newUuid(),
  name: 'Лыжи',
  schoolClassIds: [s.ids.class7],
  pupilIds: [s.ids.anna, s.ids.boris],
  ...more,
})

const acts: readonly (readonly [what: string, name: string, input: () => object])[] = [
  [
    'days of the calendar changed',
    'changeCalendar',
    () => ({
      yearId: s.ids.year,
      days: [
        { date: '2026-12-14', kind: 'DAY_OFF', title: 'Мороз' },
        { date: '2026-12-19', kind: 'MOVED', asWeekday: 1 },
      ],
      reason: 'ничей приказ',
    }),
  ],
  ['an adult added', 'addPeople', () => person({ staff: { position: 'никто' } })],
  [
    'a pupil enrolled',
    'addPeople',
    () => person({ pupil: { schoolClassId: s.ids.class7, from: '2026-11-20' } }),
  ],
  ['a guardian added', 'addPeople', () => person({ guardianOf: [s.ids.anna, s.ids.vera] })],
  [
    'a card changed',
    'changePeople',
    () => ({
      ...school(),
      people: [{ id: s.ids.gleb, lastName: 'Иной', birthDate: null, snils: '112-233-445 95' }],
    }),
  ],
  [
    'a position changed',
    'changePeople',
    () => ({ ...school(), people: [{ id: s.ids.teacher, patronymic: null, position: 'сторож' }] }),
  ],
  [
    'contacts changed',
    'changeContacts',
    () => ({ personId: s.ids.guardian, phone: '+7 900 666-66-66', email: null }),
  ],
  ['first contacts', 'changeContacts', () => ({ personId: s.ids.anna, address: 'ул. Чужая, 6' })],
  [
    'a consent recorded',
    'recordConsents',
    () => ({
      ...school(),
      consents: [
        {
          id: newUuid(),
          personId: s.ids.gleb,
          purpose: 'PUBLICATION',
          from: '2026-10-01',
          givenByName: 'Вор',
        },
      ],
    }),
  ],
  ['a consent withdrawn', 'withdrawConsent', () => ({ consentId: there.consent, on: '2026-11-22' })],
  ['a guardian taken away', 'changeGuardians', () => ({ ...school(), add: [], remove: [pair()] })],
  [
    'a guardian tied',
    'changeGuardians',
    () => ({
      ...school(),
      add: [{ guardianId: s.ids.teacher, pupilId: s.ids.gleb, relation: 'FATHER' }],
      remove: [],
    }),
  ],
  [
    'who a guardian is',
    'changeGuardianship',
    () => ({ ...pair(), relation: 'OTHER', legalRepresentative: true }),
  ],
  [
    'the service refused',
    'setElectronicService',
    () => ({ ...pair(), refusedOn: '2026-11-20', document: 'вх. 6' }),
  ],
  [
    'a personal file',
    'changePersonalFile',
    () => ({ pupilId: s.ids.vera, healthGroup: 'V', previousSchool: null }),
  ],
  [
    'a paper added',
    'changePersonalDocuments',
    () => ({ pupilId: s.ids.vera, add: [{ id: newUuid(), kind: 'OTHER', title: 'Бумага' }], removeIds: [] }),
  ],
  [
    'a paper taken out',
    'changePersonalDocuments',
    () => ({ pupilId: s.ids.vera, add: [], removeIds: [there.paper] }),
  ],
  [
    'a class created',
    'createClasses',
    () => ({
      ...school(),
      yearId: s.ids.year,
      classes: [{ id: newUuid(), name: '6Э', grade: 6, letter: 'Э' }],
    }),
  ],
  [
    'a class renamed',
    'changeClasses',
    () => ({ ...school(), classes: [{ id: s.ids.class8, name: '8Ъ', letter: 'Ъ' }] }),
  ],
  ['a class taken out', 'removeClasses', () => ({ ...school(), classIds: [there.empty] })],
  ['next year’s classes', 'openNextYear', () => ({ fromYearId: s.ids.year, toYearId: nextYear })],
  [
    'a group created',
    'createGroups',
    () => ({ ...school(), yearId: s.ids.year, groups: [group({ from: '2026-11-20' })] }),
  ],
  [
    'a group changed',
    'changeGroups',
    () => ({
      ...school(),
      groups: [{ id: there.group, name: 'Хор 2', pupilIds: [s.ids.boris], from: '2026-11-20' }],
    }),
  ],
  ['a group taken out', 'removeGroups', () => ({ ...school(), groupIds: [there.spare] })],
  [
    'a class divided',
    'divideClass',
    () => {
      const groups = [s.ids.anna, s.ids.boris].map((one, i) => ({
        id: newUuid(),
        name: `Часть ${i + 1}`,
        pupilIds: [one],
      }))
      return {
        id: newUuid(),
        name: 'Деление',
        yearId: s.ids.year,
        schoolClassIds: [s.ids.class7],
        everybody: true,
        from: '2026-11-20',
        groups,
      }
    },
  ],
]

describe('made void it is as if it had never been, taken back it is there again', () => {
  test.each(acts)('%s', async (_, name, input) => {
    const thief = await stolenLogin()
    t.setClock(theDayBefore)
    const before = await world()
    const payload = await a.act(thief, name, input())
    t.setClock(today)
    expect(payload.errors).toEqual([])
    const after = await world()
    expect(after).not.toEqual(before)
    const report = await notice(thief)
    expect((await decide(report, 'VOID')).errors).toEqual([])
    expect(await world()).toEqual(before)
    // An order is the one thing that has to be entered anew.
    const again = report.rosterActs.filter(({ what }) => !what.startsWith('Введён приказ'))
    const [restorable] = [{ ...report, rosterActs: again }]
    expect((await decide(restorable, 'RESTORE')).errors).toEqual([])
    const own = (rows: unknown) => JSON.stringify(rows)
    expect(own(await world()) === own(after)).toBe(again.length === report.rosterActs.length)
    expect((await decide(restorable, 'VOID')).errors).toEqual([])
    expect(await world()).toEqual(before)
  })
})

describe('what others have changed since', () => {
  const stolen = async (name: string, input: object) => {
    const thief = await stolenLogin()
    t.setClock(theDayBefore)
    expect((await a.act(thief, name, input)).errors).toEqual([])
    t.setClock(today)
    return thief
  }

  test('stays, field by field, and is named', async () => {
    const thief = await stolen('changeContacts', {
      personId: s.ids.guardian,
      phone: '+7 900 666-66-66',
      email: 'vor@kto.example',
    })
    await s.run('changeContacts', { personId: s.ids.guardian, phone: '+7 900 000-00-02' })
    const decided = await decide(await notice(thief), 'VOID')
    expect([decided.errors, reportIn(decided).rosterActs[0]?.note]).toEqual([
      [],
      'С тех пор изменено и осталось как есть: телефон.',
    ])
    const [row] = await a.query('select phone, email from contacts where person_id = $1', [s.ids.guardian])
    expect(row).toEqual({ phone: '+79000000002', email: 'alla@shkola.example' })
  })

  test('holds an added person until it is taken away', async () => {
    const input = person({ staff: { position: 'никто' } })
    const [added] = input.people
    const thief = await stolen('addPeople', input)
    const grant = newUuid()
    await s.run('grantRoles', { ...school(), grants: [{ id: grant, personId: added?.id, role: 'TEACHER' }] })
    const report = await notice(thief)
    const refused = await decide(report, 'VOID')
    expect(refused.errors).toMatchObject([
      { code: 'CANNOT_VOID', message: expect.stringContaining('роли: учитель. Сначала уберите это') },
    ])
    await s.run('withdrawRoles', { ...school(), grantIds: [grant] })
    expect(codes(await decide(report, 'VOID'))).toEqual([])
  })

  test('keeps a group that somebody was put into, and a guardian whose tie was made more precise', async () => {
    const one = group({ from: '2026-11-20', pupilIds: [s.ids.anna] })
    const thief = await stolen('createGroups', { ...school(), yearId: s.ids.year, groups: [one] })
    await s.run('changeGroups', {
      ...school(),
      groups: [{ id: one.id, pupilIds: [s.ids.anna, s.ids.boris], from: '2026-11-24' }],
    })
    expect((await decide(await notice(thief), 'VOID')).errors).toMatchObject([
      { code: 'CANNOT_VOID', message: expect.stringContaining('с тех пор записаны: Букварёв Борис') },
    ])
    const tie = { guardianId: s.ids.teacher, pupilId: s.ids.vera }
    const second = await stolen('changeGuardians', { ...school(), add: [tie], remove: [] })
    await s.run('changeGuardianship', { ...tie, relation: 'GRANDPARENT' })
    expect(codes(await decide(await notice(second), 'VOID'))).toEqual(['CANNOT_VOID'])
  })
})

describe('keys and passwords', () => {
  test('a key that was revoked opens again; one of a login that is stopped does not, and it is said why', async () => {
    const inspector = await stolenLogin()
    const token = async (owner: Viewer) => {
      const input = { name: 'Выгрузка', schoolIds: [s.ids.school], expiresAt: '2027-01-01T00:00:00Z' }
      const made = await a.act(owner, 'createApiToken', input, 'secret token { id }')
      return { secret: String(made.secret), id: (made.token as { id: string }).id }
    }
    const open = async (secret: string) => (await t.internal('/internal/passport', { token: secret })).status
    const key = await token(inspector)
    const thief = await stolenLogin()
    t.setClock(theDayBefore)
    expect(codes(await a.act(thief, 'revokeApiToken', { tokenId: key.id }))).toEqual([])
    t.setClock(today)
    expect(await open(key.secret)).toBe(401)
    const report = await notice(thief)
    expect((await decide(report, 'VOID')).errors).toEqual([])
    expect(await open(key.secret)).toBe(200)
    expect((await decide(report, 'RESTORE')).errors).toEqual([])
    expect(await open(key.secret)).toBe(401)
    const stop = { state: 'STOPPED', reason: 'уволен', personId: inspector.schools[0]?.person }
    expect(codes(await a.act(a.as('COORDINATOR'), 'setAccountState', stop))).toEqual([])
    expect((await decide(report, 'VOID')).errors).toMatchObject([
      { code: 'CANNOT_VOID', message: expect.stringContaining('остановленному входу') },
    ])
  })
})

test('written after the notice, what can be undone is void at once; what cannot says why beside it', async () => {
  const thief = await stolenLogin()
  const report = await notice(thief)
  t.setClock('2026-11-24T06:07:01Z')
  const before = await world()
  expect(
    codes(await a.act(thief, 'changeContacts', { personId: s.ids.anna, phone: '+7 900 666-66-66' })),
  ).toEqual([])
  const added = person({ staff: { position: 'никто' } })
  expect(codes(await a.act(thief, 'addPeople', added))).toEqual([])
  await s.run('grantRoles', {
    ...school(),
    grants: [{ id: newUuid(), personId: added.people[0]?.id, role: 'CLERK' }],
  })
  expect(codes(await a.act(a.as('COORDINATOR'), 'closeCompromise', { reportId: report.id }))).toEqual([
    'UNDECIDED',
  ])
  const act = { reportId: report.id, entryIds: [] as string[], verdict: 'CONFIRM' }
  expect(codes(await a.act(a.as('COORDINATOR'), 'decideRosterActs', act))).toEqual(['BAD_INPUT'])
  expect(await world()).not.toEqual(before)
  t.setClock(today)
})
