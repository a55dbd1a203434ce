import { expect, test } from '@jest/globals'
import { countIn, divideEvenly, emptyDraft, inputOf, leftOut, place, removeGroup } from './division.js'

const pupils = ['а', 'б', 'в', 'г', 'д'].map((id) => ({ id }))
const ids = pupils.map(({ id }) => id)
const draft = emptyDraft('2026-09-01')
const [first, second] = draft.groups.map(({ id }) => id)

test('an even division takes the list in order and leaves nobody out', () => {
  const even = divideEvenly(draft, ids)
  expect(draft.groups.map(({ id }) => countIn(even, id))).toEqual([3, 2])
  expect(leftOut(even, pupils)).toEqual([])
  expect(ids.map((id) => even.places.get(id))).toEqual([first, first, first, second, second])
})

test('a pupil is in one group at a time, and in none when taken out', () => {
  const moved = place(place(draft, 'а', first ?? ''), 'а', second ?? '')
  expect([countIn(moved, first ?? ''), countIn(moved, second ?? '')]).toEqual([0, 1])
  expect(leftOut(place(moved, 'а', null), pupils)).toHaveLength(5)
})

test('who was in a group that is taken out is left out', () => {
  expect(leftOut(removeGroup(divideEvenly(draft, ids), first ?? ''), pupils).map(({ id }) => id)).toEqual([
    'а',
    'б',
    'в',
  ])
})

test('what is sent names each group with its pupils; several classes make a parallel', () => {
  const input = inputOf(divideEvenly({ ...draft, name: ' Английский ' }, ids), {
    yearId: 'y',
    classIds: ['7А', '7Б'],
  })
  expect(input).toMatchObject({
    name: 'Английский',
    kind: 'PARALLEL',
    schoolClassIds: ['7А', '7Б'],
    expectedVersion: null,
  })
  expect(input.groups.map(({ pupilIds }) => pupilIds)).toEqual([
    ['а', 'б', 'в'],
    ['г', 'д'],
  ])
})
