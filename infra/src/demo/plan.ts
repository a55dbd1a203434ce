// The demonstration school (contract, «Demonstration school»): a function of the day alone.
import { hoursOf, subjects } from './curriculum.js'
import { idsOf, type Ids } from './ids.js'
import { families, Names, offices, staffPeople } from './people.js'
import { Random } from './random.js'
import type { BellsPlan, ClassPlan, GrantPlan, LoginPlan, PersonPlan, SchoolPlan } from './school-plan.js'
import { reservedForTeacherLogin, shareLoad, type ClassSeed, type Staff } from './staff.js'
import { coursesOf, groupsOf, roomsOf, slotsOf } from './week-plan.js'
import { planYear, yearStart } from './year.js'

export const timeZone = 'Europe/Moscow'

/** All 33 classes, 1А to 11В. */
export const wholeSchool: readonly ClassSeed[] = Array.from({ length: 11 }, (_, i) => i + 1).flatMap(
  (grade) => ['А', 'Б', 'В'].map((letter) => ({ name: `${grade}${letter}`, grade, letter })),
)
/** Three classes, for tests and for the demonstration without a screen. */
export const smallSchool: readonly ClassSeed[] = [
  { name: '2Б', grade: 2, letter: 'Б' },
  { name: '7А', grade: 7, letter: 'А' },
  { name: '10А', grade: 10, letter: 'А' },
]

export const bellTimes: BellsPlan['bells'] = [
  ['08:30', '09:15'],
  ['09:25', '10:10'],
  ['10:30', '11:15'],
  ['11:35', '12:20'],
  ['12:30', '13:15'],
  ['13:25', '14:10'],
  ['14:20', '15:05'],
  ['15:15', '16:00'],
].map(([startsAt = '', endsAt = ''], i) => ({ number: i + 1, startsAt, endsAt }))

const sizeOf = (seed: ClassSeed): number =>
  seed.name === '7А'
    ? 30
    : new Random('size', seed.name).between(seed.grade > 9 ? 26 : 28, seed.grade > 9 ? 29 : 33)

/** The school on a day, YYYY-MM-DD in its own zone; the same day gives the same plan, ids included. */
export function planSchool(today: string, seeds: readonly ClassSeed[] = wholeSchool): SchoolPlan {
  const start = yearStart(today)
  const ids = idsOf(`demonstration ${start} ${seeds.length}`)
  const year = planYear(ids, start)
  const staff = shareLoad(seeds)
  const names = new Names()
  const people = [
    ...staffPeople(ids, staff.teachers, names),
    ...families(ids, seeds, sizeOf, { yearStart: start, names }),
    inspector(ids, names),
  ]
  const { rooms, roomOf } = roomsOf(ids, staff.teachers)
  const bells = { id: ids.of('bells', 1), name: 'Обычный день', bells: bellTimes }
  const taught = subjects.filter((subject) => seeds.some((seed) => hoursOf(subject, seed.grade) > 0))
  const extra = specialistsPart(ids, seeds, people, bells.id, year.startsOn)
  return {
    id: ids.school,
    name: 'МОУ «Средняя школа № 0 города Примерска» (демонстрационная)',
    shortName: 'Школа № 0 (демонстрационная)',
    timeZone,
    studyDays: [1, 2, 3, 4, 5],
    year,
    classes: seeds.map((seed) => classPlan(ids, seed, staff)),
    people,
    groups: [...groupsOf(ids, seeds, taught, people, year.startsOn), ...extra.groups],
    grants: grantsOf(ids, staff, people, start),
    logins: loginsOf(ids, staff, people),
    subjects: [
      ...taught.map((subject) => ({
        id: ids.of('subject', subject.key),
        name: subject.name,
        shortName: subject.shortName,
        withoutAttestation: subject.withoutAttestation ?? false,
      })),
      ...extra.subjects,
    ],
    rooms: [...rooms, ...extra.rooms],
    bells: [bells],
    courses: [...coursesOf(ids, staff.load), ...extra.courses],
    timetable: {
      id: ids.of('timetable', 1),
      name: `Расписание ${year.name}`,
      validFrom: year.startsOn,
      validUntil: year.lessonsEndOn,
      slots: [...slotsOf(ids, seeds, staff, roomOf, bells.id), ...extra.slots],
    },
  }
}

const classPlan = (ids: Ids, seed: ClassSeed, staff: Staff): ClassPlan => ({
  id: ids.of('class', seed.name),
  ...seed,
  teacherId: ids.of('person', staff.classTeachers.get(seed.name)?.key ?? ''),
})

function inspector(ids: Ids, names: Names): PersonPlan {
  const name = names.fresh(() => ({ lastName: 'Проверкина', firstName: 'Инесса', patronymic: 'Образцовна' }))
  return { id: ids.of('person', 'inspector'), ...name }
}

/** The specialist's own group, of pupils of the youngest classes of 5 and up, after everybody's lessons. */
function specialistsPart(
  ids: Ids,
  seeds: readonly ClassSeed[],
  people: readonly PersonPlan[],
  bellScheduleId: string,
  from: string,
): Pick<SchoolPlan, 'groups' | 'subjects' | 'rooms' | 'courses'> & {
  slots: SchoolPlan['timetable']['slots']
} {
  const grade = Math.min(...seeds.filter((seed) => seed.grade > 4).map((seed) => seed.grade))
  const schoolClassIds = seeds
    .filter((seed) => seed.grade === grade)
    .map((seed) => ids.of('class', seed.name))
  const pupilIds = schoolClassIds.flatMap((id) =>
    people
      .filter((one) => one.pupil?.schoolClassId === id)
      .slice(3, 6)
      .map((one) => one.id),
  )
  const [subjectId, groupId, courseId, roomId] = (['subject', 'group', 'course', 'room'] as const).map(
    (kind) => ids.of(kind, 'specialist'),
  ) as [string, string, string, string]
  const name = 'Развивающие занятия'
  const slot = (weekday: number) => ({
    id: ids.of('slot', 'specialist', weekday),
    courseId,
    weekday,
    number: 8,
    bellScheduleId,
    roomId,
    weeks: null,
  })
  return {
    groups: [
      {
        id: groupId,
        name: 'группа психолога',
        schoolClassIds,
        pupilIds,
        from,
        division: { id: ids.of('division', 'specialist'), name, kind: 'SPECIALIST' },
      },
    ],
    subjects: [{ id: subjectId, name, shortName: 'Разв.', withoutAttestation: true }],
    rooms: [{ id: roomId, name: 'Кабинет психолога', capacity: 12 }],
    courses: [
      {
        id: courseId,
        subjectId,
        subjectName: name,
        withoutAttestation: true,
        grade,
        schoolClassId: null,
        groupId,
        teacherId: ids.of('person', 'specialist'),
        weeklyHours: 2,
      },
    ],
    slots: [slot(2), slot(4)],
  }
}

function grantsOf(ids: Ids, staff: Staff, people: readonly PersonPlan[], start: number): GrantPlan[] {
  const grant = (
    personId: string,
    role: GrantPlan['role'],
    order: number,
    schoolClassId?: string,
  ): GrantPlan => ({
    id: ids.of('grant', personId, role, schoolClassId ?? ''),
    personId,
    role,
    ...(schoolClassId ? { schoolClassId } : {}),
    from: `${start}-08-25`,
    orderNumber: `${order}-ОД`,
    orderDate: `${start}-08-25`,
  })
  const office = (key: string) => ids.of('person', key)
  return [
    grant(office('director'), 'DIRECTOR', 40),
    grant(office('deputy'), 'DEPUTY', 41),
    grant(office('deputy-2'), 'DEPUTY', 41),
    grant(office('coordinator'), 'COORDINATOR', 42),
    grant(office('journal-admin'), 'JOURNAL_ADMIN', 43),
    grant(office('clerk'), 'CLERK', 44),
    grant(office('specialist'), 'SPECIALIST', 45),
    grant(office('social'), 'SPECIALIST', 45),
    grant(office('speech'), 'SPECIALIST', 45),
    grant(office('inspector'), 'INSPECTOR', 46),
    ...staff.teachers.map((teacher) => grant(ids.of('person', teacher.key), 'TEACHER', 47)),
    ...[...staff.classTeachers].map(([name, teacher]) =>
      grant(ids.of('person', teacher.key), 'CLASS_TEACHER', 48, ids.of('class', name)),
    ),
  ]
}

/** The logins of the contract, in its order. */
function loginsOf(ids: Ids, staff: Staff, people: readonly PersonPlan[]): LoginPlan[] {
  const pupil = ids.of('person', 'pupil', '7А', 1)
  const guardian = people.find((one) => one.guardianOf?.includes(pupil))
  const classTeacher = staff.classTeachers.get('7А')
  const teacher = reservedForTeacherLogin(staff.load)
  if (!guardian || !classTeacher || !teacher)
    throw new Error('the school lacks somebody whom the contract names')
  const guests = staff.teachers
    .filter((one) => one.pool !== 'primary' && one !== classTeacher && one !== teacher)
    .filter((one, i, all) => all.findIndex((other) => other.pool === one.pool) === i)
    .slice(0, 5)
  return [
    ...offices.slice(0, 6).map(([key]) => ({ username: key, personId: ids.of('person', key) })),
    { username: 'class-teacher', personId: ids.of('person', classTeacher.key) },
    { username: 'teacher', personId: ids.of('person', teacher.key) },
    { username: 'pupil', personId: pupil },
    { username: 'guardian', personId: guardian.id },
    { username: 'inspector', personId: ids.of('person', 'inspector') },
    ...guests.map((one, i) => ({ username: `guest-${i + 1}`, personId: ids.of('person', one.key) })),
  ]
}
