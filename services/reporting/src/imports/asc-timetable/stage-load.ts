// Who is taught what by whom: the file's lessons as courses, with the groups that they name.
import type { StagedCourse, StagedGroup } from '../staged.js'
import type { AscGroup, AscLesson, AscTimetable } from './timetable.js'

type Learners = { readonly schoolClass: string | null; readonly group: string | null }

/** Lessons with the same subject, learners and teacher are one course. */
export function stageLoad(file: AscTimetable): {
  courses: StagedCourse[]
  groups: StagedGroup[]
  courseOf: Map<string, string>
} {
  const groups = new Groups(file)
  const hours = hoursOf(file)
  const courses = new Map<string, StagedCourse>()
  const courseOf = new Map<string, string>()
  for (const lesson of file.lessons) {
    const learners = groups.learnersOf(lesson)
    const weekly = hours.get(lesson.id) ?? 0
    // What the file does not place, or names no class for, is told by its own problem code.
    if (!learners || weekly === 0) continue
    const teacher = lesson.teacherIds[0] ?? null
    const key = [lesson.subjectId, learners.schoolClass ?? learners.group, teacher ?? ''].join(' ')
    const known = courses.get(key)
    courses.set(key, {
      key,
      line: known?.line ?? file.lines.get(`lesson ${lesson.id}`) ?? 1,
      subject: lesson.subjectId,
      ...learners,
      teacher,
      weeklyHours: Math.min(40, (known?.weeklyHours ?? 0) + weekly),
    })
    courseOf.set(lesson.id, key)
  }
  return { courses: [...courses.values()], groups: groups.all(), courseOf }
}

/** Lessons a week as placed: every other week counts half. */
function hoursOf(file: AscTimetable): Map<string, number> {
  const hours = new Map<string, number>()
  const cycle = file.cycle.weeks * file.cycle.terms
  for (const { lessonId, days, weeks, terms } of file.placements) {
    const share = (days.length * weeks.length * terms.length) / cycle
    hours.set(lessonId, (hours.get(lessonId) ?? 0) + share)
  }
  return hours
}

/** Groups that lessons name: a part of a class, or parts and classes that are taught together. */
class Groups {
  private readonly made = new Map<string, StagedGroup>()
  private readonly classes: ReadonlySet<string>
  private readonly byId: ReadonlyMap<string, AscGroup>

  constructor(private readonly file: AscTimetable) {
    this.classes = new Set(file.classes.map(({ id }) => id))
    this.byId = new Map(file.groups.map((one) => [one.id, one]))
  }

  all(): StagedGroup[] {
    return [...this.made.values()]
  }

  /** Null: the lesson names no class that the file has. */
  learnersOf(lesson: AscLesson): Learners | null {
    const classes = lesson.classIds.filter((id) => this.classes.has(id))
    const parts = lesson.groupIds
      .flatMap((id) => this.byId.get(id) ?? [])
      .filter((group) => !group.entireClass && classes.includes(group.classId))
    const [only] = classes
    if (!only) return null
    if (classes.length === 1 && parts.length === 0) return { schoolClass: only, group: null }
    return { schoolClass: null, group: this.group(classes, parts) }
  }

  private group(classes: readonly string[], parts: readonly AscGroup[]): string {
    const key =
      [...classes].sort().join('+') +
      ' ' +
      parts
        .map(({ id }) => id)
        .sort()
        .join('+')
    const names = [...new Set(parts.map(({ name }) => name))]
    if (!this.made.has(key))
      this.made.set(key, {
        key,
        line: this.file.lines.get(`group ${parts[0]?.id ?? ''}`) ?? 1,
        name: names.join(' + ') || 'поток',
        classes: [...classes],
        // Whole classes taught together are known; who is in a part of a class no such file tells.
        members: parts.length === 0 ? 'ALL' : undefined,
      })
    return key
  }
}
