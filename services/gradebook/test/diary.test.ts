// The diary: a family's own days and subjects, named as the clauses ask, and nothing of any other child in any field.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import fc from 'fast-check'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let guardian: Viewer

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  guardian = s.viewer(['GUARDIAN'], { pupils: [s.ids.anna], name: 'Азбукин Олег' })
  await s.tell('roster.period-changed.v1', [
    {
      ...{ id: newUuid(), year_id: s.ids.year, name: 'Год', kind: 'YEAR' },
      ...{ starts_on: '2026-09-01', ends_on: '2027-05-31', from_grade: 1, to_grade: 11 },
    },
  ])
})
beforeEach(() => t.setClock(morning))
afterAll(() => t.stop())

const entryFields = `number startsAt endsAt courseId subjectName teacherName roomName state changed topic homework individualHomework advice
  homeworkFiles { id fileId name bytes url } works { id title sign weight internalMonitoring } lesson { id }
  absence { id code minutesLate reason reasonByName note { id pupilId document } record { id } version }
  marks { ...m }`
const markFields = `fragment m on Mark { id value comment setByName setAt date subjectName retakeOf retaken dueOn source version
  work { id title kind weight } record { id } claim { id pupilName explanation claimedByName } changes { from to reason byName pupilName pupil { id } } }`
const subjectFields = `courseId subjectName teacherName withoutAttestation mean weightedMean proposed missed late marks { ...m }
  meanParts { markId date value workTitle weight counted why } toReach(target: 5) { target value count mean weight }
  periodMarks { periodId periodName kind startsOn endsOn value setByName setAt } exam { value setByName } final { value }`
const whole = `query($p: ID!, $r: [_Any!]!) { diary(pupilId: $p, from: "2026-11-01", to: "2026-12-06") { date entries { ${entryFields} } }
  _entities(representations: $r) { ... on Pupil { subjects(periodId: "$q2") { ${subjectFields} } } } } ${markFields}`

type Subject = { subjectName: string } & Record<string, unknown>
type Entry = { subjectName: string; number: number } & Record<string, unknown>
type Whole = { diary: { date: string; entries: Entry[] }[]; _entities: { subjects: Subject[] | null }[] }

async function asked(viewer: Viewer, pupilId: string): Promise<Whole> {
  const answer = await t.as<Whole>(viewer, whole.replace('$q2', s.ids.q2), {
    p: pupilId,
    r: [{ __typename: 'Pupil', id: pupilId }],
  })
  if (answer.errors || !answer.data) throw new Error(JSON.stringify(answer.errors))
  return answer.data
}
const subject = async (name: string, viewer = guardian) =>
  (await asked(viewer, s.ids.anna))._entities[0]?.subjects?.find((one) => one.subjectName === name)
const entry = async (number: number, subjectName = 'Алгебра') =>
  (await asked(guardian, s.ids.anna)).diary
    .flatMap((day) => day.entries)
    .find((one) => one.number === number && one.subjectName === subjectName)
const mark = async (lessonId: string, pupilId: string, value: string, more: object = {}) =>
  ((await t.run(s.teacher, 'recordMark', { lessonId, pupilId, value, ...more })).mark as { id: string }).id

describe('a day', () => {
  test('homework, files, what is set and advised for this family, announced works by their names', async () => {
    const lessonId = await s.lesson(s.ids.algebra, { day: '2026-11-30', number: 3 })
    await t.run(s.teacher, 'addWork', {
      ...{ lessonId, id: newUuid(), kind: 'TEST', title: 'Контрольная № 2', internalMonitoring: true },
    })
    const fileId = newUuid()
    const described = await t.run(s.teacher, 'describeLesson', {
      ...{ lessonId, homework: '§ 7', homeworkFiles: [{ fileId, name: 'план.pdf', bytes: 10 }] },
      individualHomework: [
        { pupilId: s.ids.anna, text: '№ 9', advice: 'Повторить дроби' },
        { pupilId: s.ids.boris, text: '№ 10', advice: 'Читать условие' },
      ],
    })
    expect(codes(described)).toEqual([])
    expect(await entry(3)).toMatchObject({
      ...{
        state: 'PLANNED',
        changed: null,
        homework: '§ 7',
        individualHomework: '№ 9',
        advice: 'Повторить дроби',
      },
      homeworkFiles: [{ name: 'план.pdf', url: `/files/${fileId}` }],
      works: [{ title: 'Контрольная № 2', sign: 'КР', internalMonitoring: true }],
    })
  })

  test('changes of the timetable in words, without the reason that may be of health', async () => {
    await s.lesson(s.ids.algebra, { number: 4, cancelled: true })
    await s.lesson(s.ids.algebra, { number: 2, teacher: s.ids.kuznetsov, insteadOf: s.ids.smirnova })
    expect(await entry(4)).toMatchObject({ state: 'CANCELLED', changed: 'Урок отменён' })
    const substituted = await entry(2)
    expect(substituted?.changed).toBe('Замена: урок ведёт Кузнецов К. К. вместо Смирнова О. В.')
    expect(JSON.stringify(await asked(guardian, s.ids.anna))).not.toContain('болезнь')
  })
})

describe('subjects of a period', () => {
  test('marks with means and how they came about, absences, what is needed, marks of periods', async () => {
    const course = await s.ownCourse()
    const [one, two] = [await s.lesson(course), await s.lesson(course, { number: 2 })]
    const first = await mark(one, s.ids.anna, '3')
    await mark(two, s.ids.anna, '5', { retakeOf: first })
    const work = newUuid()
    await t.run(s.teacher, 'addWork', { lessonId: one, id: work, kind: 'TEST', weight: 3, title: 'Зачёт' })
    await mark(one, s.ids.anna, '4', { workId: work })
    await mark(one, s.ids.anna, 'осв')
    const roll = (lessonId: string, code: string, minutesLate?: number) =>
      t.run(s.teacher, 'takeAttendance', {
        lessonId,
        absences: [{ pupilId: s.ids.anna, code, ...(minutesLate ? { minutesLate } : {}) }],
      })
    await roll(one, 'ABSENT')
    await roll(two, 'LATE', 5)
    const seen = await subject('Геометрия')
    expect(seen).toMatchObject({
      ...{ teacherName: 'Смирнова Ольга Викторовна', withoutAttestation: false, missed: 1, late: 1 },
      ...{ mean: '4.50', weightedMean: '4.25', proposed: '4' },
      toReach: { target: 5, value: 5, count: 2, weight: 1, mean: '4.50' },
    })
    expect(
      (seen?.meanParts as { value: string; counted: boolean; why: string | null }[])
        .map(({ value, counted, why }) => `${value} ${counted} ${why}`)
        .toSorted(),
    ).toEqual(['3 false RETAKEN', '4 true null', '5 true null', 'осв false NO_NUMBER'])
    expect(
      codes(
        await t.run(s.teacher, 'setPeriodMark', {
          ...{ courseId: course, periodId: s.ids.q2, pupilId: s.ids.anna, value: '4' },
        }),
      ),
    ).toEqual([])
    const exam = {
      courseId: course,
      kind: 'EXAM',
      marks: [{ pupilId: s.ids.anna, value: '5', reason: 'Экзамен сдан' }],
    }
    expect(codes(await t.run(s.teacher, 'setFinalMarks', exam))).toEqual([])
    expect(await subject('Геометрия')).toMatchObject({ exam: { value: '5' }, final: null })
    expect((await subject('Геометрия'))?.periodMarks).toMatchObject([
      { periodName: '1 четверть', kind: 'QUARTER', value: null },
      { periodName: '2 четверть', value: '4', setByName: 'Смирнова Ольга Викторовна' },
      { periodName: 'Год', kind: 'YEAR', value: null },
    ])
  })

  test('without attestation nothing is proposed; groups and classes of the period alone, by name', async () => {
    const { _entities } = await asked(guardian, s.ids.anna)
    const names = _entities[0]?.subjects?.map((one) => one.subjectName) ?? []
    expect(names).toEqual(expect.arrayContaining(['Алгебра', 'Английский язык', 'Разговоры']))
    expect(names).not.toContain('Физика')
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'ru')))
    expect(await subject('Разговоры')).toMatchObject({
      withoutAttestation: true,
      proposed: null,
      toReach: null,
    })
  })

  test('of a period that is none, or of another school: null', async () => {
    const other = await smallSchool(t)
    for (const period of [newUuid(), 'нет', other.ids.q2])
      expect(
        await t.entities(guardian, 'Pupil', [s.ids.anna], `subjects(periodId: "${period}") { courseId }`),
      ).toEqual([{ subjects: null }])
  })

  test('take the same statements for three marks and for forty', async () => {
    const course = await s.ownCourse()
    const lessonId = await s.lesson(course)
    const { db } = t.gradebook.base
    const cost = async () => {
      db.counter = { count: 0, statements: [] }
      await t.entities(
        guardian,
        'Pupil',
        [s.ids.anna],
        `subjects(periodId: "${s.ids.q2}") { courseId mean meanParts { value } marks { id value retaken work { title } claim { id } } periodMarks { value } }`,
      )
      const { count } = db.counter
      db.counter = undefined
      return count
    }
    for (let i = 0; i < 3; i += 1) await mark(lessonId, s.ids.anna, '4')
    const few = await cost()
    for (let i = 0; i < 37; i += 1) await mark(lessonId, s.ids.anna, '5')
    expect([few, await cost()]).toEqual([8, 8])
  })
})

const secret = () => `тайна-${newUuid()}`

describe('nothing of another child', () => {
  test('whatever teachers and families write of others, no field of a family’s answer changes by it', async () => {
    const own = await s.lesson(s.ids.algebra, { number: 1 })
    await mark(own, s.ids.anna, '4')
    const others = [s.ids.boris, s.ids.dina]
    const mates = Object.fromEntries(
      others.map((id) => [id, s.viewer(['PUPIL'], { personId: id, pupils: [id], name: secret() })]),
    )
    const words: string[] = []
    const word = () => {
      const made = secret()
      words.push(made)
      return made
    }
    const step = fc.record({
      what: fc.constantFrom('mark', 'claim', 'individual', 'absence', 'note', 'retake'),
      pupil: fc.constantFrom(...others),
      value: fc.constantFrom('2', '3', '5', 'н/а'),
    })
    const steps: Record<string, (pupilId: string, value: string) => Promise<unknown>> = {
      mark: (pupilId, value) => mark(own, pupilId, value, { comment: word() }),
      retake: async (pupilId, value) =>
        mark(own, pupilId, '5', { retakeOf: await mark(own, pupilId, value), comment: word() }),
      claim: async (pupilId, value) =>
        t.run(mates[pupilId] ?? guardian, 'claimWrongMark', {
          ...{ markId: await mark(own, pupilId, value), explanation: word() },
        }),
      individual: (pupilId) =>
        t.run(s.teacher, 'describeLesson', {
          ...{ lessonId: own, individualHomework: [{ pupilId, text: word(), advice: word() }] },
        }),
      absence: (pupilId) =>
        t.run(s.teacher, 'takeAttendance', { lessonId: own, absences: [{ pupilId, code: 'ABSENT' }] }),
      note: (pupilId) =>
        t.run(s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7] }), 'recordAbsenceNote', {
          ...{ pupilId, from: '2026-11-24', until: '2026-11-24', code: 'ILL', document: word() },
        }),
    }
    await steps.absence?.(s.ids.boris, '')
    const before = JSON.stringify(await asked(guardian, s.ids.anna))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (list) => {
        for (const { what, pupil, value } of list) await steps[what]?.(pupil, value)
        const after = JSON.stringify(await asked(guardian, s.ids.anna))
        expect(after).toBe(before)
        for (const hidden of [...others, ...words, 'Букварёв', 'Добрякова'])
          expect(after).not.toContain(hidden)
      }),
      { numRuns: 12 },
    )
    expect(words.length).toBeGreaterThan(0)
    // And what is the family's own does change it: the comparison can fail.
    await mark(own, s.ids.anna, '2')
    expect(JSON.stringify(await asked(guardian, s.ids.anna))).not.toBe(before)
  })
})
