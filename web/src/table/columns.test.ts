import { expect, test } from '@jest/globals'
import { found, folded, type Column } from './columns.js'

type Row = { readonly name: string; readonly count: number }
const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Имя', text: ({ name }) => name },
  { id: 'count', title: 'Сколько', text: ({ count }) => count },
]

test.each([
  ['щукин', true],
  ['ЕЛКИН щук', true],
  ['Щукин-Ёлкин', true],
  ['14', true],
  ['', true],
  ['щукин 15', false],
])('«%s» finds «Щукин-Ёлкин Юрий» with 14: %s', (search, there) => {
  expect(found({ name: 'Щукин-Ёлкин Юрий', count: 14 }, columns, search)).toBe(there)
})

test('folding leaves one space between words', () => {
  expect(folded('  Ёжик -  Лесной ')).toBe('ежик лесной')
})
