// Facts on their way: outbox, queue, consumer, acknowledgement, with roster, schedule and gradebook in one process.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { connectQueue } from '@zhurnal/kit/queue'
import { eventQueue } from '@zhurnal/kit/relay'
import { asAdministrator, newUuid, testKeys, testQueue } from '@zhurnal/kit/testing'
import { viewerOf } from '@zhurnal/roster/testing'
import { smallSchool, startTestRoster, type TestRoster } from '../../roster/test/harness.js'
import { startTestSchedule, type TestSchedule } from '../../schedule/test/harness.js'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'

const owners = { roster: '', schedule: '', gradebook: '' }
let queue: Awaited<ReturnType<typeof testQueue>>
let roster: TestRoster
let schedule: TestSchedule
let gradebook: TestGradebook
let s: Awaited<ReturnType<typeof smallSchool>>
const ids = Object.fromEntries(
  ['subject', 'bells', 'course', 'version'].map((name) => [name, newUuid()]),
) as Record<'subject' | 'bells' | 'course' | 'version', string>

beforeAll(async () => {
  queue = await testQueue()
  roster = await startTestRoster({ queue, owners })
  owners.roster = roster.roster.server.url
  schedule = await startTestSchedule({ queue, owners })
  owners.schedule = schedule.schedule.server.url
  gradebook = await startTestGradebook({ queue, owners })
  owners.gradebook = gradebook.gradebook.server.url
  s = await smallSchool(roster)
  await acknowledged(roster, 'schedule')
  await plan()
  await acknowledged(roster, 'gradebook')
  await acknowledged(schedule, 'gradebook')
}, 30_000)
afterAll(async () => {
  for (const one of [gradebook, schedule, roster]) await one.stop()
  await queue.drop()
})

type Service = { readonly database: { readonly name: string } }

/** Looks again until `done` holds. What it waits for comes by queue, at its own time; five seconds are an age. */
async function until(done: () => Promise<boolean>): Promise<void> {
  for (
    const end = Date.now() + 8000;
    !(await done());
    await new Promise((resolve) => setTimeout(resolve, 25))
  ) {
    if (Date.now() > end) throw new Error('it did not come')
  }
}
const open = (service: Service, consumer: string) =>
  asAdministrator<{ count: number }>(
    service.database.name,
    'select count(*)::int as count from outbox_delivery where consumer = $1 and acked_at is null',
    [consumer],
  )
const acknowledged = (service: Service, consumer: string) =>
  until(async () => (await open(service, consumer))[0]?.count === 0)

async function plan(): Promise<void> {
  const coordinator = viewerOf({ schoolId: s.ids.school, roles: ['COORDINATOR'] })
  const run = async (name: string, input: object) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
    const answer = await schedule.as<Record<string, { errors: unknown[] }>>(
      coordinator,
      `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message } } }`,
      { input },
    )
    expect([name, answer.errors ?? answer.data?.[name]?.errors]).toEqual([name, []])
  }
  const schoolId = s.ids.school
  await run('addDirectories', { schoolId, subjects: [{ id: ids.subject, name: 'Алгебра' }], rooms: [] })
  await run('defineBells', {
    schoolId,
    bellSchedules: [
      { id: ids.bells, name: 'Обычный', bells: [{ number: 1, startsAt: '08:30', endsAt: '09:15' }] },
    ],
  })
  await run('addCourses', {
    schoolId,
    yearId: s.ids.year,
    courses: [
      {
        id: ids.course,
        subjectId: ids.subject,
        schoolClassId: s.ids.class7,
        teacherId: s.ids.teacher,
        weeklyHours: 1,
      },
    ],
  })
  const slots = [1, 2, 3].map((weekday) => ({
    id: newUuid(),
    courseId: ids.course,
    weekday,
    number: 1,
    bellScheduleId: ids.bells,
  }))
  await run('draftTimetable', {
    schoolId,
    yearId: s.ids.year,
    id: ids.version,
    name: 'Первое',
    validFrom: '2026-09-01',
    validUntil: '2026-12-31',
    slots,
  })
  await run('publishTimetable', { versionId: ids.version })
}

/** All that a service keeps of others' facts, as text. */
async function references(service: Service): Promise<string> {
  const tables = await asAdministrator<{ name: string }>(
    service.database.name,
    `select relname as name from pg_class where relkind = 'r' and relname like 'ref\\_%' order by 1`,
  )
  const parts = tables.map(
    ({ name }) => `select '${name}' as name, (select json_agg(t order by t.id) from ${name} t) as rows`,
  )
  return JSON.stringify(await asAdministrator(service.database.name, parts.join(' union all ')))
}
async function empty(service: Service): Promise<void> {
  const tables = await asAdministrator<{ name: string }>(
    service.database.name,
    `select relname as name from pg_class where relkind = 'r' and relname like 'ref\\_%'`,
  )
  await asAdministrator(
    service.database.name,
    `truncate ${tables.map((table) => table.name).join(', ')}, inbox`,
  )
}
const replay = (url: string, consumer: string) =>
  fetch(`${url}/internal/replay`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKeys.internalToken}` },
    body: JSON.stringify({ schoolId: s.ids.school, consumer }),
  })

test('facts of roster and schedule arrive in the gradebook and are acknowledged', async () => {
  const [counts] = await gradebook.admin<
    Record<string, number>
  >(`select (select count(*)::int from ref_person) as people, (select count(*)::int from ref_membership) as members,
    (select count(*)::int from ref_course) as courses, (select count(*)::int from ref_lesson) as lessons`)
  expect(counts).toEqual({ people: 6, members: 4, courses: 1, lessons: 52 })
})

test('a lesson that is held in the gradebook is a fact in schedule', async () => {
  const [lesson] = await gradebook.admin<{ id: string }>(`select id from ref_lesson where day = '2026-11-24'`)
  const teacher = viewerOf({ schoolId: s.ids.school, roles: ['TEACHER'], personId: s.ids.teacher })
  expect(
    codes(await gradebook.run(teacher, 'takeAttendance', { lessonId: lesson?.id, absences: [] })),
  ).toEqual([])
  await acknowledged(gradebook, 'schedule')
  expect(
    await asAdministrator(schedule.database.name, 'select id from lesson where held_at is not null'),
  ).toEqual([{ id: lesson?.id }])
})

test('replay into a service that lost its tables gives the same tables, and no other service is told again', async () => {
  for (const [consumer, service] of [
    ['gradebook', gradebook],
    ['schedule', schedule],
  ] as const) {
    const before = await references(service)
    await empty(service)
    expect(await references(service)).not.toBe(before)
    const told = () =>
      asAdministrator(
        roster.database.name,
        `select count(*)::int as count from outbox_delivery where consumer <> $1`,
        [consumer],
      )
    const toldBefore = await told()
    const sources: [string, Service][] =
      consumer === 'gradebook'
        ? [
            [owners.roster, roster],
            [owners.schedule, schedule],
          ]
        : [[owners.roster, roster]]
    for (const [url, source] of sources) {
      expect((await replay(url, consumer)).status).toBe(200)
      await acknowledged(source, consumer)
    }
    expect(await references(service)).toBe(before)
    expect(await told()).toEqual(toldBefore)
  }
})

test('an older version that comes late changes nothing, and one event is applied once', async () => {
  const event = (version: number, name: string, id = newUuid()) => ({
    id,
    name: 'roster.class-changed.v1',
    schoolId: s.ids.school,
    rows: [{ id: s.ids.class8, version, year_id: s.ids.year, name, grade: 8 }],
  })
  const kit = connectQueue({ postgresUrl: queue.url })
  const send = async (message: ReturnType<typeof event>) => {
    await kit
      .queue(eventQueue('gradebook'))
      .add(message.name, message, { jobId: `evt-${newUuid()}`, removeOnComplete: true, removeOnFail: true })
    await until(
      async () =>
        (await kit.queue(eventQueue('gradebook')).getJobCountByTypes('waiting', 'active', 'delayed')) === 0,
    )
  }
  const name = async () =>
    (await gradebook.admin<{ name: string }>('select name from ref_class where id = $1', [s.ids.class8]))[0]
      ?.name
  const newer = event(5, '8Б')
  await send(newer)
  await send(event(4, '8В'))
  expect(await name()).toBe('8Б')
  await send({ ...event(6, '8Г'), id: newer.id })
  expect(await name()).toBe('8Б')
  await send(event(6, '8Г'))
  expect(await name()).toBe('8Г')
  expect(await gradebook.admin('select 1 from inbox where event_id = $1', [newer.id])).toHaveLength(1)
  await kit.close()
})

test.each([
  ['a minute ago', `- interval '1 minute'`, 'Опоздалов'],
  ['by a clock that has been put back since', `+ interval '1 hour'`, 'Часовой'],
])(
  'what a queue took %s and lost is sent again, for it was never acknowledged',
  async (_, when, lastName) => {
    await gradebook.gradebook.stop()
    const pupil = { schoolClassId: s.ids.class7, from: '2026-11-24' }
    await s.run('addPeople', {
      schoolId: s.ids.school,
      people: [{ id: newUuid(), lastName, firstName: 'Олег', pupil }],
    })
    await until(async () => {
      const [row] = await asAdministrator<{ left: number }>(
        roster.database.name,
        `select count(*)::int as left from outbox_delivery where consumer = 'gradebook' and queued_at is null`,
      )
      return row?.left === 0
    })
    expect((await open(roster, 'gradebook'))[0]?.count).toBeGreaterThan(0)
    const kit = connectQueue({ postgresUrl: queue.url })
    await kit.queue(eventQueue('gradebook')).obliterate({ force: true })
    await kit.close()
    await asAdministrator(
      roster.database.name,
      `update outbox_delivery set queued_at = now() ${when} where acked_at is null`,
    )
    gradebook = await startTestGradebook({ queue, owners, database: gradebook.database })
    await acknowledged(roster, 'gradebook')
    expect(
      await gradebook.admin(`select first_name from ref_person where last_name = $1`, [lastName]),
    ).toEqual([{ first_name: 'Олег' }])
  },
)

test('a journal that a deputy reads stands in roster’s access log, once, and only there', async () => {
  // It was started anew, at another port.
  owners.gradebook = gradebook.gradebook.server.url
  const deputy = viewerOf({ schoolId: s.ids.school, roles: ['DEPUTY'], name: 'Завучева Зоя' })
  const director = viewerOf({ schoolId: s.ids.school, roles: ['DIRECTOR'] })
  const read = await gradebook.as(
    deputy,
    `{ diary(pupilId: "${s.ids.anna}", from: "2026-11-24", to: "2026-11-24") { date } }`,
  )
  expect(read.errors).toBeUndefined()
  await gradebook.gradebook.readingsWritten()
  await acknowledged(gradebook, 'roster')
  const answer = await roster.as<{ accessLog: { edges: { node: object }[] } }>(
    director,
    `{ accessLog(from: "2026-11-24", to: "2026-11-24", personId: "${s.ids.anna}") {
      edges { node { at readerName what ground count people { id } } } } }`,
  )
  expect(answer.data?.accessLog.edges.map((edge) => edge.node)).toEqual([
    {
      at: '2026-11-24T06:07:00.000Z',
      readerName: 'Завучева Зоя',
      what: 'дневник',
      ground: 'роль: завуч',
      count: 1,
      people: [{ id: s.ids.anna }],
    },
  ])
})
