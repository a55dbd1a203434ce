// The rights stand once in code and once in docs/regulation.md: the two say the same, and no policy names a role again.
import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { hasRight, rights, roleSchema, type Role } from '../events.js'

test('the table of docs/regulation.md and the sets of rights.ts are one', () => {
  const text = readFileSync('docs/regulation.md', 'utf8')
  const table = text.slice(text.indexOf('| right | what | roles |')).split('\n').slice(2)
  const written = table
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, right, , roles]) => [right, (roles ?? '').split(', ').sort()])
  expect(Object.fromEntries(written)).toEqual(
    Object.fromEntries(Object.entries(rights).map(([right, roles]) => [right, [...roles].sort()])),
  )
})

test('a family has no right of the school’s, and who inspects none that writes', () => {
  const held = (role: Role) =>
    Object.entries(rights).flatMap(([right, roles]) => (new Set<Role>(roles).has(role) ? [right] : []))
  expect([...held('PUPIL'), ...held('GUARDIAN')]).toEqual([])
  expect(held('INSPECTOR').sort()).toEqual(['inspects', 'knowsSchool', 'makesTokens', 'seesAllJournals'])
  // Every other role has something to do.
  expect(roleSchema.options.filter((role) => held(role).length === 0)).toEqual(['PUPIL', 'GUARDIAN'])
})

test('nobody without roles has a right', () => {
  expect(hasRight(undefined, 'knowsSchool')).toBe(false)
  expect(hasRight([], 'knowsSchool')).toBe(false)
  expect(hasRight(['CLERK'], 'knowsSchool')).toBe(true)
})

test.each(['schedule', 'gradebook', 'reporting'])('the policy of %s names no role', (service) => {
  const text = readFileSync(`services/${service}/src/policy.ts`, 'utf8')
  expect(roleSchema.options.filter((role) => text.includes(`'${role}'`))).toEqual([])
})
