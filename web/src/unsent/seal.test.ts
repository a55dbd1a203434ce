import { expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import type { Entry } from './entry.js'
import { sealOf, type Seal } from './seal.js'

const keyOf = (): string => randomBytes(64).toString('base64url')
function seal(key: string): Seal {
  const made = sealOf(key)
  if (!made) throw new Error('a key of the right size was not taken')
  return made
}
const entry: Entry = {
  id: 'r',
  madeAt: '2026-11-24T06:00:00Z',
  course: { courseId: 'c', periodId: 'p' },
  act: { kind: 'roll', requestId: 'r', lessonId: 'l', at: '2026-11-24T06:00:00Z' },
  words: { where: '7А · Алгебра', when: 'урок 24 ноября', whom: 'Азбукина Анна', what: 'отметка 5' },
  sent: null,
  refusal: null,
}

test('an entry on the device is opened with the key of its account and shows nothing to another', () => {
  const key = keyOf()
  const sealed = seal(key).close(entry)
  expect(seal(key).open(sealed)).toEqual(entry)
  expect(seal(keyOf()).open(sealed)).toBeNull()
  expect(Buffer.from(sealed).includes(Buffer.from('Азбукина'))).toBe(false)
})

test('the name of a queue tells neither the key nor the account, and is the same each time', () => {
  const key = keyOf()
  expect(seal(key).queue).toBe(seal(key).queue)
  expect(seal(key).queue).not.toBe(seal(keyOf()).queue)
  expect(Buffer.from(key, 'base64url').subarray(0, 32).toString('hex')).not.toContain(seal(key).queue)
})

test('a damaged entry is none, and without a key nothing is sealed', () => {
  const key = keyOf()
  const sealed = seal(key).close(entry)
  sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 1
  expect(seal(key).open(sealed)).toBeNull()
  expect([sealOf(null), sealOf('AAAA')]).toEqual([null, null])
})
