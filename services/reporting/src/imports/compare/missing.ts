// Who of the school is not in a list that may be a full one. Told and counted; nothing is ever done about it by itself.
import { fullName, plain } from '../names.js'
import type { KnownPerson } from '../state.js'
import { put, type Comparing } from './plan.js'

/** Pupils are looked for in the classes that the file names: a list of one class says nothing about the others. */
export function tellMissing(comparing: Comparing): void {
  const { staged, school, items } = comparing
  const kind = staged.listOf
  if (!kind) return
  const classes = new Set(
    items.flatMap(({ entity, targetId }) => (entity === 'CLASS' && targetId ? [targetId] : [])),
  )
  const people = items.filter(({ entity }) => entity === 'PERSON')
  const meant = new Set(
    people.flatMap(({ targetId, candidates }) => [
      ...(targetId ? [targetId] : []),
      ...candidates.map(({ id }) => id),
    ]),
  )
  const written = new Set(staged.people.filter((one) => one.kind === kind).map(shortName))
  const absent = school.people.filter(
    (one) => one.kind === kind && !meant.has(one.id) && !written.has(shortName(one)),
  )
  const nameOfClass = new Map(school.classes.map(({ id, name }) => [id, name]))
  for (const one of absent) {
    if (kind === 'PUPIL' && !classes.has(one.classId ?? '')) continue
    const name = [fullName(one), nameOfClass.get(one.classId ?? '')].filter(Boolean).join(', ')
    put(comparing, {
      entity: 'PERSON',
      key: `missing ${one.id}`,
      line: null,
      name,
      action: 'MISSING',
      targetId: null,
      note:
        kind === 'PUPIL'
          ? 'В школе есть, в файле нет. Если выбыл, внесите приказ: сам по себе список никого не убирает'
          : 'В школе есть, в файле нет. Если уволен, завершите назначения: сам по себе список никого не убирает',
      candidates: [{ id: one.id, name }],
    })
  }
  if (kind === 'PUPIL') tellClasses(comparing, classes)
}

/** Classes with pupils of which the file has no row. */
function tellClasses({ school, problems }: Comparing, inFile: ReadonlySet<string>): void {
  const left = school.classes.filter(
    ({ id }) =>
      !inFile.has(id) && school.people.some(({ kind, classId }) => kind === 'PUPIL' && classId === id),
  )
  if (left.length === 0) return
  const names = left.slice(0, 20).map(({ name }) => name)
  const more = left.length > names.length ? ` и ещё ${left.length - names.length}` : ''
  problems.push({
    line: null,
    code: 'CLASSES_NOT_IN_FILE',
    message: `Этих классов школы в файле нет, об их учениках он ничего не говорит: ${names.join(', ')}${more}.`,
    count: left.length,
  })
}

const shortName = (one: Pick<KnownPerson, 'lastName' | 'firstName'>): string =>
  plain(`${one.lastName} ${one.firstName}`)
