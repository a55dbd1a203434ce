// What the gradebook keeps of others' facts, compared with what they hold: every kind of damage is found and mended,
// and where nothing is damaged nothing is done.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Finding } from '@zhurnal/kit/comparison'
import { asAdministrator, newUuid, testKeys, testQueue } from '@zhurnal/kit/testing'
import { viewerOf } from '@zhurnal/roster/testing'
import { smallSchool, startTestRoster, type TestRoster } from '../../roster/test/harness.js'
import { startTestSchedule, type TestSchedule } from '../../schedule/test/harness.js'
import { startTestGradebook, type TestGradebook } from './harness.js'

const owners = { roster: '', schedule: '', gradebook: '' }
let queue: Awaited<ReturnType<typeof testQueue>>
let roster: TestRoster
let schedule: TestSchedule
let gradebook: TestGradebook
let s: Awaited<ReturnType<typeof smallSchool>>
const courseId = newUuid()

beforeAll(async () => {
  queue = await testQueue()
  roster = await startTestRoster({ queue })
  owners.roster = roster.roster.server.url
  schedule = await startTestSchedule({ queue, owners })
  owners.schedule = schedule.schedule.server.url
  gradebook = await startTestGradebook({ queue, owners })
  owners.gradebook = gradebook.gradebook.server.url
  s = await smallSchool(roster)
  await settled(roster)
  await plan()
  await settled(schedule)
}, 30_000)
afterAll(async () => {
  for (const one of [gradebook, schedule, roster]) await one.stop()
  await queue.drop()
})

type Service = { readonly database: { readonly name: string } }
const admin = <T extends object>(service: Service, text: string, values: unknown[] = []) =>
  asAdministrator<T & Record<string, unknown>>(service.database.name, text, values)

async function settled(service: Service): Promise<void> {
  for (const end = Date.now() + 8000; ; await new Promise((resolve) => setTimeout(resolve, 25))) {
    // Nobody is reporting here.
    const open = await admin(
      service,
      `select 1 from outbox_delivery where acked_at is null and consumer <> 'reporting'`,
    )
    if (open.length === 0) return
    if (Date.now() > end) throw new Error('facts did not arrive')
  }
}

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
  const [subjectId, bellScheduleId, versionId] = [newUuid(), newUuid(), newUuid()]
  await run('addDirectories', { schoolId, subjects: [{ id: subjectId, name: 'Алгебра' }], rooms: [] })
  await run('defineBells', {
    schoolId,
    bellSchedules: [
      { id: bellScheduleId, name: 'Обычный', bells: [{ number: 1, startsAt: '08:30', endsAt: '09:15' }] },
    ],
  })
  await run('addCourses', {
    schoolId,
    yearId: s.ids.year,
    courses: [
      { id: courseId, subjectId, schoolClassId: s.ids.class7, teacherId: s.ids.teacher, weeklyHours: 1.5 },
    ],
  })
  const slots = [1, 2, 3].map((weekday) => ({ id: newUuid(), courseId, weekday, number: 1, bellScheduleId }))
  const dates = { validFrom: '2026-09-01', validUntil: '2026-12-31' }
  await run('draftTimetable', {
    schoolId,
    yearId: s.ids.year,
    id: versionId,
    name: 'Первое',
    ...dates,
    slots,
  })
  await run('publishTimetable', { versionId })
}

/** The comparison as the operator's command asks for it. */
async function compare(url: string): Promise<{ looked: number; findings: Finding[] }> {
  const answer = await fetch(`${url}/internal/compare`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKeys.internalToken}` },
    body: '{}',
  })
  expect(answer.status).toBe(200)
  return (await answer.json()) as { looked: number; findings: Finding[] }
}

/** All that a service keeps of others' facts, as text. */
async function references(service: Service): Promise<string> {
  const tables = await admin<{ name: string }>(
    service,
    `select relname as name from pg_class where relkind = 'r' and relname like 'ref\\_%' order by 1`,
  )
  const parts = tables.map(
    ({ name }) => `select '${name}' as name, (select json_agg(t order by t.id) from ${name} t) as rows`,
  )
  return JSON.stringify(await admin(service, parts.join(' union all ')))
}

test('where nothing differs nothing is done, and the run is on record', async () => {
  const before = await references(gradebook)
  const { looked, findings } = await compare(owners.gradebook)
  expect([looked, findings]).toEqual([10, []])
  expect(await references(gradebook)).toBe(before)
  const [run] = await admin<{ looked: number; ended: boolean }>(
    gradebook,
    'select looked, finished_at is not null as ended from comparison order by started_at desc limit 1',
  )
  expect(run).toEqual({ looked: 10, ended: true })
})

const one = { missing: 0, changed: 0, extra: 0, outcome: 'MENDED' }
const stray = '00000000-0000-4000-8000-000000000001'
const damages: readonly (readonly [string, string, object])[] = [
  [
    'a row is missing',
    `delete from ref_person where id = (select min(id::text)::uuid from ref_person)`,
    { ...one, kind: 'roster.person-changed.v1', missing: 1 },
  ],
  [
    'a row was changed under its version',
    `update ref_lesson set day = day + 1 where id = (select min(id::text)::uuid from ref_lesson)`,
    { ...one, kind: 'schedule.lesson-changed.v1', changed: 1 },
  ],
  [
    'a row has a version that its owner never gave',
    `update ref_course set version = 999, weekly_hours = 30`,
    { ...one, kind: 'schedule.course-changed.v1', changed: 1 },
  ],
  [
    'an absent value became an empty one',
    `update ref_person set patronymic = '' where id = (select min(id::text)::uuid from ref_person where patronymic is null)`,
    { ...one, kind: 'roster.person-changed.v1', changed: 1 },
  ],
  [
    'a row is there that nobody told',
    `insert into ref_class (id, school_id, year_id, name, grade, version)
      select '${stray}', school_id, year_id, '11Я', 11, 1 from ref_class limit 1`,
    { ...one, kind: 'roster.class-changed.v1', extra: 1 },
  ],
  [
    'a row stands under another school',
    `update ref_period set school_id = '${stray}' where id = (select min(id::text)::uuid from ref_period)`,
    { ...one, kind: 'roster.period-changed.v1', missing: 1 },
  ],
  [
    'a whole table was emptied',
    'truncate ref_lesson',
    { ...one, kind: 'schedule.lesson-changed.v1', missing: 52 },
  ],
]

test.each(damages)('%s: it is found and mended', async (_, damage, expected) => {
  const before = await references(gradebook)
  await admin(gradebook, damage)
  expect(await references(gradebook)).not.toBe(before)
  const { findings } = await compare(owners.gradebook)
  expect(findings.find((finding) => finding.schoolId === s.ids.school)).toMatchObject(expected)
  expect((await compare(owners.gradebook)).findings).toEqual([])
  expect(await references(gradebook)).toBe(before)
})

test('a lesson that schedule takes for held, and one whose being held it forgot, are put right', async () => {
  const teacher = viewerOf({ schoolId: s.ids.school, roles: ['TEACHER'], personId: s.ids.teacher })
  const [lesson] = await admin<{ id: string }>(
    gradebook,
    `select id from ref_lesson where day = '2026-11-24'`,
  )
  await gradebook.run(teacher, 'takeAttendance', { lessonId: lesson?.id, absences: [] })
  await settled(gradebook)
  const held = () => admin(schedule, 'select id, held_at from lesson where held_at is not null order by id')
  const before = await held()
  expect(before).toHaveLength(1)
  await admin(
    schedule,
    `update lesson set held_at = case when held_at is null then now() end where day in ('2026-11-24', '2026-11-25')`,
  )
  const { findings } = await compare(owners.schedule)
  expect(findings).toMatchObject([
    { kind: 'gradebook.lesson-held.v1', missing: 1, extra: 1, outcome: 'MENDED' },
  ])
  expect(await held()).toEqual(before)
})

test('a fact under way is not called a difference', async () => {
  await gradebook.gradebook.stop()
  await s.run('addPeople', {
    schoolId: s.ids.school,
    people: [{ id: newUuid(), lastName: 'Дорогин', firstName: 'Даниил', staff: { position: 'учитель' } }],
  })
  gradebook = await startTestGradebook({ queue, owners, database: gradebook.database })
  owners.gradebook = gradebook.gradebook.server.url
  expect((await compare(owners.gradebook)).findings).toEqual([])
  expect(await admin(gradebook, `select 1 from ref_person where last_name = 'Дорогин'`)).toHaveLength(1)
})

test('an owner that does not answer is told as such, and the others are compared all the same', async () => {
  await schedule.schedule.stop()
  await admin(gradebook, `delete from ref_person where last_name = 'Дорогин'`)
  const { findings } = await compare(owners.gradebook)
  expect(findings.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['roster.person-changed.v1', 'MENDED'],
    ['schedule.course-changed.v1', 'UNREACHABLE'],
    ['schedule.lesson-changed.v1', 'UNREACHABLE'],
  ])
})

test('one night, one comparison, whichever process gets to it; by day there is none', async () => {
  const { Nights } = await import('@zhurnal/kit/night')
  const { silentLogger } = await import('@zhurnal/kit/logging')
  const { handlers } = await import('../src/reference/handlers.js')
  const nightsAt = (instant: string) =>
    new Nights({
      name: 'gradebook',
      db: gradebook.gradebook.base.system,
      handlers,
      owners,
      internalToken: testKeys.internalToken,
      log: silentLogger,
      zone: 'Asia/Novosibirsk',
      clock: () => new Date(instant),
    })
  expect(await nightsAt('2026-11-24T09:00:00Z').look()).toBeUndefined()
  // 03:00 in Novosibirsk, while it is still evening in Moscow.
  const [a, b] = await Promise.all([
    nightsAt('2026-11-24T20:00:00Z').look(),
    nightsAt('2026-11-24T20:00:00Z').look(),
  ])
  expect([a, b].filter((done) => done !== undefined)).toHaveLength(1)
  expect(await nightsAt('2026-11-24T21:00:00Z').look()).toBeUndefined()
  // One that began and did not end within the hour has died: the next process does it.
  await admin(gradebook, `update comparison set finished_at = null where night is not null`)
  expect(await nightsAt('2026-11-24T20:30:00Z').look()).toBeUndefined()
  expect(await nightsAt('2026-11-24T21:30:00Z').look()).toBeDefined()
  expect(await nightsAt('2026-11-25T20:00:00Z').look()).toBeDefined()
})
