import { describe, expect, test } from '@jest/globals'
import type { ImportCountLineFragment } from '../generated/graph.js'
import { isBroken, kindTitle, planWords, spanWords, stateOf } from './words.js'

const count = (
  entity: ImportCountLineFragment['entity'],
  more: Partial<ImportCountLineFragment>,
): ImportCountLineFragment => ({
  entity,
  title: '',
  created: 0,
  changed: 0,
  unchanged: 0,
  removed: 0,
  undecided: 0,
  skipped: 0,
  missing: 0,
  ...more,
})

describe('words of an import', () => {
  test('what will happen is told in numbers, in the forms that go with them', () => {
    const counts = [
      count('CLASS', { created: 47 }),
      count('PERSON', { created: 103, changed: 1, undecided: 22 }),
      count('LESSON', { created: 1187, removed: 21, unchanged: 5 }),
    ]
    expect(planWords(counts)).toEqual([
      { title: 'Появится', words: '47 классов, 103 человека, 1187 уроков недели' },
      { title: 'Изменится', words: '1 человек' },
      { title: 'Исчезнет', words: '21 урок недели' },
      { title: 'Не решено и не загрузится', words: '22 человека' },
    ])
    expect(planWords([count('CLASS', { unchanged: 3 })])).toEqual([])
    expect(planWords([count('PERSON', { missing: 2 }), count('ORDER', { created: 2 })])).toEqual([
      { title: 'Появится', words: '2 приказа' },
      { title: 'Есть в школе, но нет в файле (останется как есть)', words: '2 человека' },
    ])
  })
  test('a span needs no more than one of its days', () => {
    expect(spanWords('2026-11-24', '2027-05-31')).toBe('с 24 ноября по 31 мая')
    expect(spanWords('2026-11-24', '')).toBe('с 24 ноября')
    expect(spanWords(null, null)).toBeNull()
  })
  test('what a job has left half-way is told as such, and nothing else is', () => {
    const failed = { state: 'FAILED' }
    expect(isBroken('APPLYING', failed)).toBe(true)
    expect(isBroken('APPLYING', { state: 'RUNNING' })).toBe(false)
    expect(isBroken('CHECKED', failed)).toBe(false)
    expect([stateOf('APPLYING', true), stateOf('APPLYING', false)]).toEqual([
      'загрузка прервана',
      'загружается',
    ])
  })
  test('a kind that a later server knows is called by its own name', () => {
    expect([kindTitle('pupils'), kindTitle('thematic-plan')]).toEqual(['Список учеников', 'thematic-plan'])
  })
})
