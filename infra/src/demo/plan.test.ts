import { expect, test } from '@jest/globals'
import { dailyLimit, hoursOf, subjects, weeklyLimit } from './curriculum.js'
import { planSchool, smallSchool } from './plan.js'
import type { SchoolPlan } from './school-plan.js'

const whole = planSchool('2026-11-23')
const small = planSchool('2026-11-23', smallSchool)

/** Slots of the lessons that a class has, its groups' lessons too, without the specialist's. */
function slotsOf(plan: SchoolPlan, className: string) {
  const id = plan.classes.find((one) => one.name === className)?.id ?? ''
  const groups = new Set(
    plan.groups
      .filter((group) => group.schoolClassIds.length === 1 && group.schoolClassIds[0] === id)
      .map((one) => one.id),
  )
  const specialist = plan.logins.find((login) => login.username === 'specialist')?.personId
  const courses = new Map(
    plan.courses
      .filter(
        (one) => one.teacherId !== specialist && (one.schoolClassId === id || groups.has(one.groupId ?? '')),
      )
      .map((one) => [one.id, one]),
  )
  return plan.timetable.slots.flatMap((slot) => {
    const course = courses.get(slot.courseId)
    return course ? [{ ...slot, course }] : []
  })
}

const hourOf = (slot: { weekday: number; number: number }) => `${slot.weekday} ${slot.number}`
const doubles = (names: readonly string[]) => names.filter((name, i) => names.indexOf(name) < i)

test('the school is that of the contract: 33 classes, about a thousand pupils, 30 in 7А, 60 staff', () => {
  const pupils = whole.people.filter((one) => one.pupil)
  const classId = whole.classes.find((one) => one.name === '7А')?.id
  expect(whole.classes.map((one) => one.name)).toHaveLength(33)
  expect(pupils.length).toBeGreaterThan(950)
  expect(pupils.length).toBeLessThan(1050)
  expect(pupils.filter((one) => one.pupil?.schoolClassId === classId)).toHaveLength(30)
  expect(whole.people.filter((one) => one.staff)).toHaveLength(60)
})

test('the same day gives the same school, ids included, and so does every day of one school year', () => {
  expect(planSchool('2026-11-23')).toEqual(whole)
  expect(planSchool('2027-02-01').timetable).toEqual(whole.timetable)
  expect(planSchool('2027-09-10').id).not.toBe(whole.id)
})

test.each([
  ['whole', whole],
  ['small', small],
])('%s: no teacher, room or pupil is in two places at one hour', (_, plan) => {
  const courses = new Map(plan.courses.map((one) => [one.id, one]))
  const { slots } = plan.timetable
  expect(doubles(slots.map((slot) => `${hourOf(slot)} ${courses.get(slot.courseId)?.teacherId}`))).toEqual([])
  expect(doubles(slots.map((slot) => `${hourOf(slot)} ${slot.roomId}`))).toEqual([])
  const groups = new Map(plan.groups.map((group) => [group.id, group.pupilIds]))
  const pupils = slots.flatMap((slot) => {
    const course = courses.get(slot.courseId)
    const own = course?.groupId
      ? (groups.get(course.groupId) ?? [])
      : plan.people.filter((one) => one.pupil?.schoolClassId === course?.schoolClassId).map((one) => one.id)
    return own.map((id) => `${hourOf(slot)} ${id}`)
  })
  expect(new Set(pupils).size).toBe(pupils.length)
})

test.each(whole.classes.map((one) => [one.name, one.grade] as const))(
  '%s has the lessons of its grade, within the limits of a week and a day, without gaps',
  (name, grade) => {
    const slots = slotsOf(whole, name)
    const hours = [...new Set(slots.map(hourOf))]
    const wanted = subjects.reduce((sum, subject) => sum + hoursOf(subject, grade), 0)
    expect(hours).toHaveLength(wanted)
    expect(hours.length).toBeLessThanOrEqual(weeklyLimit(grade))
    const days = [1, 2, 3, 4, 5].map((day) =>
      hours.filter((hour) => hour.startsWith(`${day} `)).map((hour) => Number(hour.slice(2))),
    )
    for (const numbers of days) expect(numbers.sort()).toEqual(numbers.map((_, i) => i + 1))
    const long = days.flatMap((numbers, i) => (numbers.length > dailyLimit(grade) ? [i + 1] : []))
    const sport = new Set(
      slots.filter((slot) => slot.course.subjectName === 'Физическая культура').map((one) => one.weekday),
    )
    // In 1 to 4 one day may be longer by a lesson, when physical education is among its lessons.
    expect(long.length).toBeLessThanOrEqual(grade <= 4 ? 1 : 0)
    expect(long.every((day) => sport.has(day))).toBe(true)
  },
)

test('no subject is taught to a class twice on one day unless it has more lessons than there are days', () => {
  for (const { name } of whole.classes) {
    const seen = slotsOf(whole, name)
      .filter(({ course }) => course.weeklyHours <= 5)
      .map(({ course, weekday }) => `${course.id} ${weekday}`)
    expect(doubles(seen)).toEqual([])
  }
})

test('the logins are those of the contract, each with the roles that its name says', () => {
  const rolesOf = (username: string) => {
    const login = whole.logins.find((one) => one.username === username)
    return whole.grants.filter((one) => one.personId === login?.personId).map((one) => one.role)
  }
  const guests = [1, 2, 3, 4, 5].map((n) => `guest-${n}`)
  expect(whole.logins.map((one) => one.username).sort()).toEqual(
    [
      ...[
        'coordinator',
        'journal-admin',
        'director',
        'deputy',
        'class-teacher',
        'teacher',
        'specialist',
        'clerk',
      ],
      ...['pupil', 'guardian', 'inspector', ...guests],
    ].sort(),
  )
  expect(rolesOf('coordinator')).toEqual(['COORDINATOR'])
  expect(rolesOf('class-teacher').sort()).toEqual(['CLASS_TEACHER', 'TEACHER'])
  expect(rolesOf('teacher')).toEqual(['TEACHER'])
  expect(rolesOf('inspector')).toEqual(['INSPECTOR'])
  for (const guest of guests) expect(rolesOf(guest)).toContain('TEACHER')
})

test('the class teacher of 7А teaches mathematics there; every class has a class teacher of its own', () => {
  const login = (username: string) => whole.logins.find((one) => one.username === username)?.personId
  const seventh = whole.classes.find((one) => one.name === '7А')
  expect(seventh?.teacherId).toBe(login('class-teacher'))
  const taught = whole.courses.filter(
    (one) => one.schoolClassId === seventh?.id && one.teacherId === seventh?.teacherId,
  )
  expect(taught.map((one) => one.subjectName)).toEqual(expect.arrayContaining(['Алгебра', 'Геометрия']))
  expect(new Set(whole.classes.map((one) => one.teacherId)).size).toBe(33)
  expect(whole.classes.every((one) => one.teacherId !== login('teacher'))).toBe(true)
})

test('the login guardian has the login pupil and a child in another class', () => {
  const person = (username: string) =>
    whole.people.find((one) => one.id === whole.logins.find((login) => login.username === username)?.personId)
  const children = (person('guardian')?.guardianOf ?? []).map((id) =>
    whole.people.find((one) => one.id === id),
  )
  expect(children.map((child) => child?.id)).toContain(person('pupil')?.id)
  expect(new Set(children.map((child) => child?.pupil?.schoolClassId)).size).toBe(2)
})

test('nobody of the staff shares a surname, nobody of the school a full name', () => {
  const staff = whole.people.filter((one) => one.staff).map((one) => one.lastName.replace(/а$/, ''))
  expect(doubles(staff)).toEqual([])
  expect(doubles(whole.people.map((one) => `${one.lastName} ${one.firstName} ${one.patronymic}`))).toEqual([])
})
