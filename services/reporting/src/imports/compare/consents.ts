import { fullName } from '../names.js'
import type { StagedConsent } from '../staged.js'
import { idFor, put, type Comparing } from './plan.js'

const purposes: Readonly<Record<StagedConsent['purpose'], string>> = {
  EDUCATION: 'ведение журнала',
  TRANSFER: 'передача данных',
  PUBLICATION: 'публикация',
}

/** A consent for the same purpose from the same day is the same one. */
export function compareConsents(comparing: Comparing): void {
  const { staged, school, idOf } = comparing
  for (const one of staged.consents ?? []) {
    const person = staged.people.find(({ key }) => key === one.person)
    const personId = idFor(comparing, 'PERSON', one.person)
    const name = `${person ? fullName(person) : ''}: ${purposes[one.purpose]}, с ${one.from}`
    const base = { entity: 'CONSENT' as const, key: one.key, line: one.line, name }
    if (!personId) {
      put(comparing, {
        ...base,
        action: 'SKIPPED',
        targetId: null,
        note: 'Человек не найден, или не решено, кто это',
      })
      continue
    }
    const card = school.people.find(({ id }) => id === personId)?.card
    const isThere = card?.consents.some(({ purpose, from }) => purpose === one.purpose && from === one.from)
    const { key: _key, line: _line, person: _person, ...given } = one
    const id = idOf('CONSENT', one.key)
    put(
      comparing,
      isThere
        ? { ...base, action: 'UNCHANGED', targetId: null }
        : { ...base, action: 'NEW', targetId: id, act: { input: { id, personId, ...given } } },
    )
  }
}
