// Rows of what was there before August: schools, years, classes, groups, people, roles.
import { newUuid } from '@zhurnal/kit/testing'
import { entity, everybody, field, mutation, staff, type Named, type Row } from './harness.js'

const setsUp: readonly Named[] = ['COORDINATOR']
const makesGroups: readonly Named[] = ['COORDINATOR', 'JOURNAL_ADMIN']
/** Who knows Anna by name: the school's staff, the inspector, herself, her guardian. */
const knowsAnna: readonly Named[] = [...staff, 'PUPIL.own', 'GUARDIAN.own']
/** Who sees personal data of Anna's. */
const closeToAnna: readonly Named[] = ['COORDINATOR', 'CLASS_TEACHER.own', 'PUPIL.own', 'GUARDIAN.own']
const orderly = { number: '1-У', date: '2026-09-01' }

const roots: readonly Row[] = [
  field(['Query.school'], 'school(id: $school) { id }', 'school', everybody),
  field(['Query.schools'], 'schools { id }', 'schools.0', everybody),
  field(['Query.schoolClass'], 'schoolClass(id: $class7) { id }', 'schoolClass', knowsAnna),
  field(['Query.pupil'], 'pupil(id: $anna) { id }', 'pupil', knowsAnna),
  field(['Query.staffMember'], 'staffMember(id: $teacher) { id }', 'staffMember', everybody, (w) => ({
    teacher: w.teacher,
  })),
]

const school = (name: string, ask: string, who: readonly Named[]) =>
  field([`School.${name}`], `school(id: $school) { ${ask} }`, `school.${name}`, who)

const schools: readonly Row[] = [
  entity('School', (w) => w.school, 'name', everybody, ['School.name']),
  ...['shortName', 'timeZone', 'today', 'demonstration'].map((name) => school(name, name, everybody)),
  school('years', 'years { id }', everybody),
  school('currentYear', 'currentYear { id }', everybody),
  school('classes', 'classes { id }', staff),
  school('staff', 'staff { id }', staff),
  school('groups', 'groups { id }', staff),
  school('people', 'people { edges { cursor } }', ['COORDINATOR', 'DIRECTOR', 'DEPUTY', 'CLASS_TEACHER']),
  entity('AcademicYear', (w) => w.year, 'name', everybody, [
    'AcademicYear.name',
    'AcademicYear.startsOn',
    'AcademicYear.endsOn',
  ]),
  field(
    ['AcademicYear.periods', 'AcademicYear.calendar'],
    'school(id: $school) { currentYear { periods { id } calendar { date } } }',
    'school.currentYear.calendar.0',
    everybody,
  ),
  entity(
    'ReportingPeriod',
    (w) => w.q1,
    'name',
    everybody,
    ['name', 'kind', 'startsOn', 'endsOn', 'fromGrade', 'toGrade'].map((name) => `ReportingPeriod.${name}`),
  ),
]

const ofClass = (ask: string, name: string, who: readonly Named[]) =>
  entity('SchoolClass', (w) => w.class7, ask, who, [`SchoolClass.${name}`])
const ofGroup = (ask: string, name: string) =>
  entity('StudyGroup', (w) => w.group, ask, staff, [`StudyGroup.${name}`])

const classes: readonly Row[] = [
  ...['name', 'grade', 'letter', 'version'].map((name) => ofClass(name, name, knowsAnna)),
  ofClass('year { id }', 'year', knowsAnna),
  ofClass('classTeacher { id }', 'classTeacher', knowsAnna),
  ofClass('pupils { id }', 'pupils', staff),
  ofClass('groups { id }', 'groups', staff),
  ...['name', 'version'].map((name) => ofGroup(name, name)),
  ofGroup('schoolClasses { id }', 'schoolClasses'),
  ofGroup('members { id }', 'members'),
  ofGroup('year { id }', 'year'),
]

const ofAnna = (type: 'Pupil' | 'Person', ask: string, who: readonly Named[]) =>
  entity(type, (w) => w.anna, ask, who, [`${type}.${ask.split(' ')[0] ?? ''}`])
const ofGuardian = (ask: string) =>
  entity('Guardian', (w) => w.guardian, ask, closeToAnna, [`Guardian.${ask.split(' ')[0] ?? ''}`])
const ofStaff = (ask: string, who: readonly Named[]) =>
  entity('StaffMember', (w) => w.own.TEACHER, ask, who, [`StaffMember.${ask.split(' ')[0] ?? ''}`])

const people: readonly Row[] = [
  ...['lastName', 'firstName', 'fullName', 'version', 'pupil { id }'].map((ask) =>
    ofAnna('Person', ask, knowsAnna),
  ),
  ofAnna('Person', 'birthDate', closeToAnna),
  ofAnna('Person', 'roles { role }', ['COORDINATOR', 'PUPIL.own']),
  entity('Person', (w) => w.teacher, 'patronymic', everybody, ['Person.patronymic', 'Pupil.patronymic']),
  entity('Person', (w) => w.own.TEACHER, 'staff { id }', everybody, ['Person.staff']),
  entity('Person', (w) => w.guardian, 'guardian { id }', [...staff, 'GUARDIAN.own'], ['Person.guardian']),
  ...['lastName', 'firstName', 'fullName', 'person { lastName }', 'schoolClass { id }'].map((ask) =>
    ofAnna('Pupil', ask, knowsAnna),
  ),
  ofAnna('Pupil', 'birthDate', closeToAnna),
  ofAnna('Pupil', 'guardians { id }', closeToAnna),
  ofAnna('Pupil', 'memberships { from }', staff),
  ofGuardian('fullName'),
  ofGuardian('children { id }'),
  field(
    ['Guardian.person'],
    '_entities(representations: $representations) { ... on Guardian { person { lastName } } }',
    '_entities.0.person.lastName',
    [...staff, 'GUARDIAN.own'],
    (w) => ({ representations: [{ __typename: 'Guardian', id: w.guardian }] }),
  ),
  ofStaff('fullName', everybody),
  ofStaff('position', everybody),
  ofStaff('person { id }', everybody),
  ofStaff('roles { role }', ['COORDINATOR', 'TEACHER.own']),
]

const inSchool = (w: { school: string }, rest: object) => ({ schoolId: w.school, ...rest })

const acts: readonly Row[] = [
  mutation(
    'createSchool',
    (w) => ({ id: w.school, name: 'Другая', shortName: 'Д', timeZone: 'Europe/Moscow', studyDays: [1] }),
    ['operator'],
  ),
  mutation('changeSchool', (w, m) => inSchool(w, { shortName: `Ш ${m.name}` }), setsUp),
  mutation('setUpYear', (w) => inSchool(w, nextYear()), setsUp),
  mutation(
    'changeCalendar',
    (w, m) => ({
      yearId: w.year,
      days: [{ date: '2027-05-03', kind: 'DAY_OFF', title: m.name }],
      reason: 'приказ',
    }),
    setsUp,
  ),
  mutation(
    'createClasses',
    (w, m) => inSchool(w, { yearId: w.year, classes: [{ id: newUuid(), name: `9 ${m.name}`, grade: 9 }] }),
    setsUp,
  ),
  mutation(
    'createGroups',
    (w) =>
      inSchool(w, {
        yearId: w.year,
        groups: [
          { id: newUuid(), name: 'Хор', schoolClassIds: [w.class7], pupilIds: [w.boris], from: '2026-09-01' },
        ],
      }),
    makesGroups,
  ),
  mutation(
    'addPeople',
    (w) =>
      inSchool(w, { ground: 'проверка', people: [{ id: newUuid(), lastName: 'Новый', firstName: 'Некто' }] }),
    setsUp,
  ),
  mutation(
    'changePeople',
    (w, m) => inSchool(w, { people: [{ id: w.teacher, patronymic: m.name }] }),
    setsUp,
  ),
  mutation('removePeople', (w) => inSchool(w, { personIds: [w.somebody()] }), setsUp),
  mutation(
    'changeGuardians',
    (w) => inSchool(w, { add: [{ guardianId: w.otherGuardian, pupilId: w.gleb }], remove: [] }),
    setsUp,
  ),
  mutation('changeClasses', (w, m) => inSchool(w, { classes: [{ id: w.class8, letter: m.name }] }), setsUp),
  mutation('removeClasses', (w) => inSchool(w, { classIds: [w.class8] }), setsUp),
  mutation('changeGroups', (w, m) => inSchool(w, { groups: [{ id: w.group, name: m.name }] }), makesGroups),
  mutation('removeGroups', (w) => inSchool(w, { groupIds: [] }), makesGroups),
  mutation(
    'movePupil',
    (w, m) => ({
      pupilId: w.gleb,
      schoolClassId: m.name === 'operator' ? w.class7 : w.class8,
      from: '2026-11-23',
      order: orderly,
    }),
    setsUp,
  ),
  mutation(
    'grantRoles',
    (w) => inSchool(w, { grants: [{ id: newUuid(), personId: w.teacher, role: 'TEACHER' }] }),
    setsUp,
  ),
  mutation('withdrawRoles', (w) => inSchool(w, { grantIds: [] }), setsUp),
  mutation(
    'openAccounts',
    (w) =>
      inSchool(w, {
        accounts: [
          { personId: w.teacher, username: 'stolkno', password: 'parol-parol', mustChangePassword: true },
        ],
      }),
    setsUp,
  ),
  mutation('endSession', () => ({ sessionId: newUuid() }), []),
]

let years = 0
function nextYear() {
  years += 1
  const from = 2027 + years
  return {
    id: newUuid(),
    name: `${from}/${from - 1999}`,
    startsOn: `${from}-09-01`,
    endsOn: `${from + 1}-05-31`,
    periods: [],
    calendar: [],
  }
}

export const existingRows: readonly Row[] = [...roots, ...schools, ...classes, ...people, ...acts]
