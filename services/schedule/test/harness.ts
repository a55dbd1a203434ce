import { silentLogger } from '@zhurnal/kit/logging'
import { applyEvent } from '@zhurnal/kit/consumer'
import { newUuid, testDatabase, testKeys, testQueue } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { passportOf, viewerOf } from '@zhurnal/roster/testing'
import { handlersBy } from '../src/handlers.js'
import { migrations } from '../src/migrations/index.js'
import { startSchedule } from '../src/schedule.js'

export type Answer<T> = { data?: T; errors?: { message: string; extensions?: { code?: string } }[] }

/** What services that run together in one test share. */
export type Together = {
  readonly queue?: { readonly url: string; drop(): Promise<void> }
  /** Addresses of the services that own its facts. */
  readonly owners?: { roster: string; gradebook: string }
}
/** A port where nobody listens: facts come by `tell`, and no acknowledgement goes out. */
const nobody = 'http://127.0.0.1:9'

/** Schedule in this process, on a database of its own, with a clock that the test sets. Facts come by `tell`. */
export async function startTestSchedule(together: Together = {}) {
  const [database, queue] = await Promise.all([
    testDatabase('schedule', migrations),
    together.queue ?? testQueue(),
  ])
  let now = new Date('2026-11-24T06:07:00Z')
  const schedule = await startSchedule({
    urls: database.urls,
    queuePlace: { postgresUrl: queue.url, redisUrl: undefined },
    listen: { port: 0, host: '127.0.0.1' },
    passportPublicKey: testKeys.publicKey,
    logSigningKey: testKeys.privateKey,
    internalToken: testKeys.internalToken,
    owners: together.owners ?? { roster: nobody, gradebook: nobody },
    demo: false,
    clock: () => now,
    log: silentLogger,
  })
  const byName = new Map(handlersBy(() => now).map((handler) => [handler.kind.name, handler]))
  return {
    schedule,
    database,
    setClock: (at: string) => {
      now = new Date(at)
    },
    tell: (name: string, schoolId: string, rows: object[]) =>
      applyEvent(schedule.base.system, byName, { id: newUuid(), name, schoolId, rows }),
    as: async <T>(viewer: Viewer, query: string, variables: object = {}): Promise<Answer<T>> => {
      const answer = await fetch(`${schedule.server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await passportOf(viewer)}` },
        body: JSON.stringify({ query, variables }),
      })
      return (await answer.json()) as Answer<T>
    },
    stop: async () => {
      await schedule.stop()
      await Promise.all([database.drop(), ...(together.queue ? [] : [queue.drop()])])
    },
  }
}

export type TestSchedule = Awaited<ReturnType<typeof startTestSchedule>>

const names = [
  'school',
  'year',
  'class7',
  'class8',
  'group',
  'anna',
  'vera',
  'algebra',
  'physics',
  'room',
  'bells',
  'smirnova',
  'kuznetsov',
  'course7',
  'course8',
  'courseG',
  'version',
  'slot7',
  'slot8',
  'slotG',
] as const

/** A school of two classes: algebra of 7А by Смирнова, physics of 8А by Кузнецов at the same hour, a group course. */
export async function smallPlan(t: TestSchedule) {
  const ids = Object.fromEntries(names.map((name) => [name, newUuid()])) as Record<
    (typeof names)[number],
    string
  >
  const tell = (name: string, rows: object[]) =>
    t.tell(
      `roster.${name}-changed.v1`,
      ids.school,
      rows.map((row) => ({ version: 1, ...row })),
    )
  await tell('school', [
    {
      id: ids.school,
      name: 'Школа проверки',
      short_name: 'ШП',
      time_zone: 'Europe/Moscow',
      study_days: [1, 2, 3, 4, 5],
    },
  ])
  await tell('year', [
    {
      id: ids.year,
      name: '2026/27',
      starts_on: '2026-09-01',
      ends_on: '2027-05-31',
      calendar: [
        { date: '2026-11-04', kind: 'DAY_OFF', title: null, as_weekday: null },
        { date: '2026-11-28', kind: 'MOVED', title: null, as_weekday: 2 },
      ],
    },
  ])
  await tell('class', [
    { id: ids.class7, year_id: ids.year, name: '7А', grade: 7 },
    { id: ids.class8, year_id: ids.year, name: '8А', grade: 8 },
  ])
  await tell('group', [{ id: ids.group, year_id: ids.year, name: 'английский 1', class_ids: [ids.class7] }])
  const staff = (id: string, last_name: string) => ({
    id,
    last_name,
    first_name: 'Ольга',
    patronymic: 'Викторовна',
    is_pupil: false,
    is_staff: true,
  })
  const pupil = (id: string) => ({
    id,
    last_name: 'Азбукина',
    first_name: 'Анна',
    patronymic: null,
    is_pupil: true,
    is_staff: false,
  })
  await tell('person', [
    staff(ids.smirnova, 'Смирнова'),
    staff(ids.kuznetsov, 'Кузнецова'),
    pupil(ids.anna),
    pupil(ids.vera),
  ])
  const member = (pupil_id: string, class_id: string) => ({
    id: newUuid(),
    pupil_id,
    class_id,
    group_id: null,
    from_day: '2026-09-01',
    until_day: null,
    removed: false,
  })
  await tell('membership', [member(ids.anna, ids.class7), member(ids.vera, ids.class8)])
  const coordinator = viewerOf({ schoolId: ids.school, roles: ['COORDINATOR'] })
  const run = async (name: string, input: object, viewer = coordinator) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
    const answer = await t.as<Record<string, { errors: { code: string; message: string }[] }>>(
      viewer,
      `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message field } } }`,
      { input },
    )
    if (answer.errors) throw new Error(JSON.stringify(answer.errors))
    return answer.data?.[name]?.errors.map((error) => error.code) ?? []
  }
  const done = [
    await run('addDirectories', {
      schoolId: ids.school,
      subjects: [
        { id: ids.algebra, name: 'Алгебра' },
        { id: ids.physics, name: 'Физика' },
      ],
      rooms: [{ id: ids.room, name: '31' }],
    }),
    await run('defineBells', {
      schoolId: ids.school,
      bellSchedules: [
        {
          id: ids.bells,
          name: 'Обычный',
          bells: [
            { number: 1, startsAt: '08:30', endsAt: '09:15' },
            { number: 2, startsAt: '09:20', endsAt: '10:05' },
          ],
        },
      ],
    }),
    await run('addCourses', {
      schoolId: ids.school,
      yearId: ids.year,
      courses: [
        {
          id: ids.course7,
          subjectId: ids.algebra,
          schoolClassId: ids.class7,
          teacherId: ids.smirnova,
          weeklyHours: 1,
        },
        {
          id: ids.course8,
          subjectId: ids.physics,
          schoolClassId: ids.class8,
          teacherId: ids.kuznetsov,
          weeklyHours: 1,
        },
        {
          id: ids.courseG,
          subjectId: ids.physics,
          groupId: ids.group,
          teacherId: ids.kuznetsov,
          weeklyHours: 1,
        },
      ],
    }),
    await run('draftTimetable', {
      schoolId: ids.school,
      yearId: ids.year,
      id: ids.version,
      name: 'Первое',
      validFrom: '2026-11-02',
      validUntil: '2026-12-06',
      slots: [
        {
          id: ids.slot7,
          courseId: ids.course7,
          weekday: 2,
          number: 1,
          bellScheduleId: ids.bells,
          roomId: ids.room,
        },
        { id: ids.slot8, courseId: ids.course8, weekday: 2, number: 1, bellScheduleId: ids.bells },
        {
          id: ids.slotG,
          courseId: ids.courseG,
          weekday: 2,
          number: 2,
          bellScheduleId: ids.bells,
          weeks: '10',
        },
      ],
    }),
    await run('publishTimetable', { versionId: ids.version }),
  ]
  if (done.flat().length > 0) throw new Error(`the plan was refused: ${done.flat().join(', ')}`)
  return { ids, coordinator, run }
}
