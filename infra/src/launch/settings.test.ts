import { expect, test } from '@jest/globals'
import { readSettings } from './settings.js'

const five = {
  ROSTER_DATABASE_URL: 'postgres://a/1',
  SCHEDULE_DATABASE_URL: 'postgres://a/2',
  GRADEBOOK_DATABASE_URL: 'postgres://a/3',
  REPORTING_DATABASE_URL: 'postgres://a/4',
  QUEUE_DATABASE_URL: 'postgres://a/5',
}

test('with nothing set: loopback, the ports of the contract, the embedded server, the demonstration school', () => {
  expect(readSettings({})).toMatchObject({
    host: '127.0.0.1',
    ports: { web: 3000, gateway: 4000, roster: 4001, schedule: 4002, gradebook: 4003, reporting: 4004 },
    demo: true,
    database: { kind: 'embedded' },
  })
})

test('ZHURNAL_DEMO=0 means an installation without the demonstration school', () => {
  expect(readSettings({ ZHURNAL_DEMO: '0' }).demo).toBe(false)
})

test.each([
  ['no number', { WEB_PORT: 'три' }, 'WEB_PORT=три не похоже на номер порта'],
  ['out of range', { GATEWAY_PORT: '70000' }, 'GATEWAY_PORT=70000'],
  ['the same port twice', { WEB_PORT: '4000' }, 'на один порт 4000'],
])('a port that cannot be meant is named: %s', (_, env, line) => {
  expect(() => readSettings(env)).toThrow(line)
})

test('DATABASE_URL names a server, five variables name five databases', () => {
  expect(readSettings({ DATABASE_URL: 'postgres://a/b' }).database).toEqual({
    kind: 'server',
    adminUrl: 'postgres://a/b',
  })
  expect(readSettings(five).database).toEqual({ kind: 'separate', given: five })
})

test('a part of the five is refused, and the missing ones are named', () => {
  expect(() => readSettings({ ROSTER_DATABASE_URL: 'postgres://a/1' })).toThrow(
    'SCHEDULE_DATABASE_URL, GRADEBOOK_DATABASE_URL, REPORTING_DATABASE_URL, QUEUE_DATABASE_URL',
  )
})
