// Who may what in schedule, as a table: eleven roles, own and stranger, another school and nobody, over every Query
// field, mutation, type by reference and field of such a type. «own» is: teacher Смирнова, specialist Кузнецова, class
// teacher of 7А, its pupil Anna, her guardian. Whoever is not named sees null, or is refused with NOT_FOUND and nothing
// is written.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { roleSchema, type Role, type Viewer } from '@zhurnal/roster/events'
import { viewerOf } from '@zhurnal/roster/testing'
import { parse, type ObjectTypeDefinitionNode } from 'graphql'
import { actsOf } from './acts.js'
import { smallPlan, startTestSchedule, type TestSchedule } from './harness.js'

type Named = Role | `${Role}.own` | `${Role}.stranger`
type Member = { readonly name: string; readonly role: Role | null; readonly viewer: Viewer }
type World = Awaited<ReturnType<typeof makeWorld>>
type Read = readonly [
  covers: string,
  ask: string,
  path: string,
  who: readonly Named[],
  about?: string | undefined,
]
type Act = readonly [name: string, input: (w: World) => object, who: readonly Named[]]

const everybody: readonly Named[] = roleSchema.options
const family: readonly Named[] = ['PUPIL.own', 'GUARDIAN.own']
const staff: readonly Named[] = everybody.filter(
  (one) => one !== 'PUPIL' && one !== 'GUARDIAN' && one !== 'INSPECTOR',
)
const planSeen: readonly Named[] = [...staff, 'INSPECTOR']
const seesLesson: readonly Named[] = [...planSeen, ...family]
const plans: readonly Named[] = ['COORDINATOR', 'JOURNAL_ADMIN', 'DEPUTY']
const load: readonly Named[] = ['COORDINATOR', 'DEPUTY']
const coordinator: readonly Named[] = ['COORDINATOR']

/** Things by reference; names of things stand for their ids. */
const entity = (type: string, id: string, field: string, who: readonly Named[], about?: string): Read => [
  `${type}.${field.split(/[ ({]/)[0] ?? ''}`,
  `_entities(representations: [{ __typename: "${type}", id: "${id}" }]) { ... on ${type} { ${field} } }`,
  `_entities.0.${field.split(/[ ({]/)[0] ?? ''}`,
  who,
  about,
]
const entities = (type: string, id: string, fields: readonly string[], who: readonly Named[]) =>
  fields.map((field) => entity(type, id, field, who))

const courseFields = [
  'subject { id }',
  'schoolClass { id }',
  'teacher { id }',
  'teacherName',
  'learnersName',
  'weeklyHours',
  'heldLessons',
  'version',
]
const lessonFields = [
  'course { id }',
  'date',
  'number',
  'startsAt',
  'endsAt',
  'room { id }',
  'teacher { id }',
  'teacherName',
  'state',
  'version',
]
const versionFields = ['name', 'validFrom', 'validUntil', 'publishedAt', 'state', 'lessonsCount']
const substitutionFields = ['insteadOf { id }', 'insteadOfName', 'teacher { id }', 'teacherName', 'reason']
const day = 'from: "2026-12-01", to: "2026-12-01", schoolId: "school"'

const reads: readonly Read[] = [
  ['Query.course', 'course(id: "course7") { id }', 'course', seesLesson],
  ['Query.lesson', 'lesson(id: "lesson7") { id }', 'lesson', seesLesson],
  ['Query.lessons', `lessons(${day}, schoolClassId: "class7") { id }`, 'lessons.0', seesLesson],
  ['Query.lessons', `lessons(${day}, pupilId: "anna") { id }`, 'lessons.0', seesLesson, 'of a pupil'],
  ['Query.lessons', `lessons(${day}, teacherId: "smirnova") { id }`, 'lessons.0', seesLesson, 'of a teacher'],
  [
    'Query.substituteCandidates',
    'substituteCandidates(lessonId: "lesson7") { teacher { id } }',
    'substituteCandidates',
    plans,
  ],
  [
    'Query.timetableChanges',
    'timetableChanges(on: "2026-12-01", schoolId: "school") { id }',
    'timetableChanges.0',
    planSeen,
  ],
  ['Query.timetableVersion', 'timetableVersion(id: "version") { id }', 'timetableVersion', planSeen],
  [
    'Query.timetableVersions',
    'timetableVersions(schoolId: "school") { id }',
    'timetableVersions.0',
    planSeen,
  ],
  [
    'Query.timetableDifference',
    'timetableDifference(versionId: "draft") { added }',
    'timetableDifference',
    plans,
  ],
  [
    'Query.calendarDifference',
    'calendarDifference(yearId: "year", days: [{ date: "2026-12-01", kind: DAY_OFF }]) { removed }',
    'calendarDifference.0',
    coordinator,
  ],
  ...entities('Course', 'course7', courseFields, seesLesson),
  entity('Course', 'courseG', 'group { id }', seesLesson),
  ...entities('Lesson', 'lesson7', lessonFields, seesLesson),
  entity('Lesson', 'lesson7', 'substitution { id insteadOf { id } }', seesLesson),
  entity('Lesson', 'cancelled', 'cancelReason', seesLesson),
  ...entities('Substitution', 'lesson7', substitutionFields, seesLesson),
  ...entities('TimetableVersion', 'version', versionFields, planSeen),
  entity('TimetableVersion', 'version', 'slots { id course { id } }', planSeen),
  // Directories of the school are shown to everybody of it.
  ...entities('Subject', 'algebra', ['name', 'shortName', 'withoutAttestation'], everybody),
  ...entities('Room', 'room', ['name', 'capacity'], everybody),
  ...entities('BellSchedule', 'bells', ['name', 'bells { number }'], everybody),
  ...entities('School', 'school', ['subjects { id }', 'rooms { id }', 'bellSchedules { id }'], everybody),
  entity('School', 'school', 'currentTimetable { id }', planSeen),
  entity('CompromiseReport', 'report', 'timetableActs { what }', ['COORDINATOR', 'DIRECTOR']),
  [
    'SchoolClass.courses',
    '_entities(representations: [{ __typename: "SchoolClass", id: "class7" }]) { ... on SchoolClass { courses { id } } }',
    '_entities.0.courses.0',
    seesLesson,
  ],
  [
    'StaffMember.courses',
    '_entities(representations: [{ __typename: "StaffMember", id: "smirnova" }]) { ... on StaffMember { courses(yearId: "year") { id } } }',
    '_entities.0.courses.0',
    seesLesson,
  ],
  // A specialist's group: its own pupils and who works here; not the inspector (design §3).
  [
    'Query.course',
    'course(id: "courseS") { id group { id } }',
    'course',
    [...staff, ...family],
    'of a specialist’s group',
  ],
  [
    'Query.lesson',
    'lesson(id: "lessonS") { id course { id } }',
    'lesson',
    [...staff, ...family],
    'of a specialist’s group',
  ],
  [
    'Query.lessons',
    `lessons(${day}, teacherId: "helper") { id }`,
    'lessons.0',
    [...staff, ...family],
    'of a specialist’s group',
  ],
  entity('Course', 'courseS', 'learnersName', [...staff, ...family], 'of a specialist’s group'),
  entity('Course', 'courseS', 'heldLessons', [...staff, ...family], 'of a specialist’s group'),
  entity('Lesson', 'lessonS', 'course { id }', [...staff, ...family], 'of a specialist’s group'),
]

const inSchool = (w: World, rest: object) => ({ schoolId: w.ids.school, ...rest })
const newDraft = (w: World, id = newUuid()) =>
  inSchool(w, {
    yearId: w.ids.year,
    id,
    name: 'Проба',
    validFrom: '2026-12-07',
    validUntil: '2026-12-20',
    slots: [],
  })

const acts: readonly Act[] = [
  ['defineBells', (w) => inSchool(w, { bellSchedules: [] }), plans],
  [
    'addDirectories',
    (w) => inSchool(w, { subjects: [{ id: newUuid(), name: newUuid() }], rooms: [] }),
    coordinator,
  ],
  [
    'changeDirectories',
    (w) => inSchool(w, { subjects: [], rooms: [{ id: w.ids.room, name: newUuid() }] }),
    coordinator,
  ],
  ['removeDirectories', (w) => inSchool(w, { subjectIds: [], roomIds: [] }), coordinator],
  ['removeBells', (w) => inSchool(w, { bellScheduleIds: [] }), plans],
  [
    'addCourses',
    (w) =>
      inSchool(w, {
        yearId: w.ids.year,
        courses: [{ id: newUuid(), subjectId: w.ids.physics, schoolClassId: w.ids.class7, weeklyHours: 1 }],
      }),
    load,
  ],
  [
    'changeCourses',
    (w) => inSchool(w, { courses: [{ id: w.ids.course8, weeklyHours: Math.random() * 9 }] }),
    load,
  ],
  ['removeCourses', (w) => inSchool(w, { courseIds: [] }), load],
  // Of a coordinator's own login: the director decides as well.
  [
    'decideTimetableActs',
    (w) => ({ reportId: w.ids.report, entryIds: [], verdict: 'VOID' }),
    ['COORDINATOR', 'DIRECTOR'],
  ],
  ['draftTimetable', (w) => newDraft(w), plans],
  ['publishTimetable', (w) => ({ versionId: w.ids.version }), plans],
  // Of the draft: whoever may drops it, and for the next it is ALREADY_WITHDRAWN.
  ['withdrawTimetable', (w) => ({ versionId: w.ids.spare }), plans],
  [
    'substituteTeacher',
    (w) => ({ lessonId: w.ids.lesson8, teacherId: w.ids.smirnova, evenIfBusy: true }),
    plans,
  ],
  ['withdrawSubstitution', (w) => ({ lessonId: w.ids.lesson7, expectedVersion: 99 }), plans],
  ['cancelLesson', (w) => ({ lessonId: w.ids.lesson8, expectedVersion: 99 }), plans],
  ['restoreLesson', (w) => ({ lessonId: w.ids.cancelled, expectedVersion: 99 }), plans],
]

let t: TestSchedule
let w: World
beforeAll(async () => {
  t = await startTestSchedule()
  w = await makeWorld()
})
afterAll(() => t.stop())

async function makeWorld() {
  const plan = await smallPlan(t)
  const a = actsOf(t, plan)
  const more = Object.fromEntries(
    ['specialists', 'courseS', 'helper', 'draft', 'spare', 'own', 'versionS', 'report'].map((name) => [
      name,
      newUuid(),
    ]),
  ) as Record<
    'specialists' | 'courseS' | 'helper' | 'draft' | 'spare' | 'own' | 'versionS' | 'report',
    string
  >
  const told = { ...plan.ids, ...more }
  const { school, year, class7, anna, group } = told
  await t.tell('roster.person-changed.v1', school, [
    {
      id: told.helper,
      version: 1,
      last_name: 'Логопедова',
      first_name: 'Лада',
      patronymic: null,
      is_pupil: false,
      is_staff: true,
    },
  ])
  await t.tell('roster.group-changed.v1', school, [
    {
      id: told.specialists,
      version: 1,
      year_id: year,
      name: 'логопед',
      class_ids: [class7],
      kind: 'SPECIALIST',
    },
  ])
  await t.tell(
    'roster.membership-changed.v1',
    school,
    [told.specialists, group].map((group_id) => ({
      id: newUuid(),
      version: 1,
      pupil_id: anna,
      class_id: null,
      group_id,
      from_day: '2026-09-01',
      until_day: null,
      removed: false,
    })),
  )
  await t.tell('roster.account-compromised.v1', school, [
    {
      ...{ id: told.report, version: 1, account_id: newUuid(), person_id: newUuid(), of_coordinator: true },
      ...{ received_at: '2026-11-24T06:00:00Z', suspected_since: null },
      ...{ reported_by: newUuid(), reported_by_account: newUuid() },
    },
  ])
  const must = async (name: string, input: object) =>
    expect([name, await plan.run(name, input)]).toEqual([name, []])
  await must('changeDirectories', {
    schoolId: school,
    subjects: [{ id: told.algebra, shortName: 'Алг.' }],
    rooms: [{ id: told.room, capacity: 30 }],
  })
  await must('addCourses', {
    schoolId: school,
    yearId: year,
    courses: [
      {
        id: told.courseS,
        subjectId: told.physics,
        groupId: told.specialists,
        teacherId: told.helper,
        weeklyHours: 1,
      },
    ],
  })
  const slot = (courseId: string, number: number, roomId?: string) => ({
    id: newUuid(),
    courseId,
    weekday: 2,
    number,
    bellScheduleId: told.bells,
    ...(roomId ? { roomId } : {}),
  })
  const draft = (id: string, slots: object[]) => ({
    schoolId: school,
    yearId: year,
    id,
    name: id,
    validFrom: '2026-11-30',
    validUntil: '2026-12-06',
    slots,
  })
  await must(
    'draftTimetable',
    draft(told.versionS, [
      slot(told.course7, 1, told.room),
      slot(told.course8, 1),
      slot(told.courseG, 2),
      slot(told.courseS, 2),
    ]),
  )
  await must('publishTimetable', { versionId: told.versionS })
  await must('draftTimetable', draft(told.draft, [slot(told.course7, 1)]))
  await must('draftTimetable', draft(told.spare, []))
  const on = async (courseId: string, date: string) => {
    const rows = await a.query<{ id: string }>(
      'select id from lesson where course_id = $1 and day = $2 and not removed',
      [courseId, date],
    )
    return rows[0]?.id ?? ''
  }
  const lessons = {
    lesson7: await on(told.course7, '2026-12-01'),
    lesson8: await on(told.course8, '2026-12-01'),
    lessonS: await on(told.courseS, '2026-12-01'),
    cancelled: await on(told.courseG, '2026-12-01'),
  }
  const reason = 'болезнь'
  await must('substituteTeacher', {
    lessonId: lessons.lesson7,
    teacherId: told.kuznetsov,
    reason,
    evenIfBusy: true,
  })
  await must('cancelLesson', { lessonId: lessons.cancelled, reason })
  const ids = { ...told, ...lessons, version: told.versionS }
  return { ids, a, cast: castOf(told) }
}

function castOf(
  ids: Record<'school' | 'class7' | 'class8' | 'anna' | 'vera' | 'smirnova' | 'helper', string>,
): readonly Member[] {
  const member = (role: Role, side: 'own' | 'stranger'): Member => {
    const [schoolClass, child] = side === 'own' ? [ids.class7, ids.anna] : [ids.class8, ids.vera]
    const self = role === 'TEACHER' ? ids.smirnova : role === 'SPECIALIST' ? ids.helper : newUuid()
    const viewer = viewerOf({
      schoolId: ids.school,
      roles: [role],
      classes: role === 'CLASS_TEACHER' ? [schoolClass] : [],
      pupils: role === 'PUPIL' || role === 'GUARDIAN' ? [child] : [],
      personId: role === 'PUPIL' ? child : side === 'own' ? self : newUuid(),
    })
    return { name: `${role}.${side}`, role, viewer }
  }
  return [
    ...roleSchema.options.flatMap((role) => [member(role, 'own'), member(role, 'stranger')]),
    {
      name: 'other school',
      role: null,
      viewer: viewerOf({
        schoolId: newUuid(),
        roles: [...roleSchema.options],
        pupils: [ids.anna],
        classes: [ids.class7],
      }),
    },
  ]
}

const expected = (who: readonly Named[]): string[] =>
  w.cast.filter(({ name, role }) => who.some((one) => one === name || one === role)).map(({ name }) => name)

/** A question with the names of things in it as their ids. */
const questionOf = (ask: string): string =>
  `{ ${ask.replace(/d: "(\w+)"/g, (whole, name: string) => (name in w.ids ? `d: "${w.ids[name as keyof World['ids']]}"` : whole))} }`

function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (so, key) => (so !== null && typeof so === 'object' ? (Reflect.get(so, key) ?? null) : null),
      data ?? null,
    )
}

const titled = reads.map((read) => [[read[0], read[4]].filter(Boolean).join(' '), read] as const)

describe('who sees', () => {
  test.each(titled)('%s', async (_, [, ask, path, who]) => {
    const seen: string[] = []
    for (const member of w.cast) {
      const answer = await t.as<object>(member.viewer, questionOf(ask))
      expect([member.name, answer.errors ?? []]).toEqual([member.name, []])
      if (valueAt(answer.data, path) !== null) seen.push(member.name)
    }
    expect(seen).toEqual(expected(who))
  })
})

describe('who may', () => {
  test.each(acts)('%s', async (name, input, who) => {
    const may: string[] = []
    for (const member of w.cast) {
      const before = await w.a.traces()
      const { errors } = await w.a.act(name, input(w), '', member.viewer)
      if (errors.some((error) => error.code === 'NOT_FOUND')) {
        expect([member.name, await w.a.traces()]).toEqual([member.name, before])
      } else may.push(member.name)
    }
    expect(may).toEqual(expected(who))
  })
})

describe('an inspector cannot count what they may not see', () => {
  const inspector = () => viewerOf({ schoolId: w.ids.school, roles: ['INSPECTOR'] })
  const director = () => viewerOf({ schoolId: w.ids.school, roles: ['DIRECTOR'] })
  const asked = async (viewer: Viewer, ask: string, path: string) =>
    valueAt((await t.as<object>(viewer, questionOf(ask))).data, path)

  test.each([
    ['slots of a timetable', 'timetableVersion(id: "version") { slots { id } }', 'timetableVersion.slots'],
    ['lessons of a day', `lessons(${day}) { id }`, 'lessons'],
    [
      'courses of a class',
      '_entities(representations: [{ __typename: "SchoolClass", id: "class7" }]) { ... on SchoolClass { courses { id } } }',
      '_entities.0.courses',
    ],
  ])('%s: one fewer', async (_, ask, path) => {
    const [all, some] = [await asked(director(), ask, path), await asked(inspector(), ask, path)]
    expect(all).toHaveLength((some as unknown[]).length + 1)
    expect(JSON.stringify(some)).not.toContain(w.ids.lessonS)
    expect(JSON.stringify(some)).not.toContain(w.ids.courseS)
  })

  test('lessons made of a timetable: one fewer', async () => {
    const ask = 'timetableVersion(id: "version") { lessonsCount }'
    const of = async (viewer: Viewer) => Number(await asked(viewer, ask, 'timetableVersion.lessonsCount'))
    expect(await of(director())).toBe((await of(inspector())) + 1)
  })

  test('courses of the specialist: none; a changed lesson of theirs: none', async () => {
    const ask =
      '_entities(representations: [{ __typename: "StaffMember", id: "helper" }]) { ... on StaffMember { courses(yearId: "year") { id } } }'
    expect(await asked(director(), ask, '_entities.0.courses')).toHaveLength(1)
    expect(await asked(inspector(), ask, '_entities.0.courses')).toHaveLength(0)
    await w.a.act('cancelLesson', { lessonId: w.ids.lessonS, reason: 'болезнь' })
    const changes = 'timetableChanges(on: "2026-12-01", schoolId: "school") { id }'
    expect(JSON.stringify(await asked(director(), changes, 'timetableChanges'))).toContain(w.ids.lessonS)
    expect(JSON.stringify(await asked(inspector(), changes, 'timetableChanges'))).not.toContain(w.ids.lessonS)
  })
})

test('without a passport no field, reference or act is answered', async () => {
  for (const query of [
    questionOf('course(id: "course7") { id }'),
    questionOf('_entities(representations: [{ __typename: "Lesson", id: "lesson7" }]) { __typename }'),
    'mutation { cancelLesson(input: { lessonId: "x" }) { errors { code } } }',
  ]) {
    const answer = await fetch(`${t.schedule.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    expect(answer.status).toBe(403)
    expect(await answer.text()).not.toContain('data')
  }
})

test('every Query field, mutation, type with a key and field of such a type has a row', () => {
  const schema = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'))
  const types = schema.definitions.filter(
    (one): one is ObjectTypeDefinitionNode => one.kind === 'ObjectTypeDefinition',
  )
  const keyed = types.filter(
    ({ name, directives }) =>
      ['Query', 'Mutation'].includes(name.value) || directives?.some((one) => one.name.value === 'key'),
  )
  const known = keyed.flatMap(({ name, fields }) =>
    (fields ?? [])
      .filter((field) => field.name.value !== 'id')
      .map((field) => `${name.value}.${field.name.value}`),
  )
  const covered = new Set([...reads.map(([covers]) => covers), ...acts.map(([name]) => `Mutation.${name}`)])
  expect(known.filter((name) => !covered.has(name))).toEqual([])
  expect([...covered].filter((name) => !known.includes(name))).toEqual([])
})
