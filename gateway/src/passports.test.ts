// Whose passport a question may begin with before roster has answered, and for how long.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import { Passports } from './passports.js'

let answer = { status: 200, passport: 'first' }
const roster = createServer((_, response) => {
  response.writeHead(answer.status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ passport: answer.passport, mustChangePassword: false }))
})
const asks = (token: string) => ({ headers: { authorization: `Bearer ${token}` } }) as IncomingMessage
let passports: Passports

beforeAll(async () => {
  await new Promise<void>((resolve) => roster.listen(0, '127.0.0.1', resolve))
  passports = new Passports(`http://127.0.0.1:${(roster.address() as AddressInfo).port}`, 'internal')
})
afterEach(() => {
  jest.restoreAllMocks()
})
afterAll(async () => {
  await passports.close()
  roster.close()
})

test('the passport of a moment ago serves for ten seconds, for its own session only', async () => {
  const now = jest.spyOn(performance, 'now')
  now.mockReturnValue(1_000_000)
  expect(passports.recent(asks('a'))).toBeUndefined()
  expect(await passports.of(asks('a'))).toMatchObject({ passport: 'first' })
  expect(passports.recent(asks('a'))).toBe('first')
  expect(passports.recent(asks('b'))).toBeUndefined()
  now.mockReturnValue(1_009_999)
  expect(passports.recent(asks('a'))).toBe('first')
  now.mockReturnValue(1_010_000)
  expect(passports.recent(asks('a'))).toBeUndefined()
})

test('a session that was ended has none', async () => {
  await passports.of(asks('c'))
  expect(passports.recent(asks('c'))).toBe('first')
  answer = { status: 401, passport: '' }
  expect(await passports.of(asks('c'))).toBe('NOBODY')
  expect(passports.recent(asks('c'))).toBeUndefined()
})
