import { describe, expect, test } from '@jest/globals'
import type { Role } from '../generated/graph.js'
import { firstPage, hatFor, hatsOf } from './hats.js'

const grant = (role: Role, className?: string) => ({
  role,
  school: null,
  schoolClass: className ? { id: className, name: className, grade: 7 } : null,
})

describe('hats', () => {
  test('a class teacher who teaches has two, one a role', () => {
    const hats = hatsOf([grant('CLASS_TEACHER', '7А'), grant('TEACHER'), grant('CLASS_TEACHER', '7Б')])
    expect(hats.map(({ name }) => name)).toEqual(['Учитель', 'Классный руководитель 7А, 7Б'])
  })
  test.each<[Role, string]>([
    ['TEACHER', '/teacher/day'],
    ['JOURNAL_ADMIN', '/journal-admin/changes'],
    ['COORDINATOR', '/coordinator/office'],
    ['INSPECTOR', '/inspector/journals'],
    ['GUARDIAN', '/guardian/diary'],
  ])('%s lands at %s', (role, path) => {
    expect(hatsOf([grant(role)]).map(firstPage)).toEqual([path])
  })
  test('an address sent by a colleague opens under an own hat', () => {
    const hats = hatsOf([grant('TEACHER'), grant('DEPUTY')])
    expect(hatFor(hats, 'coordinator', 'changes')?.role).toBe('DEPUTY')
    expect(hatFor(hats, 'deputy', 'journals')?.role).toBe('DEPUTY')
    expect(hatFor(hats, 'pupil', 'diary')?.role).toBe('TEACHER')
  })
})
