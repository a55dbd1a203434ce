import { expect, test } from '@jest/globals'
import { closingTable, demonstrationPassword } from './table.js'

const place = 'http://127.0.0.1'
const about = {
  urls: { gateway: place, web: place, roster: place, schedule: place, gradebook: place, reporting: place },
  publicUrl: 'http://127.0.0.1:3000',
  data: '/data',
}
const made = { id: 'id', name: 'Школа у реки', login: 'coordinator', password: 'abcd-efgh-jkmn' }

test('the demonstration’s logins stand in its table and in no other', () => {
  expect(closingTable({ ...about, demo: true })).toContain(demonstrationPassword)
  for (const first of [{ made, empty: false }, { empty: true }, { empty: false }])
    expect(closingTable({ ...about, demo: false, first })).not.toMatch(
      new RegExp(`${demonstrationPassword}|guest-1`),
    )
})

test('the first start of an empty installation shows the coordinator’s password once', () => {
  const table = closingTable({ ...about, demo: false, first: { made, empty: false } })
  expect(table).toContain('Школа у реки')
  expect(table).toContain('логин coordinator, временный пароль abcd-efgh-jkmn')
  expect(table.split(made.password)).toHaveLength(2)
})

test('without a school it says what to do next; with one it says nothing of it', () => {
  expect(closingTable({ ...about, demo: false, first: { empty: true } })).toContain(
    'npm run school -- create',
  )
  expect(closingTable({ ...about, demo: false, first: { empty: false } })).not.toContain('npm run school')
})
