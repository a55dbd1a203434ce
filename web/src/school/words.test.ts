import { describe, expect, test } from '@jest/globals'
import { inSentence, plural, sizeInWords, withInitials } from './words.js'

describe('words of a school', () => {
  test.each([
    [0, '0 уроков'],
    [1, '1 урок'],
    [2, '2 урока'],
    [5, '5 уроков'],
    [11, '11 уроков'],
    [14, '14 уроков'],
    [21, '21 урок'],
    [112, '112 уроков'],
    [122, '122 урока'],
  ])('%d takes the right form', (count, words) => {
    expect(plural(count, 'урок', 'урока', 'уроков')).toBe(words)
  })
  test('a full name becomes a surname with initials, once', () => {
    expect(withInitials('Кузнецов Алексей Петрович')).toBe('Кузнецов А. П.')
    expect(withInitials('Кузнецов А. П.')).toBe('Кузнецов А. П.')
    expect(withInitials('Ли')).toBe('Ли')
  })
  test('a reason goes into a sentence with a small letter, an abbreviation as it is', () => {
    expect(['Больничный лист', 'ОРВИ', 'курсы'].map(inSentence)).toEqual(['больничный лист', 'ОРВИ', 'курсы'])
  })
  test('sizes are rounded as people say them', () => {
    expect([512, 18_400, 1_834_012, 507_000_000].map(sizeInWords)).toEqual([
      '512 байт',
      '18 кБ',
      '1,8 МБ',
      '507 МБ',
    ])
  })
})
