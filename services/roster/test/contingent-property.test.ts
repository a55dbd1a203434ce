// Any sequence of orders and withdrawals leaves the memberships that its standing movements give, and no other.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addDays } from '@zhurnal/kit/time'
import { newUuid } from '@zhurnal/kit/testing'
import fc from 'fast-check'
import { actsOf } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
let classes: string[]
const first = '2026-09-01'
const days = Array.from({ length: 12 }, (_, i) => addDays(first, i * 7))

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
  const [b, v] = [newUuid(), newUuid()]
  await s.run('createClasses', {
    schoolId: s.ids.school,
    yearId: s.ids.year,
    classes: [
      { id: b, name: '7Б', grade: 7, letter: 'Б' },
      { id: v, name: '7В', grade: 7, letter: 'В' },
    ],
  })
  classes = [s.ids.class7, b, v]
})
afterAll(() => t.stop())

const kinds = ['ENROLLED', 'TRANSFERRED_CLASS', 'EXPELLED', 'LEFT_FOR_SCHOOL'] as const
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('record' as const),
      kind: fc.constantFrom(...kinds),
      day: fc.integer({ min: 1, max: days.length - 1 }),
      to: fc.integer({ min: 0, max: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('withdraw' as const), order: fc.nat(20) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
type Standing = { orderId: string | null; day: string; to: string | null }

/** Where the pupil is on each of the days, by the last movement up to it. */
const expectedOn = (moves: readonly Standing[], day: string): string | null =>
  moves.filter((move) => move.day <= day).toSorted((x, y) => (x.day < y.day ? 1 : -1))[0]?.to ?? null

async function run(steps: readonly Step[]) {
  const { pupil } = await a.added()
  const [own, wide] = [newUuid(), newUuid()]
  const group = (id: string, schoolClassIds: string[]) => ({
    id,
    name: id,
    schoolClassIds,
    pupilIds: [pupil],
    from: first,
  })
  await s.run('createGroups', {
    schoolId: s.ids.school,
    yearId: s.ids.year,
    groups: [group(own, classes.slice(0, 1)), group(wide, classes.slice(0, 2))],
  })
  let standing: Standing[] = [{ orderId: null, day: first, to: classes[0] ?? null }]
  const orders: string[] = []
  for (const one of steps) standing = await take(one, pupil, standing, orders)
  return { pupil, own, wide, standing }
}

/** Does the step as a school would; what the service refuses leaves all as it was. */
async function take(one: Step, pupil: string, standing: Standing[], orders: string[]): Promise<Standing[]> {
  const coordinator = a.as('COORDINATOR')
  if (one.act === 'withdraw') {
    const orderId = orders[one.order % Math.max(orders.length, 1)] ?? newUuid()
    const { errors } = await a.act(coordinator, 'withdrawOrder', { orderId, reason: 'проба' })
    return errors.length > 0 ? standing : standing.filter((move) => move.orderId !== orderId)
  }
  const id = newUuid()
  const day = days[one.day] ?? first
  const to = one.kind === 'ENROLLED' || one.kind === 'TRANSFERRED_CLASS' ? (classes[one.to] ?? null) : null
  const movement = {
    id: newUuid(),
    kind: one.kind,
    pupilId: pupil,
    effectiveOn: day,
    ...(to ? { toClassId: to } : {}),
  }
  const order = {
    schoolId: s.ids.school,
    id,
    number: id.slice(0, 8),
    date: '2026-11-20',
    movements: [movement],
  }
  const { errors } = await a.act(coordinator, 'recordOrder', order)
  if (errors.length > 0) return standing
  orders.push(id)
  return [...standing, { orderId: id, day, to }]
}

type Span = { class_id: string | null; group_id: string | null; from_day: string; until_day: string | null }
const holds = (span: Span, day: string) => span.from_day <= day && (span.until_day ?? '9999') >= day

/** In the group as long as, from its first day on, the pupil has been in its classes without a break. */
const inGroup = (standing: readonly Standing[], classIds: readonly string[], day: string): boolean =>
  days.filter((one) => one <= day).every((one) => classIds.includes(expectedOn(standing, one) ?? ''))

test('memberships equal what the standing movements give, after any sequence', async () => {
  let moved = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 9 }), async (steps) => {
      const { pupil, own, wide, standing } = await run(steps)
      moved += standing.length - 1
      const spans = await a.query<Span>(
        'select class_id, group_id, from_day, until_day from membership where pupil_id = $1 and not removed',
        [pupil],
      )
      const at = (day: string, id: 'class_id' | 'group_id') =>
        spans.filter((span) => span[id] !== null && holds(span, day)).map((span) => span[id])
      for (const day of days) {
        const expected = expectedOn(standing, day)
        expect([day, at(day, 'class_id')]).toEqual([day, expected ? [expected] : []])
        const groups = [
          ...(inGroup(standing, classes.slice(0, 1), day) ? [own] : []),
          ...(inGroup(standing, classes.slice(0, 2), day) ? [wide] : []),
        ]
        expect([day, at(day, 'group_id').toSorted()]).toEqual([day, groups.toSorted()])
      }
    }),
    { numRuns: 40 },
  )
  expect(moved).toBeGreaterThan(20)
}, 120_000)
