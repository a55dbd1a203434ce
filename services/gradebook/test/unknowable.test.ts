// Nobody learns by any answer that another school's thing exists: its id and one that never was are answered alike.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid, probesOf, type IdOf } from '@zhurnal/kit/testing'
import { roleSchema, type Viewer } from '@zhurnal/roster/events'
import { startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool } from './small-school.js'

type School = Awaited<ReturnType<typeof fullSchool>>
let t: TestGradebook
let here: School
let there: School
let viewer: Viewer

beforeAll(async () => {
  t = await startTestGradebook()
  t.setClock(morning)
  here = await fullSchool()
  there = await fullSchool()
  const roles = roleSchema.options.filter((role) => role !== 'PUPIL' && role !== 'GUARDIAN')
  viewer = here.s.viewer(roles, { personId: here.ids.smirnova, classes: [here.ids.class7] })
})
afterAll(() => t.stop())

async function fullSchool() {
  const s = await smallSchool(t)
  const lesson = await s.lesson(s.ids.algebra)
  const work = newUuid()
  await t.run(s.teacher, 'addWork', { lessonId: lesson, id: work, kind: 'TEST' })
  const input = { lessonId: lesson, pupilId: s.ids.anna, value: '4' }
  const mark = ((await t.run(s.teacher, 'recordMark', input)).mark as { id: string }).id
  const absences = [{ pupilId: s.ids.anna, code: 'ABSENT' }]
  const roll = await t.run(s.teacher, 'takeAttendance', {
    lessonId: await s.lesson(s.ids.algebra, { number: 2 }),
    absences,
  })
  const absence = (roll.absences as { id: string }[])[0]?.id ?? ''
  const span = { pupilId: s.ids.anna, from: '2026-11-24', until: '2026-11-24', code: 'ILL' }
  const classTeacher = s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7] })
  const note = ((await t.run(classTeacher, 'recordAbsenceNote', span)).note as { id: string }).id
  const entry = (await t.log(s.ids.school))[0]?.id ?? ''
  const report = newUuid()
  await s.tell('roster.account-compromised.v1', [
    {
      ...{ id: report, account_id: newUuid(), person_id: newUuid(), received_at: '2026-11-24T06:00:00Z' },
      ...{ suspected_since: null, reported_by: newUuid(), reported_by_account: newUuid() },
    },
  ])
  return { s, ids: { ...s.ids, report, lesson, work, mark, entry, absence, note } }
}

const kinds: readonly (readonly [pattern: RegExp, kind: keyof School['ids']])[] = [
  [/school(?!class)/, 'school'],
  [/class/, 'class7'],
  [/absence/, 'absence'],
  [/note/, 'note'],
  [/course/, 'algebra'],
  [/period/, 'q2'],
  [/wor[k]/, 'work'],
  [/mark/, 'mark'],
  [/entry/, 'entry'],
  [/lesson/, 'lesson'],
  [/pupil/, 'anna'],
  [/actor/, 'smirnova'],
  [/report/, 'report'],
]
const idsOf =
  (ids: School['ids']): IdOf =>
  ({ name, type }) => {
    const word = (name === 'id' ? type : name).toLowerCase()
    return ids[kinds.find(([pattern]) => pattern.test(word))?.[1] ?? 'anna']
  }
const never: IdOf = () => newUuid()
/** Own things by name; a mark is set anew where none is named; of what an act would make, a new id. */
const own: IdOf = (place) => {
  if (place.name === 'id' && /Input$/.test(place.type)) return newUuid()
  return place.name === 'markId' ? null : idsOf(here.ids)(place)
}

// A fileId is reporting's to know: gradebook takes it unread, and reporting opens nothing that another account has brought.
const probes = probesOf(readFileSync('services/gradebook/schema.graphql', 'utf8')).filter(
  ({ name }) => !/^Mutation.*\.(id|fileId)$/.test(name),
)

describe('another school’s thing is answered as one that never was', () => {
  test.each(probes.map((probe) => [probe.name, probe] as const))('%s', async (_, probe) => {
    const before = await t.footprint()
    const ask = async (theirs: IdOf) =>
      JSON.stringify(await t.as(viewer, probe.query, probe.variables(own, theirs)))
    const [foreign, none] = [await ask(idsOf(there.ids)), await ask(never)]
    expect(foreign).toBe(none)
    expect(none).not.toMatch(/GRAPHQL_VALIDATION_FAILED|INTERNAL/)
    expect(await t.footprint()).toBe(before)
  })

  test('own things are answered otherwise: the comparison can fail', async () => {
    const roots = probes.filter(({ name }) =>
      /^Query\.(journal courseId|journal periodId|checkpoint )/.test(name),
    )
    expect(roots).toHaveLength(3)
    for (const probe of roots) {
      const answer = await t.as<object>(viewer, probe.query, probe.variables(own, idsOf(here.ids)))
      expect([probe.name, Object.values(answer.data ?? {})]).not.toEqual([probe.name, [null]])
    }
  })
})

describe('by reference', () => {
  test.each([
    ['Course', 'course', 'journal(periodId: "$") { learnersName }'],
    ['Lesson', 'lesson', 'record { id }'],
    ['LessonRecord', 'lesson', 'topic'],
    ['Mark', 'mark', 'value'],
    [
      'Pupil',
      'pupil',
      'marks { value } entriesCount diary(from: "2026-11-01", to: "2026-11-30") { date } subjects(periodId: "$") { courseId }',
    ],
    ['School', 'school', 'editWindow'],
    ['CompromiseReport', 'report', 'journalActs { what } concerned { what }'],
  ])('%s', async (type, name, selection) => {
    const asked = selection.replace('$', there.ids.q2)
    const ask = (id: string) => t.entities(viewer, type, [id], asked)
    expect(await ask(idsOf(there.ids)({ name, type }) ?? '')).toEqual(await ask(newUuid()))
  })
})

test('the report of changes and the log of one school hold nothing of the other', async () => {
  const query =
    '{ markChanges(from: "2026-11-01", to: "2026-11-30") { edges { node { pupil { id } } } pageInfo { hasNextPage } } checkpoint { treeSize } }'
  const answer = JSON.stringify(await t.as(viewer, query))
  expect(answer).toContain(here.ids.anna)
  expect(answer).not.toContain(there.ids.anna)
  expect(answer).toContain(`"treeSize":${(await t.log(here.ids.school)).length}`)
})
