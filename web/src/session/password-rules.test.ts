import { describe, expect, test } from '@jest/globals'
import { faultsOf, refusalOf } from './password-rules.js'

describe('what is wrong with a new password is said at its field', () => {
  test.each<[string, [string, string, string], string[]]>([
    ['nothing', ['vremennyi-1', 'svoi-parol', 'svoi-parol'], []],
    ['nothing entered', ['', '', ''], ['before', 'after']],
    ['too short', ['vremennyi-1', 'korotko', 'korotko'], ['after']],
    ['eight signs are enough', ['vremennyi-1', 'ровно-8!', 'ровно-8!'], []],
    ['too long', ['vremennyi-1', 'д'.repeat(129), 'д'.repeat(129)], ['after']],
    ['the same as before', ['vremennyi-1', 'vremennyi-1', 'vremennyi-1'], ['after']],
    ['not repeated', ['vremennyi-1', 'svoi-parol', 'svoi-porol'], ['again']],
  ])('%s', (_, [before, after, again], fields) => {
    expect(Object.keys(faultsOf(before, after, again))).toEqual(fields)
  })

  test.each([
    [400, 'INVALID_PASSWORD', 'before'],
    [400, 'PASSWORD_UNCHANGED', 'after'],
    [400, 'PASSWORD_TOO_SHORT', 'after'],
    [429, 'TOO_OFTEN', 'whole'],
    [400, 'toString', 'whole'],
    [502, '', 'whole'],
  ])('the door’s %i %s is told at %s', (status, code, field) => {
    expect(Object.keys(refusalOf(status, code))).toEqual([field])
  })
})
