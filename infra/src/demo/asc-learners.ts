// Classes and study groups of a timetable file, and who of the invented pupils is in which.
import type { AscTimetable } from '@zhurnal/reporting/imports/asc-timetable'
import type { Ids } from './ids.js'
import { adultName, childName, pickFather, pickSurname } from './names.js'
import { Names } from './people.js'
import { Random } from './random.js'
import type { ClassPlan, GroupPlan, PersonPlan } from './school-plan.js'

type Lesson = AscTimetable['lessons'][number]
type Group = AscTimetable['groups'][number]

/** A thing of the file that could not become what it says, by a code of the program's own. */
export type Doubt = { readonly code: string; readonly value: string }

export const pupilsOfClass = 25

/** Classes as the file names them; a grade that it does not tell is 5, one that no school has is brought into 1 to 11. */
export function classesOf(
  ids: Ids,
  file: AscTimetable,
  teacherOf: ReadonlyMap<string, string>,
  doubts: Doubt[],
): ClassPlan[] {
  const used = new Map<string, number>()
  return file.classes.map((one) => {
    const name = one.name.trim() || one.short.trim() || `Класс ${one.id}`
    const times = (used.get(name) ?? 0) + 1
    used.set(name, times)
    if (times > 1) doubts.push({ code: 'CLASS_NAME_TWICE', value: name })
    if (one.grade === null) doubts.push({ code: 'GRADE_TAKEN_AS_5', value: name })
    if (one.grade !== null && one.grade > 11)
      doubts.push({ code: 'GRADE_ABOVE_11', value: `${name}: ${one.grade}` })
    return {
      id: ids.of('class', one.id),
      name: times > 1 ? `${name} (${times})` : name,
      grade: Math.min(11, Math.max(1, one.grade ?? 5)),
      letter: /[А-ЯЁA-Z]$/i.exec(name)?.[0] ?? null,
      teacherId: teacherOf.get(one.classTeacherId ?? '') ?? null,
    }
  })
}

/** Invented pupils, 25 a class. */
export function pupilsOf(
  classes: readonly ClassPlan[],
  ids: Ids,
  from: string,
  yearStart: number,
): PersonPlan[] {
  const names = new Names()
  return classes.flatMap((one) =>
    Array.from({ length: pupilsOfClass }, (_, i) => {
      const random = new Random('pupil of a file', one.name, i)
      const sex = random.chance(0.5) ? ('F' as const) : ('M' as const)
      const year = yearStart - 6 - one.grade
      return {
        id: ids.of('person', 'pupil', one.id, i),
        ...names.fresh(() => childName(random, sex, pickSurname(random), pickFather(random))),
        birthDate: `${year}-0${random.between(1, 9)}-${random.between(10, 28)}`,
        pupil: { schoolClassId: one.id, from },
      }
    }),
  )
}

/** The coordinator of the school: an invented person, the file names teachers only. */
export function coordinatorOf(ids: Ids): PersonPlan {
  const name = adultName(new Random('coordinator of a file'), 'F')
  return { id: ids.of('person', 'coordinator'), ...name, staff: { position: 'координатор журнала' } }
}

/** Whom a lesson teaches: one whole class, or a group; null when the file names no class that it has. */
export type Learners =
  | { readonly schoolClassId: string; readonly group: null }
  | { readonly schoolClassId: null; readonly group: GroupPlan }

/** Learners of every lesson, each group made once. */
export class LearnersOf {
  readonly groups = new Map<string, GroupPlan>()
  private readonly classIds: ReadonlySet<string>
  private readonly byId: ReadonlyMap<string, Group>

  constructor(
    private readonly ids: Ids,
    private readonly file: AscTimetable,
    private readonly pupils: readonly PersonPlan[],
    private readonly from: string,
  ) {
    this.classIds = new Set(file.classes.map((one) => one.id))
    this.byId = new Map(file.groups.map((one) => [one.id, one]))
  }

  of(lesson: Lesson): Learners | null {
    const classes = lesson.classIds.filter((id) => this.classIds.has(id))
    const named = lesson.groupIds.flatMap((id) => this.byId.get(id) ?? [])
    const parts = named.filter((group) => !group.entireClass && classes.includes(group.classId))
    const [only] = classes
    if (!only) return null
    if (classes.length === 1 && parts.length === 0)
      return { schoolClassId: this.ids.of('class', only), group: null }
    return { schoolClassId: null, group: this.group(classes, parts) }
  }

  private group(classes: readonly string[], parts: readonly Group[]): GroupPlan {
    const key =
      [...classes].sort().join(',') +
      '|' +
      parts
        .map((part) => part.id)
        .sort()
        .join(',')
    const known = this.groups.get(key)
    if (known) return known
    const names = [...new Set(parts.map((part) => part.name))]
    const group = {
      id: this.ids.of('group', key),
      name: names.join(' + ') || 'поток',
      schoolClassIds: classes.map((id) => this.ids.of('class', id)),
      pupilIds: classes.flatMap((id) =>
        this.members(
          id,
          parts.filter((part) => part.classId === id),
        ),
      ),
      from: this.from,
    }
    this.groups.set(key, group)
    return group
  }

  /** A class without groups of its own takes part as a whole; a division deals its pupils out to its groups in turn. */
  private members(classId: string, parts: readonly Group[]): string[] {
    const id = this.ids.of('class', classId)
    const own = this.pupils.filter((one) => one.pupil?.schoolClassId === id).map((one) => one.id)
    if (parts.length === 0) return own
    const isIn = parts.map((part) => {
      const division = this.file.groups.filter(
        (one) => one.classId === classId && one.division === part.division && !one.entireClass,
      )
      const turn = division.findIndex((one) => one.id === part.id)
      return (i: number) => i % division.length === turn
    })
    return own.filter((_, i) => isIn.some((is) => is(i)))
  }
}
