// Orders on the contingent: each side of each rule, through GraphQL (A1.17, A1.18).
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
let pupil: string
const [class7b, class8next, class7next, nextYear] = [newUuid(), newUuid(), newUuid(), newUuid()]

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
  const schoolId = s.ids.school
  await s.run('setUpYear', {
    schoolId,
    id: nextYear,
    name: '2027/28',
    startsOn: '2027-09-01',
    endsOn: '2028-05-31',
    periods: [],
    calendar: [],
  })
  await s.run('createClasses', {
    schoolId,
    yearId: s.ids.year,
    classes: [{ id: class7b, name: '7Б', grade: 7, letter: 'Б' }],
  })
  await s.run('createClasses', {
    schoolId,
    yearId: nextYear,
    classes: [
      { id: class8next, name: '8А', grade: 8, letter: 'А' },
      { id: class7next, name: '7А', grade: 7, letter: 'А' },
    ],
  })
})
beforeEach(async () => {
  pupil = (await a.added()).pupil
})
afterAll(() => t.stop())

const coordinator = () => a.as('COORDINATOR')
let count = 0
type Moved = { kind: string; effectiveOn: string; toClassId?: string; pupilId?: string; note?: string }
const order = (movements: Moved[], more: object = {}) => ({
  schoolId: s.ids.school,
  id: newUuid(),
  number: `${(count += 1)}-у`,
  date: '2026-11-20',
  movements: movements.map((one) => ({ id: newUuid(), pupilId: pupil, ...one })),
  ...more,
})
const record = (input: object, select = 'consequences') => a.act(coordinator(), 'recordOrder', input, select)
const spans = (id: string) =>
  a.query<{ name: string; from_day: string; until_day: string | null }>(
    `select coalesce(c.name, g.name) as name, m.from_day, m.until_day from membership m left join school_class c on c.id = m.class_id
      left join study_group g on g.id = m.group_id where m.pupil_id = $1 and not m.removed order by m.from_day, name`,
    [id],
  )
const transfer = { kind: 'TRANSFERRED_CLASS', effectiveOn: '2026-11-09' }
async function groupOf(classes: string[], name: string) {
  const id = newUuid()
  const group = { id, name, schoolClassIds: classes, pupilIds: [pupil], from: '2026-09-01' }
  await s.run('createGroups', { schoolId: s.ids.school, yearId: s.ids.year, groups: [group] })
  return id
}

describe('recordOrder', () => {
  test('moves the pupil from the day on, ends groups of the old class, keeps those across both, tells facts, says what follows', async () => {
    await groupOf([s.ids.class7], 'Английский 7А')
    await groupOf([s.ids.class7, class7b], 'Технология 7')
    const input = order([{ ...transfer, toClassId: class7b, note: 'по заявлению' }], { note: 'Заявление' })
    const payload = await record(input)
    expect(payload.errors).toEqual([])
    expect(payload.consequences).toEqual([
      '7А, с 9 ноября 2026 в списке нет: Ёлкина Ева.',
      '7Б, с 9 ноября 2026 в списке: Ёлкина Ева.',
      'Группа «Английский 7А», с 9 ноября 2026 в списке нет: Ёлкина Ева.',
      'Списки за прошедшие дни, с 9 ноября 2026, составлены заново. Записи в журнале за эти дни остаются.',
    ])
    expect(await spans(pupil)).toEqual([
      { name: '7А', from_day: '2026-09-01', until_day: '2026-11-08' },
      { name: 'Английский 7А', from_day: '2026-09-01', until_day: '2026-11-08' },
      { name: 'Технология 7', from_day: '2026-09-01', until_day: null },
      { name: '7Б', from_day: '2026-11-09', until_day: null },
    ])
    const entry = await a.lastEntry()
    expect(entry).toMatchObject({ act: 'recordOrder', subject: `person:${pupil}`, to: { class: class7b } })
    expect(JSON.stringify(entry)).not.toContain('заявлению')
    const [came] = await a.query<{ id: string }>(
      'select id from membership where class_id = $1 and pupil_id = $2',
      [class7b, pupil],
    )
    expect(await a.lastFact('membership', came?.id ?? '')).toMatchObject({
      class_id: class7b,
      from_day: '2026-11-09',
      removed: false,
    })
  })

  test('a preview answers the same and leaves nothing', async () => {
    const before = [await a.traces(), await spans(pupil)]
    const input = order([{ kind: 'EXPELLED', effectiveOn: '2026-12-01' }], {
      preview: true,
      requestId: newUuid(),
    })
    const select =
      'consequences order { number version movements { kind effectiveOn from { name } pupil { fullName } } }'
    const payload = await record(input, select)
    expect(payload).toMatchObject({
      consequences: ['7А, с 1 декабря 2026 в списке нет: Ёлкина Ева.'],
      order: {
        number: input.number,
        movements: [{ kind: 'EXPELLED', from: { name: '7А' }, pupil: { fullName: 'Ёлкина Ева' } }],
      },
    })
    expect([await a.traces(), await spans(pupil)]).toEqual(before)
    expect((await record({ ...input, preview: false })).errors).toEqual([])
    expect(await spans(pupil)).toEqual([{ name: '7А', from_day: '2026-09-01', until_day: '2026-11-30' }])
  })

  test('a repeat with the same requestId is one order', async () => {
    const input = order([{ ...transfer, toClassId: class7b }], { requestId: newUuid() })
    const viewer = coordinator()
    const again = () => a.act(viewer, 'recordOrder', input, 'order { id version } consequences')
    const first = await again()
    const traces = await a.traces()
    expect(await again()).toEqual(first)
    expect(await a.traces()).toEqual(traces)
  })

  test.each<[string, () => object, string, string]>([
    ['no movement', () => order([]), 'BAD_INPUT', 'В приказе никто не назван.'],
    [
      'an empty number',
      () => order([{ ...transfer, toClassId: class7b }], { number: ' ' }),
      'BAD_INPUT',
      'Номер приказа',
    ],
    [
      'a date in the future',
      () => order([{ ...transfer, toClassId: class7b }], { date: '2026-11-25' }),
      'BAD_INPUT',
      'Дата приказа ещё не наступила.',
    ],
    [
      'a day of no school year',
      () => order([{ kind: 'EXPELLED', effectiveOn: '2025-11-01' }]),
      'BAD_INPUT',
      'в этот день нет учебного года',
    ],
    ['a transfer without a class', () => order([transfer]), 'BAD_INPUT', 'не назван класс'],
    [
      'leaving into a class',
      () => order([{ kind: 'EXPELLED', effectiveOn: '2026-11-09', toClassId: class7b }]),
      'BAD_INPUT',
      'не переводится в класс',
    ],
    [
      'the class they are in',
      () => order([{ ...transfer, toClassId: s.ids.class7 }]),
      'BAD_INPUT',
      'уже учится в 7А',
    ],
    [
      'enrolling who is in a class',
      () => order([{ kind: 'ENROLLED', effectiveOn: '2026-11-09', toClassId: class7b }]),
      'OVERLAP',
      'уже учится в 7А. Этому противоречит приказ б/н от 1 сентября 2026.',
    ],
    [
      'leaving before they came',
      () => order([{ kind: 'LEFT_FOR_SCHOOL', effectiveOn: '2026-08-20' }]),
      'BAD_INPUT',
      'нет учебного года',
    ],
    [
      'a transfer into the next year',
      () => order([{ ...transfer, effectiveOn: '2027-09-01', toClassId: class8next }]),
      'BAD_INPUT',
      'внутри учебного года',
    ],
    [
      'a promotion within the year',
      () => order([{ kind: 'PROMOTED', effectiveOn: '2026-11-09', toClassId: s.ids.class8 }]),
      'BAD_INPUT',
      'не класс следующего учебного года',
    ],
    [
      'a promotion into the same grade',
      () => order([{ kind: 'PROMOTED', effectiveOn: '2027-09-01', toClassId: class7next }]),
      'BAD_INPUT',
      'это не перевод в следующий класс',
    ],
    [
      'repeating in a higher grade',
      () => order([{ kind: 'REPEATS', effectiveOn: '2027-09-01', toClassId: class8next }]),
      'BAD_INPUT',
      'в той же параллели',
    ],
    [
      'a promotion in the middle of the old year',
      () => order([{ kind: 'PROMOTED', effectiveOn: '2027-05-31', toClassId: class8next }]),
      'BAD_INPUT',
      'это не год класса 8А',
    ],
    [
      'a pupil who is not there',
      () => order([{ ...transfer, toClassId: class7b, pupilId: newUuid() }]),
      'NOT_FOUND',
      '',
    ],
    [
      'somebody of the staff',
      () => order([{ ...transfer, toClassId: class7b, pupilId: s.ids.teacher }]),
      'NOT_FOUND',
      '',
    ],
    ['a class that is not there', () => order([{ ...transfer, toClassId: newUuid() }]), 'NOT_FOUND', ''],
  ])('%s is refused and nothing is written', async (_, input, code, words) => {
    const before = [await a.traces(), await spans(pupil)]
    const payload = await record(input())
    expect(codes(payload)).toEqual([code])
    expect(payload.errors[0]?.message).toContain(words)
    expect([await a.traces(), await spans(pupil)]).toEqual(before)
  })

  test('31 February is no day', async () => {
    await expect(
      record(order([{ ...transfer, effectiveOn: '2026-02-31', toClassId: class7b }])),
    ).rejects.toThrow('Date')
  })

  test('the last day of the summer before the new year is still the old one’s; promoted and repeating from the first day on', async () => {
    expect(
      codes(await record(order([{ kind: 'PROMOTED', effectiveOn: '2027-06-01', toClassId: class8next }]))),
    ).toEqual([])
    const repeats = (await a.added()).pupil
    const input = order([
      { kind: 'REPEATS', effectiveOn: '2027-09-01', toClassId: class7next, pupilId: repeats },
    ])
    expect(codes(await record(input))).toEqual([])
    expect(await spans(repeats)).toEqual([
      { name: '7А', from_day: '2026-09-01', until_day: '2027-08-31' },
      { name: '7А', from_day: '2027-09-01', until_day: null },
    ])
  })

  test('two orders that contradict: the second is refused and names the first', async () => {
    const first = order([{ kind: 'LEFT_FOR_SCHOOL', effectiveOn: '2026-11-16' }], {
      number: '12-у',
      date: '2026-11-16',
    })
    expect(codes(await record(first))).toEqual([])
    const refused = async (movement: Moved) => (await record(order([movement]))).errors
    const contradicts = 'Этому противоречит приказ № 12-у от 16 ноября 2026.'
    expect(await refused({ ...transfer, effectiveOn: '2026-11-20', toClassId: class7b })).toMatchObject([
      {
        code: 'OVERLAP',
        message: `Ёлкина Ева: с 20 ноября 2026 в этот день не учится ни в одном классе. ${contradicts}`,
      },
    ])
    expect(await refused({ kind: 'EXPELLED', effectiveOn: '2026-11-16' })).toMatchObject([
      { code: 'OVERLAP', message: expect.stringContaining(contradicts) },
    ])
    // Expelled on an earlier day: the later order would take out who is not there any more.
    expect(await refused({ kind: 'EXPELLED', effectiveOn: '2026-10-01' })).toMatchObject([
      { code: 'OVERLAP', message: expect.stringContaining(contradicts) },
    ])
    // The day before they left it goes; so does enrolling them again the day after.
    expect(await refused({ ...transfer, effectiveOn: '2026-11-15', toClassId: class7b })).toEqual([])
    expect(await refused({ kind: 'ENROLLED', effectiveOn: '2026-11-17', toClassId: s.ids.class7 })).toEqual(
      [],
    )
    expect(await spans(pupil)).toEqual([
      { name: '7А', from_day: '2026-09-01', until_day: '2026-11-14' },
      { name: '7Б', from_day: '2026-11-15', until_day: '2026-11-15' },
      { name: '7А', from_day: '2026-11-17', until_day: null },
    ])
  })

  test('two movements of one pupil on one day of one order contradict each other', async () => {
    const twice = [
      { ...transfer, toClassId: class7b },
      { kind: 'EXPELLED', effectiveOn: transfer.effectiveOn },
    ]
    expect((await record(order(twice))).errors).toMatchObject([
      { code: 'BAD_INPUT', message: 'Ёлкина Ева: с 9 ноября 2026 на этот день уже есть другое движение.' },
    ])
  })

  test('number and date stand once; the same number of another day, and «б/н», stand more than once', async () => {
    const again = async (more: object) =>
      codes(
        await record(
          order([{ kind: 'EXPELLED', effectiveOn: '2026-12-01', pupilId: (await a.added()).pupil }], more),
        ),
      )
    const same = { number: '77-к', date: '2026-11-02' }
    expect(await again(same)).toEqual([])
    expect(await again(same)).toEqual(['ALREADY_EXISTS'])
    expect(await again({ ...same, date: '2026-11-03' })).toEqual([])
    expect(await again({ number: 'б/н', date: '2026-11-03' })).toEqual([])
    expect(await again({ number: 'б/н', date: '2026-11-03' })).toEqual([])
  })

  test('500 movements and no more', async () => {
    const many = Array.from({ length: 501 }, () => ({ ...transfer, toClassId: class7b, pupilId: newUuid() }))
    expect((await record(order(many))).errors).toMatchObject([
      { code: 'BAD_INPUT', message: 'Не больше 500 за один раз.' },
    ])
    expect(codes(await record(order(many.slice(1)))).every((code) => code === 'NOT_FOUND')).toBe(true)
  })

  test('two orders on one pupil at the same moment: one stands, the other is refused', async () => {
    const answers = await Promise.all(
      [class7b, class7b].map((toClassId) => record(order([{ ...transfer, toClassId }]))),
    )
    expect(answers.flatMap(codes)).toEqual(['OVERLAP'])
  })
})

describe('changeOrder', () => {
  test('corrects number, date and note; a stale version, a taken number and a withdrawn order are refused', async () => {
    const input = order([{ ...transfer, toClassId: class7b }])
    await record(input)
    const change = (more: object, select = 'order { number date note version }') =>
      a.act(coordinator(), 'changeOrder', { orderId: input.id, ...more }, select)
    expect(await change({ number: '5-п', note: 'Исправлено', expectedVersion: 1 })).toEqual({
      errors: [],
      order: { number: '5-п', date: '2026-11-20', note: 'Исправлено', version: 2 },
    })
    expect(await a.lastEntry()).toMatchObject({ act: 'changeOrder', subject: `order:${input.id}` })
    const traces = await a.traces()
    expect(codes(await change({ number: '6-п', expectedVersion: 1 }))).toEqual(['CONFLICT'])
    expect(codes(await change({ date: '2026-11-25' }))).toEqual(['BAD_INPUT'])
    expect(codes(await change({ number: null }))).toEqual(['BAD_INPUT'])
    expect(codes(await change({ number: '5-п' }))).toEqual([])
    const other = order([{ kind: 'EXPELLED', effectiveOn: '2026-12-01', pupilId: s.ids.gleb }])
    expect(await a.traces()).toEqual(traces)
    await record(other)
    expect(codes(await change({ number: other.number }))).toEqual(['ALREADY_EXISTS'])
    await a.act(coordinator(), 'withdrawOrder', { orderId: input.id, reason: 'ошибка' })
    expect(codes(await change({ number: '7-п' }))).toEqual(['BAD_INPUT'])
    expect(codes(await a.act(coordinator(), 'changeOrder', { orderId: newUuid(), note: 'x' }))).toEqual([
      'NOT_FOUND',
    ])
  })
})

describe('withdrawOrder', () => {
  const withdraw = (orderId: string, more: object = {}) =>
    a.act(
      coordinator(),
      'withdrawOrder',
      { orderId, reason: 'Записан по ошибке', ...more },
      'consequences order { withdrawnReason version }',
    )

  test('memberships of classes and groups are again as they stood, and their owner tells so', async () => {
    const group = await groupOf([s.ids.class7], 'Немецкий 7А')
    const before = await spans(pupil)
    const input = order([{ ...transfer, toClassId: class7b }])
    await record(input)
    expect(await spans(pupil)).not.toEqual(before)
    const payload = await withdraw(input.id, { expectedVersion: 1 })
    expect(payload).toMatchObject({ errors: [], order: { withdrawnReason: 'Записан по ошибке', version: 2 } })
    expect(payload.consequences).toContain('7А, и дальше в списке: Ёлкина Ева.')
    expect(await spans(pupil)).toEqual(before)
    const [told] = await a.query<{
      payload: { group_id: string | null; until_day: string | null; removed: boolean }[]
    }>(
      `select payload from outbox where name = 'roster.membership-changed.v1' order by position desc limit 1`,
    )
    expect(told?.payload.find((one) => one.group_id === group)).toMatchObject({
      until_day: null,
      removed: false,
    })
    expect(JSON.stringify(await a.lastEntry())).not.toContain('ошибке')
    // The number is free again.
    expect(
      codes(
        await record({
          ...input,
          id: newUuid(),
          movements: order([{ ...transfer, toClassId: class7b }]).movements,
        }),
      ),
    ).toEqual([])
  })

  test('is refused while a later order stands on it, and goes once that is withdrawn', async () => {
    const first = order([{ ...transfer, toClassId: class7b }])
    const second = order([{ kind: 'EXPELLED', effectiveOn: '2026-12-01' }], { number: '40-у' })
    await record(first)
    await record(second)
    const traces = await a.traces()
    expect((await withdraw(first.id)).errors).toMatchObject([
      {
        code: 'OVERLAP',
        message:
          'Ёлкина Ева: на этом приказе держится приказ № 40-у от 20 ноября 2026. Сначала отмените его.',
      },
    ])
    expect(await a.traces()).toEqual(traces)
    expect(codes(await withdraw(second.id))).toEqual([])
    expect(codes(await withdraw(first.id))).toEqual([])
    expect(await spans(pupil)).toEqual([{ name: '7А', from_day: '2026-09-01', until_day: null }])
  })

  test('without a reason, twice, or of another version it is refused', async () => {
    const input = order([{ ...transfer, toClassId: class7b }])
    await record(input)
    expect(codes(await withdraw(input.id, { reason: ' ' }))).toEqual(['BAD_INPUT'])
    expect(codes(await withdraw(input.id, { expectedVersion: 2 }))).toEqual(['CONFLICT'])
    expect(codes(await withdraw(input.id))).toEqual([])
    expect(codes(await withdraw(input.id))).toEqual(['BAD_INPUT'])
    expect(codes(await withdraw(newUuid()))).toEqual(['NOT_FOUND'])
  })
})

describe('acts that were there before orders', () => {
  test('addPeople enrols by its order, or by the pupil’s own; a second batch of the same order goes into it', async () => {
    const add = (more: object, own: object = {}) =>
      a.act(
        coordinator(),
        'addPeople',
        {
          schoolId: s.ids.school,
          people: [
            {
              id: newUuid(),
              lastName: 'Щукин',
              firstName: 'Щука',
              pupil: { schoolClassId: class7b, from: '2026-09-01' },
              ...own,
            },
          ],
          ...more,
        },
        'people { id pupil { movements { kind orderNumber orderDate effectiveOn to { name } order { id } } } }',
      )
    const orderRef = { number: '3-з', date: '2026-08-28' }
    const [one, two] = [await add({ order: orderRef }), await add({ order: orderRef })]
    const movementOf = (payload: object) =>
      (payload as { people: { pupil: { movements: { order: { id: string } }[] } }[] }).people[0]?.pupil
        .movements[0]
    expect(movementOf(one)).toMatchObject({
      kind: 'ENROLLED',
      orderNumber: '3-з',
      orderDate: '2026-08-28',
      to: { name: '7Б' },
    })
    expect(movementOf(two)?.order.id).toBe(movementOf(one)?.order.id)
    expect(
      movementOf(await add({ order: orderRef }, { order: { number: '4-з', date: '2026-08-29' } })),
    ).toMatchObject({ orderNumber: '4-з' })
    expect(movementOf(await add({}))).toMatchObject({ orderNumber: 'б/н', orderDate: '2026-09-01' })
    expect(codes(await add({ order: { number: '5-з', date: '2026-11-25' } }))).toEqual(['BAD_INPUT'])
  })

  test('numbers of personal files run by letter, once each', async () => {
    const numbers = await a.query<{ letter: string; numbers: string[] }>(
      `select left(last_name, 1) as letter, array_agg(file_number order by split_part(file_number, '-', 2)::int) as numbers
        from person where is_pupil group by 1`,
    )
    expect(numbers.length).toBeGreaterThan(3)
    for (const row of numbers)
      expect(row.numbers).toEqual(row.numbers.map((_, i) => `${row.letter.toUpperCase()}-${i + 1}`))
  })

  test('movePupil leaves a movement with its order, and moving back on the day takes it out', async () => {
    const move = (schoolClassId: string, more: object = {}) =>
      a.act(
        coordinator(),
        'movePupil',
        { pupilId: pupil, schoolClassId, from: '2026-11-10', ...more },
        'pupil { movements { kind orderNumber } }',
      )
    expect(await move(class7b, { order: { number: '9-п', date: '2026-11-09' } })).toMatchObject({
      errors: [],
      pupil: {
        movements: [
          { kind: 'ENROLLED', orderNumber: 'б/н' },
          { kind: 'TRANSFERRED_CLASS', orderNumber: '9-п' },
        ],
      },
    })
    expect(await move(s.ids.class7)).toMatchObject({
      errors: [],
      pupil: { movements: [{ kind: 'ENROLLED' }] },
    })
    expect(await spans(pupil)).toEqual([{ name: '7А', from_day: '2026-09-01', until_day: null }])
    expect(codes(await move(class7b, { order: { number: '9-п', date: '2026-11-25' } }))).toEqual([
      'BAD_INPUT',
    ])
  })

  test('removePeople takes the movements back with the person', async () => {
    await s.run('removePeople', { schoolId: s.ids.school, personIds: [pupil] })
    const rows = await a.query('select state from movement where pupil_id = $1', [pupil])
    expect(rows).toEqual([{ state: 'REMOVED' }])
  })
})
