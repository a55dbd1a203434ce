// Rows of orders, movements, books, the new year, divisions and merging.
import { newUuid } from '@zhurnal/kit/testing'
import { entity, field, mutation, staff, type Named, type Row, type World } from './harness.js'

/** What the rows speak of; made once by `prepareContingent`. */
const made = { order: '', movement: '', division: newUuid(), divided: newUuid(), promotion: newUuid() }

const setsUp: readonly Named[] = ['COORDINATOR']
/** Who sees orders and the alphabet book. */
const seesOrders: readonly Named[] = ['COORDINATOR', 'JOURNAL_ADMIN', 'DIRECTOR', 'DEPUTY', 'CLERK']
const knowsAnna: readonly Named[] = [...staff, 'PUPIL.own', 'GUARDIAN.own']
/** The staff; the inspector is none of it. */
const ownStaff: readonly Named[] = staff.filter((role) => role !== 'INSPECTOR')
const divides: readonly Named[] = ['COORDINATOR', 'JOURNAL_ADMIN', 'CLASS_TEACHER.own']

const school = (name: string, ask: string, who: readonly Named[], path = `school.${name}`) =>
  field([`School.${name}`], `school(id: $school) { ${ask} }`, path, who)

const ofOrder = (ask: string) =>
  entity('Order', () => made.order, ask, seesOrders, [`Order.${ask.split(' ')[0] ?? ''}`])
/** A field that is empty of this order: that the order is there is told by its number. */
const emptyOfOrder = (name: string) =>
  entity('Order', () => made.order, `number ${name}`, seesOrders, [`Order.${name}`])
const ofMovement = (ask: string, who: readonly Named[] = knowsAnna) =>
  entity('Movement', () => made.movement, ask, who, [`Movement.${ask.split(' ')[0] ?? ''}`])
const ofDivision = (ask: string) =>
  entity('Division', () => made.division, ask, ownStaff, [`Division.${ask.split(' ')[0] ?? ''}`])

/** Anna's enrolment, a division of her class, and a promotion of years that have passed: it cannot be undone any more. */
export async function prepareContingent(w: World): Promise<void> {
  const schoolId = w.school
  const [row] = await w.a.query<{ id: string; order: string }>(
    'select id, order_id as "order" from movement where pupil_id = $1',
    [w.anna],
  )
  Object.assign(made, { movement: row?.id, order: row?.order })
  await w.s.run('divideClass', {
    id: made.division,
    name: 'Информатика',
    yearId: w.year,
    schoolClassIds: [w.class7],
    everybody: false,
    from: '2026-09-01',
    groups: [{ id: made.divided, name: 'Информатика 1', pupilIds: [] }],
  })
  const [from, to, was] = [newUuid(), newUuid(), newUuid()]
  const year = (id: string, first: number) =>
    w.s.run('setUpYear', {
      schoolId,
      id,
      name: `${first}/${(first + 1) % 100}`,
      startsOn: `${first}-09-01`,
      endsOn: `${first + 1}-05-31`,
      periods: [],
      calendar: [],
    })
  await year(from, 2024)
  await year(to, 2025)
  const graduates = [{ id: was, name: '11А', grade: 11, letter: 'А' }]
  await w.s.run('createClasses', { schoolId, yearId: from, classes: graduates })
  const pupil = { schoolClassId: was, from: '2024-09-01' }
  const people = [{ id: newUuid(), lastName: 'Выпускников', firstName: 'Виль', pupil }]
  await w.s.run('addPeople', { schoolId, people, ground: 'проверка' })
  const order = { orderNumber: 'п-1', orderDate: '2025-06-10', exceptions: [] }
  await w.s.run('promoteSchool', { id: made.promotion, fromYearId: from, toYearId: to, ...order })
}

const books: readonly Row[] = [
  field(['Query.order'], 'order(id: $order) { id }', 'order', seesOrders, () => ({ order: made.order })),
  school('orders', 'orders { edges { cursor } }', seesOrders),
  school('movements', 'movements(from: "2026-09-01", to: "2026-09-01") { id }', [...seesOrders, 'INSPECTOR']),
  school('alphabetBook', 'alphabetBook { totalCount }', seesOrders),
  school('headCount', 'headCount(on: "2026-09-20") { total }', staff),
  field(
    ['School.notYetMoved'],
    'school(id: $school) { notYetMoved(yearId: $year) { id } }',
    'school.notYetMoved',
    setsUp,
  ),
  school('promotions', 'promotions { id }', setsUp),
  school('divisions', 'divisions { id }', ownStaff),
  school('duplicates', 'duplicates { why }', setsUp),
  ...['number', 'date', 'enteredAt', 'enteredByName', 'version', 'movements { id }'].map(ofOrder),
  ...['note', 'withdrawnAt', 'withdrawnReason'].map(emptyOfOrder),
  ...['kind', 'orderNumber', 'orderDate', 'effectiveOn', 'to { id }', 'pupil { id }'].map((ask) =>
    ofMovement(ask),
  ),
  ofMovement('order { id }', seesOrders),
  ...['from { id }', 'note'].map((ask) =>
    entity('Movement', () => made.movement, `kind ${ask}`, knowsAnna, [
      `Movement.${ask.split(' ')[0] ?? ''}`,
    ]),
  ),
  entity('Pupil', (w) => w.anna, 'movements { id }', knowsAnna, ['Pupil.movements']),
  ...[
    'name',
    'state',
    'everybody',
    'version',
    'groups { name }',
    'schoolClasses { id }',
    'leftOut { id }',
  ].map(ofDivision),
  entity('Division', () => made.division, 'name proposedByName', ownStaff, ['Division.proposedByName']),
  entity('StudyGroup', (w) => w.group, 'kind', staff, ['StudyGroup.kind']),
  entity('StudyGroup', () => made.divided, 'division { id }', ownStaff, ['StudyGroup.division']),
]

const order = { number: 'т-1', date: '2026-09-01', movements: [], preview: true }
const division = { name: 'Проба', everybody: false, from: '2026-09-01', groups: [] }

const acts: readonly Row[] = [
  mutation('recordOrder', (w) => ({ schoolId: w.school, id: newUuid(), ...order }), setsUp),
  mutation('changeOrder', () => ({ orderId: made.order, date: '2027-12-31' }), setsUp),
  mutation('withdrawOrder', () => ({ orderId: made.order, reason: ' ' }), setsUp),
  mutation('openNextYear', (w) => ({ fromYearId: w.year, toYearId: w.year }), setsUp),
  mutation(
    'promoteSchool',
    (w) => ({
      id: newUuid(),
      fromYearId: w.year,
      toYearId: w.year,
      orderNumber: '1',
      orderDate: '2026-09-01',
      exceptions: [],
    }),
    setsUp,
  ),
  mutation('undoPromotion', () => ({ promotionId: made.promotion }), setsUp),
  mutation(
    'divideClass',
    (w) => ({ ...division, id: newUuid(), yearId: w.year, schoolClassIds: [w.class7] }),
    [...divides, 'TEACHER'],
  ),
  mutation('decideDivision', () => ({ divisionId: made.division, accepted: true }), divides),
  mutation('mergePeople', (w) => ({ keptId: w.boris, mergedId: w.boris, reason: 'проба' }), setsUp),
]

export const contingentRows: readonly Row[] = [...books, ...acts]
