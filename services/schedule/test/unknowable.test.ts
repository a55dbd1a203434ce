// Nobody learns by any answer that another school's thing exists: its id and one that never was are answered alike.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid, probesOf, type IdOf } from '@zhurnal/kit/testing'
import { roleSchema, type Viewer } from '@zhurnal/roster/events'
import { viewerOf } from '@zhurnal/roster/testing'
import { actsOf } from './acts.js'
import { smallPlan, startTestSchedule, type TestSchedule } from './harness.js'

type Plan = Awaited<ReturnType<typeof fullPlan>>
let t: TestSchedule
let here: Plan
let there: Plan
let viewer: Viewer

beforeAll(async () => {
  t = await startTestSchedule()
  here = await fullPlan()
  there = await fullPlan()
  const roles = roleSchema.options.filter((role) => role !== 'PUPIL' && role !== 'GUARDIAN')
  viewer = viewerOf({ schoolId: here.school, roles })
})
afterAll(() => t.stop())

const reportRow = (id: string) => ({
  ...{ id, version: 1, account_id: newUuid(), person_id: newUuid(), received_at: '2026-11-24T06:00:00Z' },
  ...{ suspected_since: null, reported_by: newUuid(), reported_by_account: newUuid() },
})

async function fullPlan() {
  const plan = await smallPlan(t)
  const lesson = (await actsOf(t, plan).lessons(plan.ids.course7))[0]?.id ?? ''
  const report = newUuid()
  await t.tell('roster.account-compromised.v1', plan.ids.school, [reportRow(report)])
  return { ...plan.ids, lesson, report }
}

const kinds: readonly (readonly [pattern: RegExp, kind: keyof Plan])[] = [
  [/school(?!class)/, 'school'],
  [/year/, 'year'],
  [/class/, 'class7'],
  [/group/, 'group'],
  [/subject/, 'algebra'],
  [/room/, 'room'],
  [/bell/, 'bells'],
  [/course/, 'course7'],
  [/lesson/, 'lesson'],
  [/teacher/, 'smirnova'],
  [/pupil/, 'anna'],
  [/version/, 'version'],
  [/report/, 'report'],
]
const idsOf =
  (ids: Plan): IdOf =>
  ({ name, type }) => {
    const word = (name === 'id' ? type.replace(/(Change)?Input$/, '') : name).toLowerCase()
    return ids[kinds.find(([pattern]) => pattern.test(word))?.[1] ?? 'version']
  }
const never: IdOf = () => newUuid()
/** Own things by name; of what an act would make, a new id. A lesson may be asked for by one thing alone. */
const own: IdOf = (place) => {
  if (place.type === 'lessons' && place.name !== 'schoolId') return null
  if (place.name === 'id' && /Input$/.test(place.type) && !/Change/.test(place.type)) return newUuid()
  // Of class and group a course has one.
  if (place.type === 'CourseInput' && place.name === 'groupId') return null
  return idsOf(here)(place)
}

const probes = probesOf(readFileSync('services/schedule/schema.graphql', 'utf8')).filter(
  ({ name }) => !/^Mutation.*\.id$/.test(name) || /^Mutation\.change/.test(name),
)
const said = (answer: string) => answer.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')

describe('another school’s thing is answered as one that never was', () => {
  test.each(probes.map((probe) => [probe.name, probe] as const))('%s', async (_, probe) => {
    const ask = async (theirs: IdOf) =>
      JSON.stringify(await t.as(viewer, probe.query, probe.variables(own, theirs)))
    const [foreign, none] = [await ask(idsOf(there)), await ask(never)]
    expect(said(foreign)).toBe(said(none))
    expect(none).not.toMatch(/GRAPHQL_VALIDATION_FAILED|INTERNAL/)
  })

  test('own things are answered otherwise: the comparison can fail', async () => {
    const roots = probes.filter(({ name }) => /^Query\.(course|lesson|timetableVersion) id$/.test(name))
    expect(roots).toHaveLength(3)
    for (const probe of roots) {
      const answer = await t.as<object>(viewer, probe.query, probe.variables(own, idsOf(here)))
      expect([probe.name, Object.values(answer.data ?? {})]).not.toEqual([probe.name, [null]])
    }
  })
})

describe('by reference', () => {
  test.each([
    'Subject',
    'Room',
    'BellSchedule',
    'Course',
    'Lesson',
    'Substitution',
    'TimetableVersion',
    'CompromiseReport',
    'School',
  ])('%s', async (type) => {
    const ask = async (id: string) =>
      JSON.stringify(
        await t.as(viewer, 'query($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
          r: [{ __typename: type, id }],
        }),
      )
    const word = type === 'Substitution' ? 'lesson' : type
    expect(await ask(idsOf(there)({ name: word, type }) ?? '')).toBe(await ask(newUuid()))
  })
})
