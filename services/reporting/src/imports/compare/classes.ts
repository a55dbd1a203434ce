import type { StagedClass } from '../staged.js'
import { plainClass } from '../names.js'
import { decisionOn, differences, put, rememberedAs, type Comparing } from './plan.js'

/** Where neither file nor person says the grade: written down so that the class can be taken in, and told as such. */
export const assumedGrade = 5

export function compareClasses(comparing: Comparing): void {
  const { school, staged } = comparing
  const taken = new Map<string, StagedClass>()
  for (const one of staged.classes) {
    const decision = decisionOn(comparing, 'CLASS', one.key)
    const base = { entity: 'CLASS' as const, key: one.key, line: one.line, name: one.name }
    if (decision?.kind === 'SKIP') {
      put(comparing, { ...base, action: 'SKIPPED', targetId: null, note: 'Пропущен по решению' })
      continue
    }
    const wanted = decision?.kind === 'SAME' ? decision.targetId : rememberedAs(comparing, 'CLASS', one.key)
    const known =
      decision?.kind === 'NEW'
        ? undefined
        : (school.classes.find(({ id }) => id === wanted) ??
          school.classes.find(({ name }) => plainClass(name) === plainClass(one.name)))
    const id = known?.id ?? comparing.idOf('CLASS', one.key)
    const twin = known ? taken.get(known.id) : taken.get(plainClass(one.name))
    if (twin) {
      const note = `Тот же класс, что в строке ${twin.line}`
      put(comparing, {
        ...base,
        action: 'SKIPPED',
        targetId: known?.id ?? comparing.idOf('CLASS', twin.key),
        note,
      })
      continue
    }
    taken.set(known?.id ?? plainClass(one.name), one)
    if (!known && one.mustBeKnown) {
      put(comparing, { ...base, action: 'SKIPPED', targetId: null, note: 'Такого класса в школе нет' })
      continue
    }
    if (!known) {
      const grade = decision?.grade ?? one.grade
      put(comparing, {
        ...base,
        action: 'NEW',
        targetId: id,
        note: grade === null ? `Параллель не видна: будет записана ${assumedGrade}-я. Укажите верную.` : null,
        act: { input: { id, name: one.name, grade: grade ?? assumedGrade, letter: one.letter } },
      })
      continue
    }
    // By an outside name the class is the same even when it is called otherwise by now.
    const renamed = plainClass(known.name) !== plainClass(one.name)
    const changes = differences([['Название', known.name, renamed ? one.name : undefined]])
    put(comparing, {
      ...base,
      action: changes.length > 0 ? 'CHANGED' : 'UNCHANGED',
      targetId: id,
      changes,
      act: renamed
        ? {
            input: { id, name: one.name, letter: one.letter },
            before: { id, name: known.name, letter: known.letter },
          }
        : {},
    })
  }
}
