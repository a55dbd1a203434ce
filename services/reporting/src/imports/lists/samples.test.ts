// The project's own samples of orders, guardians and consents, plainly invented, each with its faults.
import { expect, test } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import type { ReadHands, Staged } from '../staged.js'
import { readConsents } from './consents.js'
import { readGuardians } from './guardians.js'
import { readOrders } from './orders.js'

const sample = (name: string): ReadHands => ({
  path: fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url)),
  fileName: name,
  today: '2026-11-23',
  periods: [],
  step: async () => undefined,
})
const problemsOf = ({ problems }: Staged) => problems.map(({ line, code }) => [line, code])

test('orders: three orders, one of them of two pupils; a kind that is none is told', async () => {
  const staged = await readOrders(sample('orders.csv'))
  expect(
    staged.orders?.map(({ number, date, moves }) => [
      number,
      date,
      moves.map(({ kind, effectiveOn, schoolClass }) => [kind, effectiveOn, schoolClass]),
    ]),
  ).toEqual([
    ['14-у', '2026-10-01', [['ENROLLED', '2026-10-02', '7а']]],
    [
      '15-у',
      '2026-10-12',
      [
        ['TRANSFERRED_CLASS', '2026-10-12', '7б'],
        ['TRANSFERRED_CLASS', '2026-10-12', '7а'],
      ],
    ],
    ['16-у', '2026-10-19', [['LEFT_FOR_SCHOOL', '2026-10-20', null]]],
  ])
  expect(problemsOf(staged)).toEqual([[6, 'UNKNOWN_KIND']])
})

test('guardians: in the encoding of an old office, two of one child, one without a name', async () => {
  const staged = await readGuardians(sample('guardians.csv'))
  const guardians = staged.people.filter(({ kind }) => kind === 'GUARDIAN')
  expect(
    guardians.map(({ lastName, firstName, phone, ties }) => [
      lastName,
      firstName,
      phone,
      Object.values(ties ?? {}),
    ]),
  ).toEqual([
    ['Выдумкин', 'Сказ', '+79000000011', [{ relation: 'FATHER', legalRepresentative: true }]],
    ['Выдумкина', 'Присказка', '+79000000012', [{ relation: 'GRANDPARENT', legalRepresentative: false }]],
    ['Небылицына', 'Вера', '+79000000013', [{ relation: 'MOTHER' }]],
    ['Чудов', 'Чудо', '+79000000014', [{ relation: 'GUARDIAN' }]],
  ])
  expect(problemsOf(staged)).toEqual([
    [5, 'GUARDIAN_WITHOUT_NAME'],
    [6, 'YES_OR_NO'],
  ])
})

test('consents: three purposes; one without a day and one that ends before it begins are left out', async () => {
  const staged = await readConsents(sample('consents.csv'))
  expect(
    staged.consents?.map(({ purpose, from, until, givenByName }) => [
      purpose,
      from,
      until ?? null,
      givenByName,
    ]),
  ).toEqual([
    ['EDUCATION', '2026-09-01', null, 'Выдумкин Сказ Былинович'],
    ['PUBLICATION', '2026-09-01', '2027-05-31', 'Выдумкин Сказ Былинович'],
    ['TRANSFER', '2026-09-02', null, 'Небылицына Вера Потешкина'],
  ])
  expect(problemsOf(staged)).toEqual([
    [5, 'NO_DATE'],
    [6, 'BAD_SPAN'],
  ])
})
