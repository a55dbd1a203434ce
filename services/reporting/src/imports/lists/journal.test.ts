// The journal of an old portal: our own sample with its faults, and how marks and absences are written elsewhere.
import { expect, test } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { absenceIn, marksIn, readJournal } from './journal.js'

test('our sample: every line that says something is read, every faulty one is told', async () => {
  const staged = await readJournal({
    path: fileURLToPath(new URL('../../../samples/journal.csv', import.meta.url)),
    fileName: 'journal.csv',
    today: '2026-11-23',
    periods: [],
    step: async () => undefined,
  })
  expect(
    staged.entries?.map(({ line, day, number, pupil, values, kind, code, minutesLate, topic }) => [
      line,
      day,
      number,
      pupil !== null,
      values,
      kind,
      code,
      minutesLate,
      topic,
    ]),
  ).toEqual([
    [2, '2026-09-07', 1, false, [], 'ANSWER', null, null, 'Числовые выражения'],
    [3, '2026-09-07', 1, true, ['5', '4'], 'ANSWER', null, null, null],
    [4, '2026-09-07', 1, true, [], 'ANSWER', 'LATE', 15, null],
    [5, '2026-09-09', null, true, ['3'], 'TEST', null, null, 'Сравнение выражений'],
    [6, '2026-09-09', null, true, [], 'ANSWER', 'ILL', null, null],
    [11, '2026-09-14', null, true, ['зач'], 'ANSWER', null, null, null],
  ])
  expect(staged.people.map(({ lastName, mustBeKnown }) => [lastName, mustBeKnown])).toEqual([
    ['Выдумкина', true],
    ['Небылицын', true],
  ])
  expect(staged.problems.map(({ line, code }) => [line, code])).toEqual([
    [7, 'BAD_MARK'],
    [8, 'BAD_DATE'],
    [9, 'NO_SUBJECT'],
    [10, 'NO_PUPIL'],
    [11, 'UNKNOWN_WORK'],
  ])
})

test.each([
  ['', []],
  ['5', ['5']],
  ['5/4', ['5', '4']],
  ['4, 5', ['4', '5']],
  ['4+', ['4']],
  ['Зачёт', ['зач']],
  ['н/а', ['н/а']],
  ['5/н/а', null],
  ['6', null],
  ['отлично', null],
])('mark «%s» is %j', (text, marks) => expect(marksIn(text)).toEqual(marks))

test.each([
  ['', { code: null, minutesLate: null }],
  ['Н', { code: 'ABSENT', minutesLate: null }],
  ['н.', { code: 'ABSENT', minutesLate: null }],
  ['УП', { code: 'EXCUSED', minutesLate: null }],
  ['НП', { code: 'UNEXCUSED', minutesLate: null }],
  ['О', { code: 'LATE', minutesLate: null }],
  ['опоздал 7 мин', { code: 'LATE', minutesLate: 7 }],
  ['О 999', { code: 'LATE', minutesLate: null }],
  ['где-то', null],
])('absence «%s» is %j', (text, absence) => expect(absenceIn(text)).toEqual(absence))
