// Roles by order (A2.1): the same one never twice on one day, both days of a span counted, never the last coordinator.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { signIn } from './signed-in.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
const coordinators = { first: newUuid(), second: newUuid() }
const order = { orderNumber: '12-К', orderDate: '2026-11-20' }

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
  const schoolId = s.ids.school
  const staff = { position: 'методист' }
  await s.run('addPeople', {
    schoolId,
    people: [
      { id: coordinators.first, lastName: 'Первых', firstName: 'Пётр', staff },
      { id: coordinators.second, lastName: 'Вторых', firstName: 'Влада', staff },
    ],
  })
  await s.run('openAccounts', {
    schoolId,
    accounts: Object.values(coordinators).map((personId, i) => ({
      personId,
      username: `koordinator${i}`,
      password: 'parol-parol',
      mustChangePassword: false,
    })),
  })
})
afterAll(() => t.stop())

const appoint = (more: object) =>
  a.act(a.as('DIRECTOR', 'COORDINATOR'), 'appoint', {
    schoolId: s.ids.school,
    id: newUuid(),
    personId: s.ids.teacher,
    ...order,
    ...more,
  })
const end = (appointmentId: string, until: string) =>
  a.act(a.as('DIRECTOR', 'COORDINATOR'), 'endAppointment', { appointmentId, until, ...order })

test('the same role is refused on any day that an order already has, and taken on the day before and after', async () => {
  const span = { role: 'DEPUTY', from: '2026-12-01', until: '2026-12-10' }
  expect(codes(await appoint(span))).toEqual([])
  const traces = await a.traces()
  for (const twice of [
    { from: '2026-12-10', until: '2026-12-20' },
    { from: '2026-11-20', until: '2026-12-01' },
    { from: '2026-12-03', until: '2026-12-04' },
    { from: '2026-11-20' },
  ])
    expect(codes(await appoint({ role: 'DEPUTY', ...twice }))).toEqual(['ALREADY_EXISTS'])
  expect(await a.traces()).toEqual(traces)
  expect(codes(await appoint({ role: 'DEPUTY', from: '2026-12-11', until: '2026-12-20' }))).toEqual([])
  expect(codes(await appoint({ role: 'DEPUTY', from: '2026-11-29', until: '2026-11-30' }))).toEqual([])
  // Another role, and another person, on the same days.
  expect(codes(await appoint({ ...span, role: 'CLERK' }))).toEqual([])
  expect(codes(await appoint({ ...span, personId: coordinators.first }))).toEqual([])
})

test('a known id is refused whatever it is of', async () => {
  const id = newUuid()
  expect(codes(await appoint({ id, role: 'TEACHER', from: '2026-12-01' }))).toEqual([])
  expect(codes(await appoint({ id, role: 'SPECIALIST', from: '2026-12-01' }))).toEqual(['ALREADY_EXISTS'])
})

test('an order is of today at the latest, by the school’s midnight, of an end as of an appointment', async () => {
  const id = newUuid()
  const of = { role: 'CLERK', personId: coordinators.second, from: '2027-03-01' }
  const dated = (orderDate: string, more = {}) => appoint({ ...of, ...more, orderDate })
  const ended = (orderDate: string) =>
    a.act(a.as('DIRECTOR', 'COORDINATOR'), 'endAppointment', {
      appointmentId: id,
      until: '2027-03-31',
      ...order,
      orderDate,
    })
  // In Moscow it is the 25th from 21:00 of UTC on; on the server, and in half of the world, not yet.
  t.setClock('2026-11-24T20:59:59Z')
  expect((await dated('2026-11-25')).errors).toMatchObject([{ code: 'BAD_INPUT', field: ['orderDate'] }])
  expect(codes(await dated('2026-11-24', { id }))).toEqual([])
  expect(codes(await ended('2026-11-25'))).toEqual(['BAD_INPUT'])
  t.setClock('2026-11-24T21:00:00Z')
  expect(codes(await ended('2026-11-26'))).toEqual(['BAD_INPUT'])
  expect(codes(await ended('2026-11-25'))).toEqual([])
  expect(codes(await dated('2026-11-25', { from: '2027-05-01' }))).toEqual([])
  t.setClock('2026-11-24T06:07:00Z')
})

test('the class of a class teacher counts: two classes by two orders, one class once', async () => {
  const role = { role: 'CLASS_TEACHER', from: '2026-12-01' }
  expect(codes(await appoint({ ...role, schoolClassId: s.ids.class7 }))).toEqual([])
  expect(codes(await appoint({ ...role, schoolClassId: s.ids.class8 }))).toEqual([])
  expect(codes(await appoint({ ...role, schoolClassId: s.ids.class7 }))).toEqual(['ALREADY_EXISTS'])
})

test('a role stands on its first and its last day, not on the day before or after', async () => {
  const id = newUuid()
  const span = { from: '2026-11-25', until: '2026-11-26' }
  expect(codes(await appoint({ id, role: 'SPECIALIST', personId: coordinators.second, ...span }))).toEqual([])
  const session = await signIn(t, 'koordinator1', 'parol-parol')
  const holds = async (at: string) => {
    t.setClock(at)
    const claims = await session.claims()
    t.setClock('2026-11-24T06:07:00Z')
    return claims?.schools.flatMap((school) => school.roles).includes('SPECIALIST') ?? false
  }
  // Midnight is the school's: in Moscow it is 21:00 of UTC.
  expect(await holds('2026-11-24T20:59:59Z')).toBe(false)
  expect(await holds('2026-11-24T21:00:00Z')).toBe(true)
  expect(await holds('2026-11-26T20:59:59Z')).toBe(true)
  expect(await holds('2026-11-26T21:00:00Z')).toBe(false)
})

describe('the last coordinator', () => {
  test('stays until another one is appointed for the day after', async () => {
    const [first, second] = [newUuid(), newUuid()]
    const coordinator = { role: 'COORDINATOR', from: '2026-11-24' }
    expect(codes(await appoint({ ...coordinator, id: first, personId: coordinators.first }))).toEqual([])
    const traces = await a.traces()
    expect(codes(await end(first, '2026-12-31'))).toEqual(['LAST_COORDINATOR'])
    expect(await a.traces()).toEqual(traces)
    // One who begins a day too late leaves a day without.
    const late = { ...coordinator, id: second, personId: coordinators.second, from: '2027-01-02' }
    expect(codes(await appoint(late))).toEqual([])
    expect(codes(await end(first, '2026-12-31'))).toEqual(['LAST_COORDINATOR'])
    expect(codes(await end(first, '2027-01-01'))).toEqual([])
    expect(codes(await end(second, '2027-02-01'))).toEqual(['LAST_COORDINATOR'])
  })
})

test('the order that ended a role stands beside the one that gave it', async () => {
  const appointmentId = newUuid()
  const given = { personId: s.ids.teacher, role: 'JOURNAL_ADMIN', from: '2026-11-24' }
  expect(
    codes(
      await a.act(a.as('DIRECTOR'), 'appoint', {
        schoolId: s.ids.school,
        id: appointmentId,
        ...given,
        ...order,
      }),
    ),
  ).toEqual([])
  const shown = async () => {
    const answer = await t.as<{ school: { appointments: { id: string }[] } }>(
      a.as('DIRECTOR'),
      `{ school(id: "${s.ids.school}") { appointments(role: JOURNAL_ADMIN) { id orderNumber orderDate endOrderNumber endOrderDate } } }`,
    )
    return answer.data?.school.appointments.find(({ id }) => id === appointmentId)
  }
  const standing = { id: appointmentId, ...order, endOrderNumber: null, endOrderDate: null }
  expect(await shown()).toEqual(standing)
  const ended = { appointmentId, until: '2026-11-30', orderNumber: '15-К', orderDate: '2026-11-23' }
  expect(codes(await a.act(a.as('DIRECTOR'), 'endAppointment', ended))).toEqual([])
  expect(await shown()).toEqual({ ...standing, endOrderNumber: '15-К', endOrderDate: '2026-11-23' })
})
