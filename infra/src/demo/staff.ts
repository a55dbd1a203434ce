// Who teaches whom: the load of each class shared among the teachers of the subjects, and class teachers.
import { hoursOf, isInGroups, poolOf, subjects, type Pool, type SubjectPlan } from './curriculum.js'

export type ClassSeed = { readonly name: string; readonly grade: number; readonly letter: string }
export type Teacher = { readonly key: string; readonly pool: Pool; load: number }
/** A line of the load: a subject of a class, or of one of its groups (1 or 2). */
export type LoadLine = {
  readonly seed: ClassSeed
  readonly subject: SubjectPlan
  readonly group: 0 | 1 | 2
  readonly hours: number
  teacher: Teacher
}
export type Staff = {
  readonly teachers: readonly Teacher[]
  readonly load: readonly LoadLine[]
  /** By class name. */
  readonly classTeachers: ReadonlyMap<string, Teacher>
}

/** Lessons a week that one teacher is meant to have. */
const fullLoad = 24

type Bundle = {
  readonly seed: ClassSeed
  readonly group: 0 | 1 | 2
  readonly lines: SubjectPlan[]
  readonly hours: number
}

/**
 * Shares the load: what belongs together in a class (language and literature, the parts of mathematics) goes to one
 * teacher, always to the one who has least. The first class of `seeds` named 7А gets the first teacher of mathematics.
 */
export function shareLoad(seeds: readonly ClassSeed[]): Staff {
  const bundles = bundlesByPool(seeds)
  const teachers: Teacher[] = []
  const load: LoadLine[] = []
  for (const [pool, list] of bundles) {
    const own = pool === 'primary' ? [] : teachersFor(pool, list)
    for (const bundle of inOrder(list)) {
      const other = load.find((line) => line.seed === bundle.seed && line.teacher.pool === pool)?.teacher
      const teacher = pool === 'primary' ? primaryTeacher(teachers, bundle.seed) : chosen(own, other)
      if (!teachers.includes(teacher)) teachers.push(teacher)
      teacher.load += bundle.hours
      for (const subject of bundle.lines) {
        const hours = hoursOf(subject, bundle.seed.grade)
        load.push({ seed: bundle.seed, subject, group: bundle.group, hours, teacher })
      }
    }
  }
  const classTeachers = chooseClassTeachers(seeds, load)
  for (const seed of seeds.filter((one) => one.grade > 4)) {
    const teacher = classTeachers.get(seed.name)
    if (!teacher) throw new Error(`no class teacher for ${seed.name}`)
    for (const subject of subjects.filter((one) => poolOf(one, seed.grade) === 'class')) {
      const hours = hoursOf(subject, seed.grade)
      teacher.load += hours
      load.push({ seed, subject, group: 0, hours, teacher })
    }
  }
  return { teachers, load, classTeachers }
}

function bundlesByPool(seeds: readonly ClassSeed[]): Map<Pool, Bundle[]> {
  const byPool = new Map<Pool, Bundle[]>()
  for (const seed of seeds) {
    const taught = subjects.filter((subject) => hoursOf(subject, seed.grade) > 0)
    for (const pool of new Set(taught.map((subject) => poolOf(subject, seed.grade)))) {
      if (pool === 'class') continue
      const lines = taught.filter((subject) => poolOf(subject, seed.grade) === pool)
      const groups: readonly (0 | 1 | 2)[] = lines.some((line) => isInGroups(line, seed.grade)) ? [1, 2] : [0]
      const hours = lines.reduce((sum, line) => sum + hoursOf(line, seed.grade), 0)
      const list = byPool.get(pool) ?? []
      list.push(...groups.map((group) => ({ seed, group, lines, hours })))
      byPool.set(pool, list)
    }
  }
  return byPool
}

function teachersFor(pool: Pool, list: readonly Bundle[]): Teacher[] {
  const hours = list.reduce((sum, bundle) => sum + bundle.hours, 0)
  // Two groups at one hour need two teachers however few the hours are.
  const least = list.some((bundle) => bundle.group === 2) ? 2 : 1
  const count = Math.max(least, Math.ceil(hours / fullLoad))
  return Array.from({ length: count }, (_, i) => ({ key: `${pool} ${i + 1}`, pool, load: 0 }))
}

/** 7А first, then the heaviest: so the last ones level the load out. */
const inOrder = (list: readonly Bundle[]): Bundle[] =>
  [...list].sort(
    (a, b) =>
      Number(b.seed.name === '7А') - Number(a.seed.name === '7А') || b.hours - a.hours || a.group - b.group,
  )

function primaryTeacher(teachers: readonly Teacher[], seed: ClassSeed): Teacher {
  const key = `primary ${seed.name}`
  return teachers.find((teacher) => teacher.key === key) ?? { key, pool: 'primary', load: 0 }
}

/** The one with the least load, but not `other`, who has the class's other group at the same hour. */
function chosen(own: readonly Teacher[], other: Teacher | undefined): Teacher {
  const [first, ...rest] = own.filter((teacher) => teacher !== other)
  if (!first) throw new Error('a pool without teachers')
  return rest.reduce((least, one) => (one.load < least.load ? one : least), first)
}

/** Grades 1 to 4: their own teacher. Above: who has most lessons in the class and no class yet. */
function chooseClassTeachers(seeds: readonly ClassSeed[], load: readonly LoadLine[]): Map<string, Teacher> {
  const chosenFor = new Map<string, Teacher>()
  const isTaken = (teacher: Teacher) => [...chosenFor.values()].includes(teacher)
  const kept = reservedForTeacherLogin(load)
  for (const seed of [...seeds].sort((a, b) => Number(b.name === '7А') - Number(a.name === '7А'))) {
    const hours = new Map<Teacher, number>()
    for (const line of load.filter((one) => one.seed === seed)) {
      hours.set(line.teacher, (hours.get(line.teacher) ?? 0) + line.hours)
    }
    const wanted = seed.name === '7А' ? 'mathematics' : seed.grade <= 4 ? 'primary' : undefined
    const free = [...hours].filter(([teacher]) => !isTaken(teacher) && teacher !== kept)
    const best = free
      .filter(([teacher]) => !wanted || teacher.pool === wanted)
      .sort(([, a], [, b]) => b - a)[0]
    if (best) chosenFor.set(seed.name, best[0])
  }
  return chosenFor
}

/** The teacher of language in 7А has no class: it is the login `teacher`. */
export const reservedForTeacherLogin = (load: readonly LoadLine[]): Teacher | undefined =>
  load.find((line) => line.seed.name === '7А' && line.subject.key === 'rus')?.teacher
