// A real school's aSc timetable as a school of its own, its classes filled with invented pupils.
import type { AscTimetable } from '@zhurnal/reporting/imports/asc-timetable'
import { bellsOf, roomsOf, slotsOf, subjectsOf } from './asc-hours.js'
import { classesOf, coordinatorOf, LearnersOf, pupilsOf, type Doubt } from './asc-learners.js'
import { idsOf, type Ids } from './ids.js'
import { timeZone } from './plan.js'
import type { CoursePlan, GrantPlan, PersonPlan, SchoolPlan, SubjectLine } from './school-plan.js'
import { planYear, schoolDays, yearStart, type PeriodPlan, type YearPlan } from './year.js'

export type FileSchool = {
  readonly plan: SchoolPlan
  /** The quarter whose lessons are dated. */
  readonly term: PeriodPlan
  readonly doubts: readonly Doubt[]
}

/** The quarter around a day: the latest one with a school day before it, in this school year or the one before. */
export function termBefore(
  ids: Ids,
  today: string,
  studyDays: readonly number[],
): { year: YearPlan; term: PeriodPlan } {
  for (const start of [yearStart(today), yearStart(today) - 1]) {
    const year = planYear(ids, start)
    const quarters = year.periods.filter((period) => period.kind === 'QUARTER')
    const term = quarters.findLast((one) =>
      schoolDays(year, studyDays, one.startsOn, one.endsOn).some((day) => day.date < today),
    )
    if (term) return { year, term }
  }
  throw new Error(`no quarter before ${today}`)
}

/** `name` names the school; `key` (a digest of the file) makes its ids. */
export function schoolOfFile(file: AscTimetable, name: string, key: string, today: string): FileSchool {
  const ids = idsOf(`timetable ${key}`)
  const doubts: Doubt[] = []
  const used = new Set(file.placements.flatMap(({ days }) => days.map((day) => (day % 7) + 1)))
  const studyDays = [1, 2, 3, 4, 5, 6, 7].filter((day) => day <= 5 || used.has(day))
  const { year, term } = termBefore(ids, today, studyDays)
  const teachers = teachersOf(ids, file, doubts)
  const teacherOf = new Map(teachers.map(({ file: id, person }) => [id, person.id]))
  const classes = classesOf(ids, file, teacherOf, doubts)
  const pupils = pupilsOf(classes, ids, year.startsOn, Number(year.startsOn.slice(0, 4)))
  const learners = new LearnersOf(ids, file, pupils, year.startsOn)
  const { subjects, subjectOf } = subjectsOf(ids, file)
  const { rooms, roomOf } = roomsOf(ids, file)
  const { bells, scheduleOf } = bellsOf(ids, file, doubts)
  const grades = new Map(classes.map((one) => [one.id, one.grade]))
  const { courses, courseOf } = coursesOf(ids, file, { learners, subjectOf, teacherOf, grades })
  const index = year.periods.filter((one) => one.kind === 'QUARTER').indexOf(term)
  const slots = slotsOf(
    ids,
    file,
    { courseOf, roomOf, scheduleOf, term: Math.min(index, file.cycle.terms - 1) },
    doubts,
  )
  const coordinator = coordinatorOf(ids)
  const grants = grantsOf(
    ids,
    teachers.map(({ person }) => person),
    classes,
    coordinator,
    year.startsOn,
  )
  const plan: SchoolPlan = {
    id: ids.school,
    name,
    shortName: name,
    timeZone,
    studyDays,
    year,
    classes,
    people: [...teachers.map(({ person }) => person), coordinator, ...pupils],
    groups: [...learners.groups.values()],
    grants,
    logins: [{ username: 'coordinator', personId: coordinator.id }],
    subjects,
    rooms,
    bells,
    courses,
    timetable: {
      id: ids.of('timetable', 1),
      name: 'Расписание из файла',
      validFrom: term.startsOn,
      validUntil: term.endsOn,
      slots,
    },
  }
  return { plan, term, doubts }
}

function teachersOf(ids: Ids, file: AscTimetable, doubts: Doubt[]): { file: string; person: PersonPlan }[] {
  return file.teachers.map((one) => {
    const words = (one.name.trim() || one.short.trim()).split(/\s+/)
    const lastName = one.lastName?.trim() || words[0] || `Учитель ${one.id}`
    const given = (one.firstName?.trim() || words.slice(1).join(' ')).split(/\s+/).filter(Boolean)
    if (given.length === 0) doubts.push({ code: 'TEACHER_WITHOUT_FIRST_NAME', value: one.name || one.id })
    const person = {
      id: ids.of('person', 'teacher', one.id),
      lastName,
      firstName: given[0] ?? '—',
      patronymic: given.slice(1).join(' ') || null,
      staff: { position: 'учитель' },
    }
    return { file: one.id, person }
  })
}

/** Lessons of the file with the same subject, learners and teacher are one course. */
function coursesOf(
  ids: Ids,
  file: AscTimetable,
  parts: {
    readonly learners: LearnersOf
    readonly subjectOf: ReadonlyMap<string, SubjectLine>
    readonly teacherOf: ReadonlyMap<string, string>
    readonly grades: ReadonlyMap<string, number>
  },
): { courses: CoursePlan[]; courseOf: Map<string, string> } {
  const hours = hoursOf(file)
  const courses = new Map<string, CoursePlan>()
  const courseOf = new Map<string, string>()
  for (const lesson of file.lessons) {
    const [learners, subject] = [parts.learners.of(lesson), parts.subjectOf.get(lesson.subjectId)]
    const weeklyHours = hours.get(lesson.id) ?? 0
    // What the file does not place, or names no class or subject for, is told by its own problem code.
    if (!learners || !subject || weeklyHours === 0) continue
    const teacherId = lesson.teacherIds.flatMap((id) => parts.teacherOf.get(id) ?? [])[0] ?? null
    const of = learners.schoolClassId ?? learners.group.id
    const id = ids.of('course', subject.id, of, teacherId ?? '')
    const known = courses.get(id)
    const classIds = learners.group === null ? [learners.schoolClassId] : learners.group.schoolClassIds
    courses.set(id, {
      id,
      subjectId: subject.id,
      subjectName: subject.name,
      withoutAttestation: subject.withoutAttestation,
      grade: Math.min(...classIds.map((one) => parts.grades.get(one) ?? 5)),
      schoolClassId: learners.schoolClassId,
      groupId: learners.group?.id ?? null,
      teacherId,
      weeklyHours: Math.min(40, (known?.weeklyHours ?? 0) + weeklyHours),
    })
    courseOf.set(lesson.id, id)
  }
  return { courses: [...courses.values()], courseOf }
}

/** Lessons a week as placed: every other week counts half. */
function hoursOf(file: AscTimetable): Map<string, number> {
  const hours = new Map<string, number>()
  const cycle = file.cycle.weeks * file.cycle.terms
  for (const { lessonId, days, weeks, terms } of file.placements) {
    hours.set(lessonId, (hours.get(lessonId) ?? 0) + (days.length * weeks.length * terms.length) / cycle)
  }
  return hours
}

function grantsOf(
  ids: Ids,
  teachers: readonly PersonPlan[],
  classes: SchoolPlan['classes'],
  coordinator: PersonPlan,
  from: string,
): GrantPlan[] {
  const grant = (personId: string, role: GrantPlan['role'], schoolClassId?: string): GrantPlan => ({
    id: ids.of('grant', personId, role, schoolClassId ?? ''),
    personId,
    role,
    ...(schoolClassId ? { schoolClassId } : {}),
    from,
    orderNumber: '1-ОД',
    orderDate: from,
  })
  return [
    grant(coordinator.id, 'COORDINATOR'),
    ...teachers.map((one) => grant(one.id, 'TEACHER')),
    ...classes.flatMap((one) => (one.teacherId ? [grant(one.teacherId, 'CLASS_TEACHER', one.id)] : [])),
  ]
}
