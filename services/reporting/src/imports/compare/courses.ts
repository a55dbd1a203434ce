import type { StagedCourse } from '../staged.js'
import type { KnownCourse } from '../state.js'
import { fullName } from '../names.js'
import { differences, idFor, put, rememberedAs, type Comparing } from './plan.js'

type Meant = {
  readonly one: StagedCourse
  readonly subjectId: string
  readonly classId: string | null
  readonly groupId: string | null
  readonly teacherId: string | null
}

export function compareCourses(comparing: Comparing): void {
  const meant = comparing.staged.courses.flatMap((one) => meaningOf(comparing, one) ?? [])
  const taken = new Set<string>()
  const exact = new Map<string, KnownCourse>()
  for (const course of comparing.school.courses) exact.set(likeness(course), course)
  // Courses that stay as they are are taken out first: what is left may have a new teacher.
  const same = new Map(
    meant.flatMap((one) => {
      const known = remembered(comparing, one) ?? exact.get(likeness(one))
      return known ? [[one, known] as const] : []
    }),
  )
  for (const known of same.values()) taken.add(known.id)
  const fresh = new Map<string, string>()
  for (const one of meant) {
    const known = same.get(one) ?? successor(comparing, one, meant, taken)
    if (known) taken.add(known.id)
    const twin = known ? undefined : fresh.get(likeness(one))
    if (twin) putCourse(comparing, one, null, twin)
    else fresh.set(likeness(one), putCourse(comparing, one, known ?? null))
  }
}

/** Null: what it needs is left out; said with the item. */
function meaningOf(comparing: Comparing, one: StagedCourse): Meant | null {
  const subjectId = idFor(comparing, 'SUBJECT', one.subject)
  const classId = idFor(comparing, 'CLASS', one.schoolClass) ?? null
  const groupId = idFor(comparing, 'GROUP', one.group) ?? null
  if (subjectId && (classId ?? groupId))
    return { one, subjectId, classId, groupId, teacherId: idFor(comparing, 'PERSON', one.teacher) ?? null }
  const note = 'Пропущен: нет его предмета, класса или группы'
  put(comparing, {
    entity: 'COURSE',
    key: one.key,
    line: one.line,
    name: titleOf(comparing, one),
    action: 'SKIPPED',
    targetId: null,
    note,
  })
  return null
}

const remembered = (comparing: Comparing, { one }: Meant): KnownCourse | undefined => {
  const id = rememberedAs(comparing, 'COURSE', one.key)
  return comparing.school.courses.find((course) => course.id === id)
}

const likeness = (one: Omit<Meant, 'one'>): string =>
  [one.subjectId, one.classId ?? '', one.groupId ?? '', one.teacherId ?? ''].join(' ')
const learners = (one: Omit<Meant, 'one' | 'teacherId'>): string =>
  [one.subjectId, one.classId ?? '', one.groupId ?? ''].join(' ')

/**
 * The one course of the same subject and learners that the file does not name otherwise: its teacher has changed, and the
 * journal page goes on. Two of them cannot be told apart by the file: then the course is a new one.
 */
function successor(
  comparing: Comparing,
  one: Meant,
  meant: readonly Meant[],
  taken: ReadonlySet<string>,
): KnownCourse | undefined {
  const left = comparing.school.courses.filter(
    (course) => learners(course) === learners(one) && !taken.has(course.id),
  )
  const rivals = meant.filter((other) => learners(other) === learners(one))
  return left.length === 1 && rivals.length === 1 ? left[0] : undefined
}

function putCourse(comparing: Comparing, meant: Meant, known: KnownCourse | null, twin?: string): string {
  const { one } = meant
  const base = { entity: 'COURSE' as const, key: one.key, line: one.line, name: titleOf(comparing, one) }
  if (twin) {
    put(comparing, { ...base, action: 'UNCHANGED', targetId: twin, note: 'Назван в файле не один раз' })
    return twin
  }
  if (!known) {
    const id = comparing.idOf('COURSE', one.key)
    const { subjectId, classId, groupId, teacherId } = meant
    const input = {
      id,
      subjectId,
      schoolClassId: groupId ? null : classId,
      groupId,
      teacherId,
      weeklyHours: one.weeklyHours,
    }
    put(comparing, { ...base, action: 'NEW', targetId: id, act: { input } })
    return id
  }
  const hours = known.weeklyHours === one.weeklyHours ? undefined : one.weeklyHours
  const teacher =
    known.teacherId === meant.teacherId || meant.teacherId === null ? undefined : meant.teacherId
  const changes = differences([
    [
      'Учитель',
      personName(comparing, known.teacherId),
      teacher === undefined ? undefined : personName(comparing, teacher),
    ],
    ['Часов в неделю', String(known.weeklyHours), hours === undefined ? undefined : String(hours)],
  ])
  const act =
    changes.length === 0
      ? {}
      : {
          input: {
            id: known.id,
            ...(teacher === undefined ? {} : { teacherId: teacher }),
            ...(hours === undefined ? {} : { weeklyHours: hours }),
          },
          before: {
            id: known.id,
            ...(teacher === undefined ? {} : { teacherId: known.teacherId }),
            ...(hours === undefined ? {} : { weeklyHours: known.weeklyHours }),
          },
        }
  put(comparing, {
    ...base,
    action: changes.length > 0 ? 'CHANGED' : 'UNCHANGED',
    targetId: known.id,
    changes,
    act,
  })
  return known.id
}

function personName(comparing: Comparing, id: string | null): string | null {
  const known = comparing.school.people.find((one) => one.id === id)
  const staged = comparing.staged.people.find((one) => idFor(comparing, 'PERSON', one.key) === id)
  return known ? fullName(known) : staged ? fullName(staged) : null
}

export function titleOf({ staged }: Comparing, one: StagedCourse): string {
  const subject = staged.subjects.find(({ key }) => key === one.subject)?.name ?? one.subject
  const group = staged.groups.find(({ key }) => key === one.group)
  const classes = staged.classes.filter(({ key }) => key === one.schoolClass || group?.classes.includes(key))
  return [[...classes.map(({ name }) => name), group?.name].filter(Boolean).join(' '), subject]
    .filter(Boolean)
    .join(': ')
}
