import { plain } from '../names.js'
import type { StagedBells, StagedRoom, StagedSubject } from '../staged.js'
import type { KnownBells } from '../state.js'
import { put, rememberedAs, type Comparing } from './plan.js'

export function compareDirectories(comparing: Comparing): void {
  compareNamed(comparing, 'SUBJECT')
  compareNamed(comparing, 'ROOM')
  compareBells(comparing)
}

/** Names of a directory are unique in a school: what the file names twice is one. */
function compareNamed(comparing: Comparing, entity: 'SUBJECT' | 'ROOM'): void {
  const { staged, school } = comparing
  const taken = new Map<string, string>()
  const known = new Map(
    (entity === 'SUBJECT' ? school.subjects : school.rooms).map((one) => [plain(one.name), one.id]),
  )
  const ids = new Set(known.values())
  for (const one of entity === 'SUBJECT' ? staged.subjects : staged.rooms) {
    const base = { entity, key: one.key, line: one.line, name: one.name }
    const remembered = rememberedAs(comparing, entity, one.key)
    const targetId =
      (remembered && ids.has(remembered) ? remembered : undefined) ?? known.get(plain(one.name))
    const twin = taken.get(plain(one.name))
    if (targetId || twin) {
      put(comparing, {
        ...base,
        action: 'UNCHANGED',
        targetId: targetId ?? twin ?? null,
        note: targetId ? null : 'Назван в файле не один раз',
      })
      continue
    }
    const id = comparing.idOf(entity, one.key)
    taken.set(plain(one.name), id)
    const subject = isSubject(one)
      ? { shortName: one.shortName, withoutAttestation: one.withoutAttestation }
      : {}
    put(comparing, {
      ...base,
      action: 'NEW',
      targetId: id,
      act: { input: { id, name: one.name, ...subject } },
    })
  }
}

const isSubject = (one: StagedSubject | StagedRoom): one is StagedSubject => 'withoutAttestation' in one

/** A bell schedule is its hours, whatever it is called: lessons that are dated already keep theirs. */
function compareBells(comparing: Comparing): void {
  const names = new Set(comparing.school.bells.map(({ name }) => plain(name)))
  for (const one of comparing.staged.bells) {
    const base = { entity: 'BELLS' as const, key: one.key, line: one.line }
    const known = comparing.school.bells.find((other) => holds(other, one))
    if (known) {
      put(comparing, { ...base, name: known.name, action: 'UNCHANGED', targetId: known.id })
      continue
    }
    const id = comparing.idOf('BELLS', one.key)
    const name = free(one.name, names)
    names.add(plain(name))
    put(comparing, {
      ...base,
      name,
      action: 'NEW',
      targetId: id,
      act: { input: { id, name, bells: one.bells } },
    })
  }
}

function free(name: string, taken: ReadonlySet<string>): string {
  let tried = name
  for (let n = 2; taken.has(plain(tried)); n += 1) tried = `${name} (${n})`
  return tried
}

/** Every hour of the file is one of the school's, with the same number and times. */
function holds(known: KnownBells, one: StagedBells): boolean {
  const hours = new Set(known.bells.map((bell) => `${bell.number} ${bell.startsAt} ${bell.endsAt}`))
  return one.bells.every((bell) => hours.has(`${bell.number} ${bell.startsAt} ${bell.endsAt}`))
}
