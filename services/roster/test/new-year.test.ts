// August: classes of the next year, all pupils moved by one order, and taken back until the year starts (A1.15, A1.18).
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
let class9: string, class11: string, gerta: string, dina: string, nextYear: string

const started: TestRoster[] = []
beforeEach(async () => {
  t = await startTestRoster()
  started.push(t)
  s = await smallSchool(t)
  a = actsOf(t, s)
  ;[class9, class11, gerta, dina, nextYear] = [newUuid(), newUuid(), newUuid(), newUuid(), newUuid()]
  const { school: schoolId, year: yearId } = s.ids
  await s.run('createClasses', {
    schoolId,
    yearId,
    classes: [
      { id: class9, name: '9А', grade: 9, letter: 'А' },
      { id: class11, name: '11А', grade: 11, letter: 'А' },
      { id: newUuid(), name: '1Б', grade: 1, letter: 'Б' },
    ],
  })
  const pupil = (id: string, lastName: string, schoolClassId: string) => ({
    id,
    lastName,
    firstName: 'Дарья',
    pupil: { schoolClassId, from: '2026-09-01' },
  })
  await s.run('addPeople', {
    schoolId,
    people: [pupil(gerta, 'Дневникова', class9), pupil(dina, 'Журналова', class11)],
  })
  const days = { startsOn: '2027-09-01', endsOn: '2028-05-31' }
  await s.run('setUpYear', { schoolId, id: nextYear, name: '2027/28', ...days, periods: [], calendar: [] })
  t.setClock('2027-06-10T09:00:00Z')
})
afterEach(() => started.pop()?.stop())

const years = () => ({ fromYearId: s.ids.year, toYearId: nextYear })
const open = (more: object = {}) =>
  a.act(
    a.as('COORDINATOR'),
    'openNextYear',
    { ...years(), ...more },
    'planned { name grade letter exists fromClass { name } } classes { name }',
  )
const planFields =
  'plan { pupil { lastName } kind from { name } to { name } problem } promotion { id pupils canUndo undoneAt order { number movements { kind } } }'
const promotion = (exceptions: object[] = [], more: object = {}) => ({
  id: newUuid(),
  ...years(),
  orderNumber: '55-у',
  orderDate: '2027-06-10',
  exceptions,
  ...more,
})
const promote = (input: object) => a.act(a.as('COORDINATOR'), 'promoteSchool', input, planFields)
const graduate = () => ({ pupilId: gerta, kind: 'GRADUATED' })

describe('openNextYear', () => {
  test('a preview plans each class a grade higher and first grades anew, and writes nothing', async () => {
    const before = await a.traces()
    const payload = await open({ preview: true, firstGradeLetters: ['А', 'Б'] })
    expect(payload.planned).toEqual([
      { name: '1А', grade: 1, letter: 'А', exists: false, fromClass: null },
      { name: '1Б', grade: 1, letter: 'Б', exists: false, fromClass: null },
      { name: '2Б', grade: 2, letter: 'Б', exists: false, fromClass: { name: '1Б' } },
      { name: '8А', grade: 8, letter: 'А', exists: false, fromClass: { name: '7А' } },
      { name: '9А', grade: 9, letter: 'А', exists: false, fromClass: { name: '8А' } },
    ])
    expect(await a.traces()).toEqual(before)
  })

  test('creates what is missing and tells it; a second time nothing is missing', async () => {
    expect((await open()).classes).toEqual(['1Б', '2Б', '8А', '9А'].map((name) => ({ name })))
    expect(await a.lastEntry()).toMatchObject({
      act: 'openNextYear',
      to: { name: '9А', after: s.ids.class8 },
    })
    const before = await a.traces()
    const again = await open()
    expect(again.errors).toEqual([])
    expect((again.planned as { exists: boolean }[]).every((one) => one.exists)).toBe(true)
    expect(await a.traces()).toEqual(before)
  })

  test('letters twice, a year that is not the next, another school’s year are refused', async () => {
    expect(codes(await open({ firstGradeLetters: ['А', 'А'] }))).toEqual(['BAD_INPUT'])
    expect(codes(await open({ toYearId: s.ids.year }))).toEqual(['BAD_INPUT'])
    expect(codes(await open({ fromYearId: nextYear, toYearId: s.ids.year }))).toEqual(['BAD_INPUT'])
    expect(codes(await open({ fromYearId: newUuid() }))).toEqual(['NOT_FOUND'])
    const deputy = await a.act(a.as('DEPUTY'), 'openNextYear', years())
    expect(codes(deputy)).toEqual(['NOT_FOUND'])
  })
})

describe('promoteSchool', () => {
  beforeEach(() => open())

  test('a preview shows who goes where and whom only an exception can move; nothing is written', async () => {
    const before = await a.traces()
    const payload = await promote(promotion([], { preview: true }))
    expect(payload).toMatchObject({ errors: [], promotion: null })
    expect(payload.plan).toEqual([
      {
        pupil: { lastName: 'Азбукина' },
        kind: 'PROMOTED',
        from: { name: '7А' },
        to: { name: '8А' },
        problem: null,
      },
      {
        pupil: { lastName: 'Букварёв' },
        kind: 'PROMOTED',
        from: { name: '7А' },
        to: { name: '8А' },
        problem: null,
      },
      {
        pupil: { lastName: 'Ведёркина' },
        kind: 'PROMOTED',
        from: { name: '8А' },
        to: { name: '9А' },
        problem: null,
      },
      {
        pupil: { lastName: 'Глаголев' },
        kind: 'PROMOTED',
        from: { name: '8А' },
        to: { name: '9А' },
        problem: null,
      },
      {
        pupil: { lastName: 'Дневникова' },
        kind: 'PROMOTED',
        from: { name: '9А' },
        to: null,
        problem: 'Для 9А нет 10 класса: укажите, кто закончил, а кто переводится и в какой класс.',
      },
      { pupil: { lastName: 'Журналова' }, kind: 'GRADUATED', from: { name: '11А' }, to: null, problem: null },
    ])
    expect(await a.traces()).toEqual(before)
    expect((await promote(promotion())).errors).toMatchObject([
      { code: 'BAD_INPUT', message: expect.stringContaining('Это касается: Дневникова Дарья.') },
    ])
    expect(await a.traces()).toEqual(before)
  })

  test('one order moves all, with exceptions; the last day of the summer is the old class’s', async () => {
    const repeats = { pupilId: s.ids.gleb, kind: 'REPEATS' }
    const left = { pupilId: s.ids.boris, kind: 'LEFT_FOR_SCHOOL', note: 'переезд' }
    const payload = await promote(promotion([graduate(), repeats, left]))
    expect(payload.errors).toEqual([])
    expect(payload.promotion).toMatchObject({
      pupils: 6,
      canUndo: true,
      undoneAt: null,
      order: { number: '55-у' },
    })
    const places = async (on: string) => {
      const rows = await a.query<{ last_name: string; name: string; grade: number }>(
        `select p.last_name, c.name from membership m join person p on p.id = m.pupil_id join school_class c on c.id = m.class_id
          where not m.removed and m.from_day <= $1 and (m.until_day is null or m.until_day >= $1) order by 1`,
        [on],
      )
      return rows.map((row) => `${row.last_name} ${row.name}`)
    }
    expect(await places('2027-08-31')).toHaveLength(6)
    expect(await places('2027-09-01')).toEqual(['Азбукина 8А', 'Ведёркина 9А', 'Глаголев 8А'])
    const none = await t.as<Record<string, never>>(
      a.as('COORDINATOR'),
      `{ school(id: "${s.ids.school}") { notYetMoved(yearId: "${nextYear}") { id } promotions { pupils } } }`,
    )
    expect(none.data).toEqual({ school: { notYetMoved: [], promotions: [{ pupils: 6 }] } })
    expect((await promote(promotion([], { orderNumber: '56-у' }))).errors).toMatchObject([
      { code: 'BAD_INPUT', message: 'Переводить некого: все уже переведены или выбыли.' },
    ])
  })

  test.each<[string, () => object, string, string[]]>([
    [
      'a pupil who is not of the year',
      () => promotion([{ pupilId: newUuid(), kind: 'REPEATS' }]),
      'NOT_FOUND',
      ['exceptions', '0', 'pupilId'],
    ],
    [
      'a pupil named twice',
      () => promotion([graduate(), graduate()]),
      'BAD_INPUT',
      ['exceptions', '0', 'pupilId'],
    ],
    [
      'another kind of movement',
      () => promotion([{ pupilId: gerta, kind: 'TRANSFERRED_CLASS' }]),
      'BAD_INPUT',
      ['exceptions', '0', 'kind'],
    ],
    [
      'a class of the old year',
      () => promotion([{ pupilId: gerta, kind: 'PROMOTED', toClassId: s.ids.class8 }]),
      'BAD_INPUT',
      ['exceptions'],
    ],
    [
      'graduating from the seventh',
      () => promotion([graduate(), { pupilId: s.ids.anna, kind: 'GRADUATED' }]),
      'BAD_INPUT',
      ['exceptions'],
    ],
    ['a day to come', () => promotion([graduate()], { orderDate: '2027-06-11' }), 'BAD_INPUT', ['orderDate']],
    ['no number', () => promotion([graduate()], { orderNumber: '' }), 'BAD_INPUT', ['orderNumber']],
  ])('%s is refused, nothing is written', async (_, input, code, field) => {
    const before = await a.traces()
    expect((await promote(input())).errors).toMatchObject([{ code, field }])
    expect(await a.traces()).toEqual(before)
  })
})

describe('undoPromotion', () => {
  const undo = (promotionId: string) =>
    a.act(
      a.as('COORDINATOR'),
      'undoPromotion',
      { promotionId },
      'promotion { canUndo undoneAt order { withdrawnReason } }',
    )
  const memberships = () =>
    a.query('select id, pupil_id, class_id, until_day from membership where not removed order by id')

  test('until the last day before the year all is as it was; from its first day on it is refused', async () => {
    await open()
    const before = await memberships()
    const first = promotion([graduate()])
    await promote(first)
    t.setClock('2027-08-31T20:59:00Z')
    expect(await undo(first.id)).toMatchObject({
      errors: [],
      promotion: {
        canUndo: false,
        undoneAt: '2027-08-31T20:59:00.000Z',
        order: { withdrawnReason: 'Перевод школы отменён' },
      },
    })
    expect(await memberships()).toEqual(before)
    expect(codes(await undo(first.id))).toEqual(['NOT_FOUND'])
    const second = promotion([graduate()])
    expect((await promote(second)).errors).toEqual([])
    t.setClock('2027-08-31T21:00:00Z')
    expect((await undo(second.id)).errors).toMatchObject([{ code: 'YEAR_STARTED' }])
  })

  test('is refused while a later order stands on it; its order is not taken back by itself', async () => {
    await open()
    const input = promotion([graduate()])
    const payload = await promote(input)
    const [order] = await a.query<{ id: string }>(`select order_id as id from promotion where id = $1`, [
      input.id,
    ])
    expect(payload.errors).toEqual([])
    const by = (name: string, more: object) => a.act(a.as('COORDINATOR'), name, more)
    expect(codes(await by('withdrawOrder', { orderId: order?.id, reason: 'проба' }))).toEqual(['BAD_INPUT'])
    await s.run('recordOrder', {
      schoolId: s.ids.school,
      id: newUuid(),
      number: '60-у',
      date: '2027-06-10',
      movements: [{ id: newUuid(), kind: 'EXPELLED', pupilId: s.ids.anna, effectiveOn: '2027-10-01' }],
    })
    expect((await undo(input.id)).errors).toMatchObject([
      { code: 'OVERLAP', message: expect.stringContaining('№ 60-у') },
    ])
  })
})
