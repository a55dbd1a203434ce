// Writes a planned school into roster and schedule: year, classes, people, groups, roles, logins; then directories,
// courses, the timetable and its dated lessons.
import { instantAt } from '@zhurnal/kit/time'
import { piecesOf, type Door, type Who } from './door.js'
import type { GroupPlan, SchoolPlan } from './school-plan.js'

/** As whom the school is set up: the installation itself, no person of the school. */
export const operatorOf = (plan: Pick<SchoolPlan, 'id'>): Who => ({
  schoolId: plan.id,
  personId: '00000000-0000-5000-8000-000000000001',
  name: 'Установка',
  roles: ['COORDINATOR'],
  operator: true,
})

/** The instant at which a school is set up: a morning in late August, before the year begins. */
const setUpAt = (plan: SchoolPlan): Date =>
  instantAt(plan.timeZone, `${plan.year.startsOn.slice(0, 4)}-08-26`, '10:00')

/** Of the few whose families have not given a consent yet: the list of them is not empty. */
const ground = 'приказ о зачислении; согласие ещё не получено (152-ФЗ, ст. 6, ч. 1, п. 2)'

/** School, year, classes, people, groups and roles. Resolves when the other services know of them. */
export async function setUpPeople(door: Door, plan: SchoolPlan): Promise<void> {
  const schoolId = plan.id
  const write = (mutation: string, key: string, input: Readonly<Record<string, unknown>>) =>
    door.act('roster', operatorOf(plan), setUpAt(plan), mutation, key, input)
  const { id, name, shortName, timeZone, studyDays, year } = plan
  await write('createSchool', id, { id, name, shortName, timeZone, studyDays, demonstration: true })
  await write('changeSchool', id, { schoolId, supportEmail: 'podderzhka@shkola.example' })
  const { startsOn, endsOn, periods, calendar } = year
  await write('setUpYear', year.id, {
    schoolId,
    id: year.id,
    name: year.name,
    startsOn,
    endsOn,
    periods,
    calendar,
  })
  const classes = plan.classes.map(({ id, name, grade, letter }) => ({ id, name, grade, letter }))
  for (const piece of piecesOf(classes, 200)) {
    await write('createClasses', piece[0]?.id ?? '', { schoolId, yearId: year.id, classes: piece })
  }
  const order = { number: '31-у', date: `${startsOn.slice(0, 4)}-08-25` }
  // Guardians name their children, who have to be there first.
  const inOrder = [
    ...plan.people.filter((one) => !one.guardianOf),
    ...plan.people.filter((one) => one.guardianOf),
  ]
  for (const piece of piecesOf(inOrder, 500)) {
    await write('addPeople', piece[0]?.id ?? '', { schoolId, people: piece, ground, order })
  }
  for (const input of divisionsOf(plan)) await write('divideClass', input.id, input)
  const alone = plan.groups.filter(({ division }) => !division)
  for (const piece of piecesOf(alone, 200)) {
    await write('createGroups', piece[0]?.id ?? '', { schoolId, yearId: year.id, groups: piece })
  }
  for (const piece of piecesOf(plan.grants, 500)) {
    await write('grantRoles', piece[0]?.id ?? '', { schoolId, grants: piece })
  }
  await door.applied('roster')
}

/** Divisions of the plan as roster takes them: in a class's own division everybody has a place. */
function divisionsOf({ year, groups }: SchoolPlan) {
  const parts = new Map<string, GroupPlan[]>()
  for (const group of groups)
    if (group.division) parts.set(group.division.id, [...(parts.get(group.division.id) ?? []), group])
  return [...parts.values()].flatMap((part) => {
    const [first] = part
    if (!first?.division) return []
    const { id, name, kind } = first.division
    return {
      id,
      name,
      kind,
      yearId: year.id,
      schoolClassIds: first.schoolClassIds,
      everybody: kind === 'DIVISION',
      from: first.from,
      groups: part.map((group) => ({ id: group.id, name: group.name, pupilIds: group.pupilIds })),
    }
  })
}

/** Logins with one password for all; only ever in a demonstration school. */
export async function openLogins(door: Door, plan: SchoolPlan, password: string): Promise<void> {
  const accounts = plan.logins.map((login) => ({ ...login, password, mustChangePassword: false }))
  for (const piece of piecesOf(accounts, 100)) {
    const input = { schoolId: plan.id, accounts: piece }
    await door.act('roster', operatorOf(plan), setUpAt(plan), 'openAccounts', piece[0]?.username ?? '', input)
  }
}

/** Directories, bells, courses, the timetable. Gives the number of dated lessons; resolves when the gradebook has them. */
export async function setUpTimetable(door: Door, plan: SchoolPlan): Promise<number> {
  const schoolId = plan.id
  const yearId = plan.year.id
  const write = (mutation: string, key: string, input: Readonly<Record<string, unknown>>, select?: string) =>
    door.act('schedule', operatorOf(plan), setUpAt(plan), mutation, key, input, select)
  await write('addDirectories', schoolId, { schoolId, subjects: plan.subjects, rooms: plan.rooms })
  for (const piece of piecesOf(plan.bells, 20)) {
    await write('defineBells', piece[0]?.id ?? '', { schoolId, bellSchedules: piece })
  }
  const courses = plan.courses.map(({ id, subjectId, schoolClassId, groupId, teacherId, weeklyHours }) => ({
    ...{ id, subjectId, schoolClassId, groupId, teacherId, weeklyHours },
  }))
  for (const piece of piecesOf(courses, 2000)) {
    await write('addCourses', piece[0]?.id ?? '', { schoolId, yearId, courses: piece })
  }
  await write('draftTimetable', plan.timetable.id, { schoolId, yearId, ...plan.timetable })
  const { made } = await write(
    'publishTimetable',
    plan.timetable.id,
    { versionId: plan.timetable.id },
    'made',
  )
  await door.applied('schedule')
  return Number(made)
}
