import { expect, test } from '@jest/globals'
import { loginFor } from './login.js'
import { newPassword } from './password.js'

test.each([
  ['Кошкина', 'Анна', 'Петровна', 'koshkina.ap'],
  ['Щукин-Ёлкин', 'Юрий', null, 'shchukin-elkin.i'],
  ['Подъячев', 'Жан', 'Эдуардович', 'podiachev.ze'],
  ['О’Коннор', 'Sean', '', 'okonnor.s'],
  ['', '', '', ''],
])('%s %s %s is proposed a login', (lastName, firstName, patronymic, login) => {
  expect(loginFor({ lastName, firstName, patronymic })).toBe(login)
})

test('the longest name makes a login of no more than 60 signs', () => {
  expect(loginFor({ lastName: 'Щ'.repeat(40), firstName: 'Я', patronymic: 'Я' })).toHaveLength(60)
})

test('a password is three groups of four signs that are not mistaken for one another, and never twice the same', () => {
  const many = Array.from({ length: 500 }, newPassword)
  expect(many.every((one) => /^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){2}$/.test(one))).toBe(true)
  expect(new Set(many).size).toBe(500)
})
