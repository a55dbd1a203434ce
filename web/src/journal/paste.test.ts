import { describe, expect, test } from '@jest/globals'
import { contentOf, linesOf, planPaste, pupilNamed } from './paste.js'
import { smallPage } from './small-page.js'

const today = '2026-11-24'
const named = () => {
  const page = smallPage()
  const names = ['Азбукина Анна Аркадьевна', 'Букварёв Борис Борисович']
  return { ...page, rows: page.rows.map((row, index) => ({ ...row, pupilName: names[index] ?? '' })) }
}
const plan = (text: string, column = 1, row = 0) => {
  const page = named()
  return planPaste(page, page.rows, { row, column }, linesOf(text), today)
}
const said = ({ entries }: ReturnType<typeof plan>) =>
  entries.map(({ pupilId, lessonId, becomes }) => [pupilId, lessonId, becomes].join(' '))

describe('a cell of a spreadsheet', () => {
  test.each([
    ['5', ['5'], null],
    ['4 5', ['4', '5'], null],
    ['2/4', ['2', '4'], null],
    ['н', [], 'ABSENT'],
    ['Б 4', ['4'], 'ILL'],
    ['н/а', ['н/а'], null],
    ['осв', ['осв'], null],
    ['ОСВ', [], 'RELEASED'],
    ['•', ['.'], null],
  ])('«%s» is read', (text, values, absence) => {
    expect(contentOf(text)).toEqual({ values, absence })
  })
  test.each(['6', '4+', 'отлично', '4,5'])('«%s» is not', (text) => {
    expect(contentOf(text)).toBeNull()
  })
})

describe('a block on the page', () => {
  test('follows the rows from the cursor, where no names are in it', () => {
    expect(said(plan('5\r\n4\r\n'))).toEqual(['anna l2 5', 'boris l2 4'])
    expect(plan('5\n4', 1, 1).unfit).toEqual([{ what: 'строка 2: 4', why: 'учеников на странице меньше' }])
  })
  test('follows its names in whatever order, numbers of a list beside them', () => {
    expect(said(plan('Букварев Б.\t3\nАзбукина\t5'))).toEqual(['boris l2 3', 'anna l2 5'])
    expect(said(plan('1\tБукварёв Борис\t3\n2\tАзбукина А. А.\t5'))).toEqual(['boris l2 3', 'anna l2 5'])
  })
  test('tells of each line that fits nobody, and of what is no mark', () => {
    const { entries, unfit } = plan('Фамилия\tОтметка\nВедёркин\t5\nАзбукина\tотл\nБукварёв\t4')
    expect(entries).toHaveLength(1)
    expect(unfit).toEqual([
      { what: 'Фамилия', why: 'такого ученика на странице нет' },
      { what: 'Ведёркин', why: 'такого ученика на странице нет' },
      { what: 'anna: отл', why: 'это не отметка и не буква посещаемости' },
    ])
  })
  test('leaves alone what stands already and says what it writes over', () => {
    const { entries, same } = plan('5\t4\n2', 0)
    expect(same).toBe(1)
    expect(entries.map(({ stands, becomes }) => [stands, becomes])).toEqual([
      ['', '4'],
      ['Б', 'Б 2'],
    ])
  })
  test('does not run over the last lesson', () => {
    expect(plan('5\t4').unfit).toEqual([{ what: 'anna: 4', why: 'уроков на странице меньше' }])
  })
  test('two of one name are not guessed between', () => {
    const page = named()
    const twins = [...page.rows, ...page.rows]
    expect(pupilNamed(twins, 'Азбукина')).toBe('several')
  })
})
