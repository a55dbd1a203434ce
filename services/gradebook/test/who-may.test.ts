// Who may keep the record: every mutation × eleven roles, own and stranger, and another school. «own» is: Смирнова, who
// teaches algebra of 7А, as teacher and as specialist; the class teacher of 7А. Whoever is not named is refused with
// NOT_FOUND and leaves no trace.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { roleSchema, type Role, type Viewer } from '@zhurnal/roster/events'
import { viewerOf } from '@zhurnal/roster/testing'
import { parse, type ObjectTypeDefinitionNode } from 'graphql'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

type Named = Role | `${Role}.own` | `${Role}.stranger`
type Member = { readonly name: string; readonly role: Role | null; readonly viewer: Viewer }
type Act = readonly [name: string, input: () => object, who: readonly Named[]]

let t: TestGradebook
let s: SmallSchool
let cast: readonly Member[]
const made = {
  lesson: '',
  mark: '',
  absence: '',
  note: '',
  report: '',
  work: '',
  unlock: '',
  claim: '',
  periodMark: '',
  finalMark: '',
}

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  t.setClock(morning)
  made.lesson = await s.lesson(s.ids.algebra)
  const input = { lessonId: made.lesson, pupilId: s.ids.anna, value: '4' }
  made.mark = ((await t.run(s.teacher, 'recordMark', input)).mark as { id: string }).id
  made.work = newUuid()
  await t.run(s.teacher, 'addWork', { lessonId: made.lesson, id: made.work, kind: 'TEST' })
  const locked = { courseId: await s.ownCourse(), periodId: s.ids.q2 }
  const set = await t.run(s.teacher, 'setPeriodMark', { ...locked, pupilId: s.ids.anna, value: '4' })
  made.periodMark = (set.periodMark as { id: string }).id
  const whole = { id: newUuid(), year_id: s.ids.year, name: 'Год', kind: 'YEAR', from_grade: 1, to_grade: 9 }
  await s.tell('roster.period-changed.v1', [{ ...whole, starts_on: '2026-09-01', ends_on: '2027-05-31' }])
  const exam = { courseId: locked.courseId, kind: 'EXAM', marks: [{ pupilId: s.ids.anna, value: '4' }] }
  await t.run(s.teacher, 'setFinalMarks', exam)
  const [stands] = await t.admin<{ id: string }>('select id from final_mark')
  made.finalMark = stands?.id ?? ''
  const opened = { ...locked, personId: s.ids.smirnova, hours: 1, reason: 'Проба' }
  made.unlock = ((await t.run(s.coordinator, 'unlock', opened)).unlock as { id: string }).id
  const anna = s.viewer(['PUPIL'], { personId: s.ids.anna, pupils: [s.ids.anna] })
  const wrong = { markId: made.mark, explanation: 'Не та' }
  made.claim = ((await t.run(anna, 'claimWrongMark', wrong)).claim as { id: string }).id
  const classTeacher = s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7] })
  const missed = await s.lesson(s.ids.algebra, { number: 2 })
  const absences = [{ pupilId: s.ids.anna, code: 'ABSENT' }]
  const roll = await t.run(s.teacher, 'takeAttendance', { lessonId: missed, absences })
  made.absence = (roll.absences as { id: string }[])[0]?.id ?? ''
  const note = { pupilId: s.ids.anna, from: '2026-11-24', until: '2026-11-24', code: 'ILL' }
  made.note = ((await t.run(classTeacher, 'recordAbsenceNote', note)).note as { id: string }).id
  made.report = newUuid()
  await s.tell('roster.account-compromised.v1', [
    {
      ...{
        id: made.report,
        account_id: newUuid(),
        person_id: newUuid(),
        received_at: '2026-11-24T06:00:00Z',
      },
      ...{ suspected_since: null, reported_by: newUuid(), reported_by_account: newUuid() },
      of_coordinator: true,
    },
  ])
  const member = (role: Role, side: 'own' | 'stranger'): Member => {
    const teaches = role === 'TEACHER' || role === 'SPECIALIST'
    const [child, schoolClass] = side === 'own' ? [s.ids.anna, s.ids.class7] : [s.ids.vera, s.ids.class8]
    const viewer = s.viewer([role], {
      personId: teaches && side === 'own' ? s.ids.smirnova : role === 'PUPIL' ? child : newUuid(),
      classes: role === 'CLASS_TEACHER' ? [schoolClass] : [],
      pupils: role === 'PUPIL' || role === 'GUARDIAN' ? [child] : [],
    })
    return { name: `${role}.${side}`, role, viewer }
  }
  cast = [
    ...roleSchema.options.flatMap((role) => [member(role, 'own'), member(role, 'stranger')]),
    {
      name: 'other school',
      role: null,
      viewer: viewerOf({
        schoolId: newUuid(),
        roles: [...roleSchema.options],
        personId: s.ids.smirnova,
        classes: [s.ids.class7],
      }),
    },
  ]
})
afterAll(() => t.stop())

const keeps: readonly Named[] = ['TEACHER.own', 'SPECIALIST.own']
const stale = { expectedVersion: 99 }
const work = () => ({ id: newUuid(), kind: 'TEST' })
const page = () => ({ courseId: s.ids.algebra, periodId: s.ids.q2 })

// Acts that may be done are refused for another cause or do the same again: the next member meets what the one before did.
const acts: readonly Act[] = [
  ['describeLesson', () => ({ lessonId: made.lesson, topic: 'Проба', ...stale }), keeps],
  ['recordMark', () => ({ lessonId: made.lesson, pupilId: s.ids.boris, value: '5' }), keeps],
  ['withdrawMark', () => ({ markId: made.mark, ...stale }), keeps],
  ['takeAttendance', () => ({ lessonId: made.lesson, absences: [], ...stale }), keeps],
  ['keepLessons', () => ({ lessons: [{ lessonId: made.lesson, topic: 'Проба' }] }), keeps],
  ['addWork', () => ({ lessonId: made.lesson, id: newUuid(), kind: 'TEST' }), keeps],
  // The class teacher fills what is missing in the own class (A5.10).
  [
    'setPeriodMark',
    () => ({ ...page(), pupilId: s.ids.anna, value: 'нет такой' }),
    [...keeps, 'CLASS_TEACHER.own'],
  ],
  [
    'setPeriodMarks',
    () => ({ ...page(), marks: [{ pupilId: s.ids.anna, value: 'нет такой' }] }),
    [...keeps, 'CLASS_TEACHER.own'],
  ],
  [
    'setAbsenceReasons',
    () => ({ reasons: [{ absenceId: made.absence, reason: 'ILL' }] }),
    ['CLASS_TEACHER.own'],
  ],
  [
    'recordAbsenceNote',
    () => ({ pupilId: s.ids.anna, from: '2026-11-24', until: '2026-11-23', code: 'ILL' }),
    ['CLASS_TEACHER.own'],
  ],
  ['withdrawAbsenceNote', () => ({ noteId: made.note, ...stale }), ['CLASS_TEACHER.own']],
  [
    'addOutsideWork',
    () => ({ ...work(), courseId: s.ids.algebra, recordId: newUuid(), date: '2026-11-20', title: ' ' }),
    keeps,
  ],
  ['changeWork', () => ({ workId: made.work, ...stale }), keeps],
  ['cancelWork', () => ({ workId: made.work, ...stale }), keeps],
  ['restoreWork', () => ({ workId: made.work, ...stale }), keeps],
  ['setWorkKinds', () => ({ schoolId: s.ids.school, kinds: [] }), ['COORDINATOR']],
  ['setMarkRules', () => ({ schoolId: s.ids.school, rounding: 5 }), ['COORDINATOR']],
  ['enterForeignRecord', () => ({ schoolId: s.ids.school, source: ' ', rows: [] }), ['COORDINATOR']],
  ['withdrawForeignRecord', () => ({ schoolId: s.ids.school, source: ' ' }), ['COORDINATOR']],
  [
    'enterForeignMarks',
    () => ({ courseId: s.ids.algebra, pupilId: s.ids.anna, source: ' ', marks: [] }),
    [...keeps, 'COORDINATOR'],
  ],
  ['withdrawPeriodMark', () => ({ periodMarkId: made.periodMark, ...stale }), keeps],
  [
    'setFinalMarks',
    () => ({ courseId: s.ids.algebra, kind: 'EXAM', marks: [{ pupilId: s.ids.anna, value: 'нет такой' }] }),
    [...keeps, 'CLASS_TEACHER.own'],
  ],
  ['withdrawFinalMark', () => ({ finalMarkId: made.finalMark, ...stale }), keeps],
  ['unlock', () => ({ ...page(), personId: s.ids.smirnova, hours: 0, reason: 'Проба' }), ['COORDINATOR']],
  ['endUnlock', () => ({ unlockId: made.unlock, ...stale }), ['COORDINATOR']],
  ['claimWrongMark', () => ({ markId: made.mark, explanation: ' ' }), ['PUPIL.own', 'GUARDIAN.own']],
  ['answerMarkClaim', () => ({ claimId: made.claim, accepted: false, answer: ' ' }), keeps],
  ['withdrawMarkClaim', () => ({ claimId: made.claim }), ['PUPIL.own']],
  ['setEditWindow', () => ({ schoolId: s.ids.school, window: 'ONE_MONTH' }), ['COORDINATOR']],
  ['closePeriod', page, [...keeps, 'COORDINATOR']],
  // Of a coordinator's own login: the director decides as well.
  [
    'decideJournalActs',
    () => ({ reportId: made.report, entryIds: [], verdict: 'VOID' }),
    ['COORDINATOR', 'DIRECTOR'],
  ],
]

test.each(acts)('%s', async (name, input, who) => {
  const may: string[] = []
  for (const member of cast) {
    const before = await t.footprint()
    const refused = codes(await t.run(member.viewer, name, input())).includes('NOT_FOUND')
    if (!refused) may.push(member.name)
    else expect([member.name, await t.footprint()]).toEqual([member.name, before])
  }
  expect(may).toEqual(
    cast
      .filter(({ name: one, role }) => who.some((named) => named === one || named === role))
      .map((one) => one.name),
  )
})

test('every mutation has a row', () => {
  const schema = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'))
  const mutation = schema.definitions.find(
    (one): one is ObjectTypeDefinitionNode =>
      one.kind === 'ObjectTypeDefinition' && one.name.value === 'Mutation',
  )
  expect(mutation?.fields?.map((field) => field.name.value).sort()).toEqual(acts.map(([name]) => name).sort())
})
