import { newUuid } from '@zhurnal/kit/testing'
import { viewerOf, type TestViewer } from '@zhurnal/roster/testing'
import type { Role } from '@zhurnal/roster/events'
import type { TestGradebook } from './harness.js'

const names = [
  'school',
  'year',
  'q1',
  'q2',
  'class1',
  'class7',
  'class8',
  'group',
  'anna',
  'boris',
  'vera',
  'gleb',
  'dina',
  'egor',
  'zhenya',
  'smirnova',
  'kuznetsov',
  'orlova',
  'algebra',
  'physics',
  'english',
  'talks',
  'reading',
] as const
export type Name = (typeof names)[number]

export const today = '2026-11-24'
/** 09:07 in Moscow, before which the first lesson of the day has begun. */
export const morning = '2026-11-24T06:07:00Z'

/** What may be said of a lesson that a test needs; a planned one of today without it. */
export type LessonOf = {
  day?: string
  teacher?: string
  insteadOf?: string
  cancelled?: boolean
  number?: number
  version?: number
  id?: string
  removed?: boolean
}

/**
 * A school in Moscow, the second quarter. 7А: Анна, Борис, Дина (from 24 November), Егор (until 17 November); 8А: Вера,
 * Глеб; 1А: Женя. Смирнова teaches algebra in 7А and reading in 1А and is class teacher of 7А, Кузнецов physics in 8А
 * and «Разговоры» (no period mark) in 7А, Орлова English to a group of Анна and Вера.
 */
export async function smallSchool(t: TestGradebook) {
  const ids = Object.fromEntries(names.map((name) => [name, newUuid()])) as Record<Name, string>
  const tell = (name: string, rows: object[]) => t.tell(name, ids.school, rows)
  await tell('roster.school-changed.v1', [
    {
      id: ids.school,
      name: 'Школа проверки',
      short_name: 'ШП',
      time_zone: 'Europe/Moscow',
      study_days: [1, 2, 3, 4, 5],
    },
  ])
  await tell('roster.year-changed.v1', [
    { id: ids.year, name: '2026/27', starts_on: '2026-09-01', ends_on: '2027-05-31', calendar: [] },
  ])
  const period = (id: string, name: string, starts_on: string, ends_on: string) => ({
    id,
    year_id: ids.year,
    name,
    kind: 'QUARTER',
    starts_on,
    ends_on,
    from_grade: 1,
    to_grade: 9,
  })
  await tell('roster.period-changed.v1', [
    period(ids.q1, '1 четверть', '2026-09-01', '2026-10-25'),
    period(ids.q2, '2 четверть', '2026-11-02', '2026-12-27'),
  ])
  const klass = (id: string, name: string, grade: number) => ({ id, year_id: ids.year, name, grade })
  await tell('roster.class-changed.v1', [
    klass(ids.class1, '1А', 1),
    klass(ids.class7, '7А', 7),
    klass(ids.class8, '8А', 8),
  ])
  await tell('roster.group-changed.v1', [
    { id: ids.group, year_id: ids.year, name: 'английский 1', class_ids: [ids.class7, ids.class8] },
  ])
  await tell('roster.person-changed.v1', people(ids))
  const member = (
    pupil_id: string,
    class_id: string | null,
    from_day = '2026-09-01',
    until_day: string | null = null,
  ) => ({
    id: newUuid(),
    pupil_id,
    class_id,
    group_id: class_id === null ? ids.group : null,
    from_day,
    until_day,
    removed: false,
  })
  await tell('roster.membership-changed.v1', [
    member(ids.anna, ids.class7),
    member(ids.boris, ids.class7),
    member(ids.dina, ids.class7, today),
    member(ids.egor, ids.class7, '2026-09-01', '2026-11-17'),
    member(ids.vera, ids.class8),
    member(ids.gleb, ids.class8),
    member(ids.zhenya, ids.class1),
    member(ids.anna, null),
    member(ids.vera, null),
  ])
  const course = (
    id: string,
    subject_name: string,
    grade: number,
    teacher_id: string,
    class_id: string | null,
    class_ids: string[],
    learners_name: string,
  ) => ({
    id,
    year_id: ids.year,
    subject_id: newUuid(),
    subject_name,
    without_attestation: subject_name === 'Разговоры',
    class_id,
    group_id: class_id === null ? ids.group : null,
    class_ids,
    grade,
    learners_name,
    teacher_id,
    weekly_hours: '2.00',
  })
  const courses = [
    course(ids.algebra, 'Алгебра', 7, ids.smirnova, ids.class7, [ids.class7], '7А'),
    course(ids.physics, 'Физика', 8, ids.kuznetsov, ids.class8, [ids.class8], '8А'),
    course(
      ids.english,
      'Английский язык',
      7,
      ids.orlova,
      null,
      [ids.class7, ids.class8],
      '7А · английский 1',
    ),
    course(ids.talks, 'Разговоры', 7, ids.kuznetsov, ids.class7, [ids.class7], '7А'),
    course(ids.reading, 'Чтение', 1, ids.smirnova, ids.class1, [ids.class1], '1А'),
  ]
  await tell('schedule.course-changed.v1', courses)
  const teacherOf = new Map(courses.map((one) => [one.id, one.teacher_id]))

  /** Plans a lesson and gives its id. */
  const lesson = async (courseId: string, of: LessonOf = {}): Promise<string> => {
    const id = of.id ?? newUuid()
    const day = of.day ?? today
    const number = of.number ?? 1
    await tell('schedule.lesson-changed.v1', [
      {
        id,
        version: of.version ?? 1,
        course_id: courseId,
        day,
        number,
        starts_at: `${day}T0${4 + number}:30:00Z`,
        ends_at: `${day}T0${5 + number}:15:00Z`,
        room_name: '31',
        teacher_id: of.teacher ?? teacherOf.get(courseId) ?? null,
        instead_of_id: of.insteadOf ?? null,
        substitution_reason: of.insteadOf ? 'болезнь' : null,
        cancelled: of.cancelled ?? false,
        cancel_reason: null,
        removed: of.removed ?? false,
      },
    ])
    return id
  }
  /** Another course of 7А by Смирнова, for a test that locks pages. */
  const ownCourse = async (): Promise<string> => {
    const id = newUuid()
    await tell('schedule.course-changed.v1', [
      course(id, 'Геометрия', 7, ids.smirnova, ids.class7, [ids.class7], '7А'),
    ])
    teacherOf.set(id, ids.smirnova)
    return id
  }
  return { ids, tell, lesson, ownCourse, member, ...viewers(ids) }
}

function people(ids: Record<Name, string>): object[] {
  const person = (
    id: string,
    last_name: string,
    first_name: string,
    patronymic: string | null,
    is_pupil: boolean,
  ) => ({ id, last_name, first_name, patronymic, is_pupil, is_staff: !is_pupil })
  const pupil = (id: string, last_name: string, first_name: string) =>
    person(id, last_name, first_name, null, true)
  return [
    pupil(ids.anna, 'Азбукина', 'Анна'),
    pupil(ids.boris, 'Букварёв', 'Борис'),
    pupil(ids.vera, 'Ведёркина', 'Вера'),
    pupil(ids.gleb, 'Глаголев', 'Глеб'),
    pupil(ids.dina, 'Добрякова', 'Дина'),
    pupil(ids.egor, 'Ершов', 'Егор'),
    pupil(ids.zhenya, 'Жёлудев', 'Женя'),
    person(ids.smirnova, 'Смирнова', 'Ольга', 'Викторовна', false),
    person(ids.kuznetsov, 'Кузнецов', 'Кузьма', 'Кузьмич', false),
    person(ids.orlova, 'Орлова', 'Ирина', 'Игоревна', false),
  ]
}

function viewers(ids: Record<Name, string>) {
  const viewer = (roles: readonly Role[], more: Omit<TestViewer, 'schoolId' | 'roles'> = {}) =>
    viewerOf({ schoolId: ids.school, roles, ...more })
  return {
    viewer,
    /** Смирнова as the teacher that she is, without her class. */
    teacher: viewer(['TEACHER'], { personId: ids.smirnova, name: 'Смирнова Ольга Викторовна' }),
    substitute: viewer(['TEACHER'], { personId: ids.kuznetsov, name: 'Кузнецов Кузьма Кузьмич' }),
    inspector: viewer(['INSPECTOR'], { name: 'Проверяющая Раиса Ивановна' }),
    coordinator: viewer(['COORDINATOR'], { name: 'Координаторова Кира Львовна' }),
  }
}

export type SmallSchool = Awaited<ReturnType<typeof smallSchool>>

/** Everybody who keeps no journal of 7А's algebra, whatever their rank. */
export const strangersToAlgebra = (s: SmallSchool) =>
  [
    ['another teacher', s.viewer(['TEACHER'], { personId: s.ids.orlova })],
    ['the class teacher of the class', s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7] })],
    ['a deputy', s.viewer(['DEPUTY'])],
    ['the director', s.viewer(['DIRECTOR'])],
    ['a journal administrator', s.viewer(['JOURNAL_ADMIN'])],
    ['the coordinator', s.viewer(['COORDINATOR'])],
    ['an inspector', s.viewer(['INSPECTOR'])],
    ['a clerk', s.viewer(['CLERK'])],
    ['a pupil of the class', s.viewer(['PUPIL'], { personId: s.ids.anna, pupils: [s.ids.anna] })],
    ['a guardian', s.viewer(['GUARDIAN'], { pupils: [s.ids.anna] })],
    ['who holds no role', s.viewer([])],
    [
      'a teacher of another school',
      viewerOf({ schoolId: newUuid(), roles: ['TEACHER', 'COORDINATOR'], personId: s.ids.smirnova }),
    ],
  ] as const
