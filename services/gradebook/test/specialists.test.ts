// Specialists' groups are not the inspector's (design §3): no page, lesson, mark, change, proof or count of theirs.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
const course = newUuid()
const group = newUuid()
const made = { lesson: '', mark: '', entry: '' }
const span = 'from: "2026-11-01", to: "2026-11-30"'

const tellGroup = (kind?: string, version = 1) =>
  s.tell('roster.group-changed.v1', [
    { id: group, year_id: s.ids.year, name: 'логопед', class_ids: [s.ids.class7], kind, version },
  ])

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  t.setClock(morning)
  await tellGroup('SPECIALIST')
  await s.tell('roster.membership-changed.v1', [
    { ...s.member(s.ids.anna, null), id: newUuid(), group_id: group },
  ])
  await s.tell('schedule.course-changed.v1', [
    {
      id: course,
      year_id: s.ids.year,
      subject_id: newUuid(),
      subject_name: 'Занятия с логопедом',
      without_attestation: true,
      class_id: null,
      group_id: group,
      class_ids: [s.ids.class7],
      grade: 7,
      learners_name: '7А · логопед',
      teacher_id: s.ids.orlova,
      weekly_hours: '1.00',
    },
  ])
  made.lesson = await s.lesson(course, { teacher: s.ids.orlova })
  const specialist = s.viewer(['SPECIALIST'], { personId: s.ids.orlova })
  const input = { lessonId: made.lesson, pupilId: s.ids.anna, value: '5' }
  const payload = await t.run(specialist, 'recordMark', input)
  made.mark = (payload.mark as { id: string }).id
  await t.run(specialist, 'recordMark', { ...input, markId: made.mark, value: '4', expectedVersion: 1 })
  made.entry = (await t.log(s.ids.school)).find((one) => one.subject === `mark:${made.mark}`)?.id ?? ''
})
afterAll(() => t.stop())

const asked = async (viewer: Viewer, query: string) => JSON.stringify((await t.as(viewer, query)).data)
const referred = async (viewer: Viewer, type: string, id: string, selection: string) =>
  JSON.stringify(await t.entities(viewer, type, [id], selection))

/** Every way in, with what stands in its answer for who sees the group. */
const ways: readonly (readonly [
  name: string,
  ask: (viewer: Viewer) => Promise<string>,
  seen: () => string,
])[] = [
  [
    'Query.journal',
    (v) => asked(v, `{ journal(courseId: "${course}", periodId: "${s.ids.q2}") { learnersName } }`),
    () => 'логопед',
  ],
  [
    'Course.journal',
    (v) => referred(v, 'Course', course, `journal(periodId: "${s.ids.q2}") { learnersName }`),
    () => 'логопед',
  ],
  [
    'the page as it stood',
    (v) =>
      asked(
        v,
        `{ journal(courseId: "${course}", periodId: "${s.ids.q2}", asOf: "${morning}") { learnersName } }`,
      ),
    () => 'логопед',
  ],
  ['LessonRecord', (v) => referred(v, 'LessonRecord', made.lesson, 'id marksCount'), () => made.lesson],
  ['Lesson.record', (v) => referred(v, 'Lesson', made.lesson, 'record { id }'), () => made.lesson],
  ['Mark', (v) => referred(v, 'Mark', made.mark, 'id changes { to }'), () => made.mark],
  ['Pupil.marks', (v) => referred(v, 'Pupil', s.ids.anna, 'marks { id }'), () => made.mark],
  ['Pupil.entriesCount', (v) => referred(v, 'Pupil', s.ids.anna, 'entriesCount'), () => ':1'],
  [
    'Query.diary',
    (v) => asked(v, `{ diary(pupilId: "${s.ids.anna}", ${span}) { entries { lesson { id } } } }`),
    () => made.lesson,
  ],
  [
    'Query.markChanges',
    (v) => asked(v, `{ markChanges(${span}) { edges { node { entryId } } } }`),
    () => made.entry,
  ],
  [
    'Query.inclusionProof',
    (v) => asked(v, `{ inclusionProof(entryId: "${made.entry}", treeSize: 2) { leafHash } }`),
    () => '"leafHash"',
  ],
]

describe('of a specialist’s group', () => {
  test.each(ways)('%s is shown to those in charge, and to an inspector not', async (_, ask, seen) => {
    expect(await ask(s.coordinator)).toContain(seen())
    expect(await ask(s.viewer(['INSPECTOR', 'DEPUTY']))).toContain(seen())
    expect(await ask(s.inspector)).not.toContain(seen())
  })

  test('the family sees its own', async () => {
    const guardian = s.viewer(['GUARDIAN'], { pupils: [s.ids.anna] })
    expect(await referred(guardian, 'Pupil', s.ids.anna, 'marks { id } entriesCount')).toContain(made.mark)
  })
})

test('an inspector who is also a parent here sees nothing more of other children', async () => {
  const both = s.viewer(['INSPECTOR', 'GUARDIAN'], { pupils: [s.ids.vera] })
  expect(await referred(both, 'Mark', made.mark, 'id')).toBe('[null]')
})

test('a course of a group that is not known yet is hidden from an inspector, too', async () => {
  const [early, lesson] = [newUuid(), newUuid()]
  const [known] = await t.admin<Record<string, unknown>>('select * from ref_course where id = $1', [course])
  await s.tell('schedule.course-changed.v1', [{ ...known, id: early, group_id: newUuid(), version: 1 }])
  await s.lesson(early, { id: lesson, teacher: s.ids.orlova, number: 3 })
  expect(await referred(s.coordinator, 'LessonRecord', lesson, 'id')).toContain(lesson)
  expect(await referred(s.inspector, 'LessonRecord', lesson, 'id')).toBe('[null]')
})

test('an older message says no kind and is of an ordinary group; a changed kind counts at once', async () => {
  await tellGroup(undefined, 2)
  for (const [, ask, seen] of ways) expect(await ask(s.inspector)).toContain(seen())
  await tellGroup('SPECIALIST', 3)
  for (const [, ask, seen] of ways) expect(await ask(s.inspector)).not.toContain(seen())
})
