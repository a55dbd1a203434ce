// Reasons and notes of the class teacher (A5.19), and records entered from paper: every act on both sides of its edges.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, today, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let classTeacher: Viewer
let strangers: readonly (readonly [string, Viewer])[]

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  classTeacher = s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7], name: 'Классная Клавдия Петровна' })
  strangers = [
    ['the class teacher of another class', s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class8] })],
    ['who has the class and not the role', s.viewer(['TEACHER'], { classes: [s.ids.class7] })],
    ['the teacher of the lesson', s.teacher],
    ['the coordinator', s.coordinator],
    ['a deputy', s.viewer(['DEPUTY'])],
    ['the director', s.viewer(['DIRECTOR'])],
    ['an inspector', s.inspector],
    ['a guardian', s.viewer(['GUARDIAN'], { pupils: [s.ids.anna] })],
    ['the pupil', s.viewer(['PUPIL'], { personId: s.ids.anna, pupils: [s.ids.anna] })],
  ]
})
afterAll(() => t.stop())
beforeEach(() => t.setClock(morning))

type Absence = {
  id: string
  code: string
  reason: string | null
  reasonByName: string | null
  note: { id: string } | null
  version: number
}
let lessonsPlanned = 0
/** An absence of Анна in a lesson of its own, and the lesson. */
async function absent(
  code = 'ABSENT',
  day = today,
  pupilId = s.ids.anna,
): Promise<{ lessonId: string; id: string }> {
  lessonsPlanned += 1
  const lessonId = await s.lesson(s.ids.algebra, { day, number: 1 + (lessonsPlanned % 5) })
  expect(
    codes(await t.run(s.teacher, 'takeAttendance', { lessonId, absences: [{ pupilId, code }] })),
  ).toEqual([])
  const [row] = await t.admin<{ id: string }>(
    'select id from absence where lesson_id = $1 and pupil_id = $2',
    [lessonId, pupilId],
  )
  return { lessonId, id: row?.id ?? '' }
}
const reasons = (...list: object[]) => ({ reasons: list })
const pageOf = async (viewer: Viewer, lessonId: string) => {
  const query = `query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { lessons { id fromPaperOn } rows { pupilId cells absences { id record { id } code reason reasonByName note { id document } } } } }`
  type Page = {
    lessons: { id: string; fromPaperOn: string | null }[]
    rows: { pupilId: string; cells: string[]; absences: (Absence & { record: { id: string } })[] }[]
  }
  const page = (await t.as<{ journal: Page }>(viewer, query, { c: s.ids.algebra, p: s.ids.q2 })).data?.journal
  const row = page?.rows.find((one) => one.pupilId === s.ids.anna)
  const at = page?.lessons.findIndex((one) => one.id === lessonId) ?? -1
  return {
    cell: row?.cells[at],
    absence: row?.absences.find((one) => one.record.id === lessonId),
    lesson: page?.lessons[at],
  }
}

describe('a reason', () => {
  test('stands beside the teacher’s code; the cell stays as it is; one entry of the log says both', async () => {
    const { id, lessonId } = await absent()
    const before = (await t.log(s.ids.school)).length
    const answer = await t.run(classTeacher, 'setAbsenceReasons', {
      requestId: newUuid(),
      ...reasons({ absenceId: id, reason: 'EXCUSED', expectedVersion: 1 }),
    })
    expect(answer).toMatchObject({
      set: 1,
      errors: [],
      absences: [
        { id, code: 'ABSENT', reason: 'EXCUSED', reasonByName: 'Классная Клавдия Петровна', version: 2 },
      ],
    })
    const shown = await pageOf(s.teacher, lessonId)
    expect(shown.cell).toBe(`a|${id}|ABSENT||2`)
    expect(shown.absence).toMatchObject({ code: 'ABSENT', reason: 'EXCUSED', note: null })
    const entries = (await t.log(s.ids.school)).slice(before)
    expect(entries.map((one) => [one.act, one.subject, one.leaf.from, one.leaf.to])).toEqual([
      [
        'setAbsenceReasons',
        `absenceReasons:${s.ids.anna}`,
        [{ absence: id, lesson: lessonId, reason: null }],
        [{ absence: id, lesson: lessonId, reason: 'EXCUSED' }],
      ],
    ])
  })

  test('is taken back with null; the same again writes nothing', async () => {
    const { id } = await absent()
    await t.run(classTeacher, 'setAbsenceReasons', reasons({ absenceId: id, reason: 'ILL' }))
    const before = await t.footprint()
    expect(
      await t.run(classTeacher, 'setAbsenceReasons', reasons({ absenceId: id, reason: 'ILL' })),
    ).toMatchObject({ set: 0, errors: [] })
    expect(await t.footprint()).toBe(before)
    const back = await t.run(classTeacher, 'setAbsenceReasons', reasons({ absenceId: id, reason: null }))
    expect(back).toMatchObject({ set: 1, absences: [{ reason: null, reasonByName: null }] })
  })

  test('survives the teacher’s own change of the code', async () => {
    const { id, lessonId } = await absent()
    await t.run(classTeacher, 'setAbsenceReasons', reasons({ absenceId: id, reason: 'EXCUSED' }))
    await t.run(s.teacher, 'takeAttendance', {
      lessonId,
      absences: [{ pupilId: s.ids.anna, code: 'UNEXCUSED' }],
    })
    expect((await pageOf(classTeacher, lessonId)).absence).toMatchObject({
      code: 'UNEXCUSED',
      reason: 'EXCUSED',
    })
  })

  test('by who saw an older version is a CONFLICT that shows what stands, and nothing of the act is written', async () => {
    const [one, other] = [await absent(), await absent()]
    await t.run(classTeacher, 'setAbsenceReasons', reasons({ absenceId: one.id, reason: 'ILL' }))
    const before = await t.footprint()
    const answer = await t.run(
      classTeacher,
      'setAbsenceReasons',
      reasons(
        { absenceId: other.id, reason: 'ILL', expectedVersion: 1 },
        { absenceId: one.id, reason: 'EXCUSED', expectedVersion: 1 },
      ),
    )
    expect([codes(answer), answer.absences]).toMatchObject([
      ['CONFLICT'],
      [{ id: one.id, reason: 'ILL', version: 2 }],
    ])
    expect(await t.footprint()).toBe(before)
  })

  test('a repeat of the request is one write with the first answer', async () => {
    const { id } = await absent()
    const input = { requestId: newUuid(), ...reasons({ absenceId: id, reason: 'ILL', expectedVersion: 1 }) }
    const [first, second] = [
      await t.run(classTeacher, 'setAbsenceReasons', input),
      await t.run(classTeacher, 'setAbsenceReasons', input),
    ]
    expect(first).toMatchObject({ set: 1, errors: [] })
    expect(second).toEqual(first)
    expect((await t.log(s.ids.school)).filter((entry) => entry.raw.includes(id))).toHaveLength(1)
  })

  test.each([
    ['Н is no reason', 'ABSENT', 'BAD_INPUT'],
    ['nor is a late', 'LATE', 'BAD_INPUT'],
  ])('%s', async (_, reason, code) => {
    const { id } = await absent()
    const before = await t.footprint()
    expect(codes(await t.run(classTeacher, 'setAbsenceReasons', reasons({ absenceId: id, reason })))).toEqual(
      [code],
    )
    expect(await t.footprint()).toBe(before)
  })

  test('one absence named twice, one that was taken back, and none at all are refused', async () => {
    const { id, lessonId } = await absent()
    const named = { absenceId: id, reason: 'ILL' }
    expect(codes(await t.run(classTeacher, 'setAbsenceReasons', reasons(named, named)))).toEqual([
      'BAD_INPUT',
    ])
    await t.run(s.teacher, 'takeAttendance', { lessonId, absences: [] })
    for (const absenceId of [id, newUuid(), 'нет'])
      expect(codes(await t.run(classTeacher, 'setAbsenceReasons', reasons({ ...named, absenceId })))).toEqual(
        ['NOT_FOUND'],
      )
  })

  test('has no edit window, and ends with the academic year in the school’s zone', async () => {
    const { id } = await absent('ABSENT', '2026-11-02')
    t.setClock('2027-05-31T20:59:59Z')
    expect(
      codes(await t.run(classTeacher, 'setAbsenceReasons', reasons({ absenceId: id, reason: 'ILL' }))),
    ).toEqual([])
    t.setClock('2027-05-31T21:00:00Z')
    expect(
      codes(await t.run(classTeacher, 'setAbsenceReasons', reasons({ absenceId: id, reason: null }))),
    ).toEqual(['WINDOW_CLOSED'])
  })

  test('is the class teacher’s alone; of a class that the pupil has left no more', async () => {
    const { id } = await absent()
    const before = await t.footprint()
    for (const [who, viewer] of strangers)
      expect([
        who,
        codes(await t.run(viewer, 'setAbsenceReasons', reasons({ absenceId: id, reason: 'ILL' }))),
      ]).toEqual([who, ['NOT_FOUND']])
    const egor = await absent('ABSENT', '2026-11-16', s.ids.egor)
    await s.tell('roster.membership-changed.v1', [s.member(s.ids.egor, s.ids.class8, '2026-11-18')])
    expect(
      codes(await t.run(classTeacher, 'setAbsenceReasons', reasons({ absenceId: egor.id, reason: 'ILL' }))),
    ).toEqual(['NOT_FOUND'])
    expect(
      codes(
        await t.run(
          strangers[0]?.[1] ?? s.teacher,
          'setAbsenceReasons',
          reasons({ absenceId: egor.id, reason: 'ILL' }),
        ),
      ),
    ).toEqual([])
    expect(await t.footprint()).not.toBe(before)
  })

  test('thirty in one act take the statements of one', async () => {
    const { db } = t.gradebook.base
    const cost = async (count: number) => {
      const list: object[] = []
      for (let i = 0; i < count; i += 1) list.push({ absenceId: (await absent()).id, reason: 'ILL' })
      db.counter = { count: 0, statements: [] }
      await t.run(classTeacher, 'setAbsenceReasons', reasons(...list))
      const { count: statements } = db.counter
      db.counter = undefined
      return statements
    }
    expect(await cost(30)).toBe(await cost(1))
  })
})

describe('a note', () => {
  const noteFor = (pupilId: string, from: string, until: string, more: object = {}) => ({
    pupilId,
    from,
    until,
    code: 'ILL',
    document: 'справка № 12 от 03.11',
    ...more,
  })

  test('gives the reason of absences in its span, those entered later too; never of a late; withdrawn, it gives none', async () => {
    const first = await absent('ABSENT', '2026-11-03')
    const answer = await t.run(classTeacher, 'recordAbsenceNote', {
      requestId: newUuid(),
      ...noteFor(s.ids.anna, '2026-11-02', '2026-11-05'),
    })
    expect(answer).toMatchObject({
      absences: 1,
      errors: [],
      note: {
        from: '2026-11-02',
        until: '2026-11-05',
        code: 'ILL',
        document: 'справка № 12 от 03.11',
        setByName: 'Классная Клавдия Петровна',
        version: 1,
      },
    })
    const { id } = answer.note as { id: string }
    const [later, late, after] = [
      await absent('ABSENT', '2026-11-05'),
      await absent('LATE', '2026-11-04'),
      await absent('ABSENT', '2026-11-06'),
    ]
    const shown = async (one: { lessonId: string }) => {
      const { absence } = await pageOf(classTeacher, one.lessonId)
      return [absence?.reason, absence?.note?.id ?? null]
    }
    expect(await shown(first)).toEqual(['ILL', id])
    expect(await shown(later)).toEqual(['ILL', id])
    expect(await shown(late)).toEqual([null, null])
    expect(await shown(after)).toEqual([null, null])
    await t.run(classTeacher, 'setAbsenceReasons', reasons({ absenceId: later.id, reason: 'EXCUSED' }))
    expect(await shown(later)).toEqual(['EXCUSED', null])
    expect(
      await t.run(classTeacher, 'withdrawAbsenceNote', {
        noteId: id,
        reason: 'не тот ученик',
        expectedVersion: 1,
      }),
    ).toMatchObject({ note: { id, version: 2 }, errors: [] })
    expect(await shown(first)).toEqual([null, null])
    expect(await shown(later)).toEqual(['EXCUSED', null])
    const acts = (await t.log(s.ids.school)).filter((entry) => entry.subject === `absenceNote:${id}`)
    expect(acts.map((entry) => [entry.act, entry.leaf.from, entry.leaf.to])).toEqual([
      ['recordAbsenceNote', null, { from: '2026-11-02', until: '2026-11-05', code: 'ILL' }],
      ['withdrawAbsenceNote', { from: '2026-11-02', until: '2026-11-05', code: 'ILL' }, null],
    ])
    expect(acts.map((entry) => entry.raw).join()).not.toMatch(/справка|не тот/)
  })

  test('on a day that another covers is an OVERLAP, two at once too; the day after is free', async () => {
    const { boris } = s.ids
    const [one, other] = await Promise.all([
      t.run(classTeacher, 'recordAbsenceNote', noteFor(boris, '2026-11-09', '2026-11-13')),
      t.run(classTeacher, 'recordAbsenceNote', noteFor(boris, '2026-11-13', '2026-11-16')),
    ])
    expect([...codes(one), ...codes(other)]).toEqual(['OVERLAP'])
    const free = codes(one).length === 0 ? '2026-11-14' : '2026-11-17'
    const before = await t.footprint()
    expect(
      codes(await t.run(classTeacher, 'recordAbsenceNote', noteFor(boris, '2026-11-13', '2026-11-13'))),
    ).toEqual(['OVERLAP'])
    expect(await t.footprint()).toBe(before)
    expect(codes(await t.run(classTeacher, 'recordAbsenceNote', noteFor(boris, free, free)))).toEqual([])
  })

  test.each([
    ['turned round', '2026-11-05', '2026-11-04', {}],
    ['out of every year', '2026-08-31', '2026-09-03', {}],
    ['past the end of the year', '2027-05-30', '2027-06-01', {}],
    ['of no reason', '2026-12-01', '2026-12-01', { code: 'ABSENT' }],
    ['of a late', '2026-12-01', '2026-12-01', { code: 'LATE' }],
    ['with a document too long', '2026-12-01', '2026-12-01', { document: 'с'.repeat(301) }],
  ])('%s is refused and writes nothing', async (_, from, until, more) => {
    const before = await t.footprint()
    expect(
      codes(await t.run(classTeacher, 'recordAbsenceNote', noteFor(s.ids.dina, from, until, more))),
    ).toEqual(['BAD_INPUT'])
    expect(await t.footprint()).toBe(before)
  })

  test('may be as long as the year and the document 300 signs', async () => {
    const whole = noteFor(s.ids.dina, '2026-09-01', '2027-05-31', { document: 'с'.repeat(300) })
    expect(codes(await t.run(classTeacher, 'recordAbsenceNote', whole))).toEqual([])
  })

  test('a repeat is one note; a stale or second withdrawal is refused; nobody else makes or takes one', async () => {
    const input = { requestId: newUuid(), ...noteFor(s.ids.anna, '2026-12-07', '2026-12-08') }
    const first = await t.run(classTeacher, 'recordAbsenceNote', input)
    expect(await t.run(classTeacher, 'recordAbsenceNote', input)).toEqual(first)
    const noteId = (first.note as { id: string }).id
    const before = await t.footprint()
    expect(codes(await t.run(classTeacher, 'withdrawAbsenceNote', { noteId, expectedVersion: 2 }))).toEqual([
      'CONFLICT',
    ])
    for (const [who, viewer] of strangers) {
      expect([who, codes(await t.run(viewer, 'withdrawAbsenceNote', { noteId }))]).toEqual([
        who,
        ['NOT_FOUND'],
      ])
      expect([
        who,
        codes(await t.run(viewer, 'recordAbsenceNote', noteFor(s.ids.anna, '2026-12-15', '2026-12-16'))),
      ]).toEqual([who, ['NOT_FOUND']])
    }
    expect(await t.footprint()).toBe(before)
    expect(codes(await t.run(classTeacher, 'withdrawAbsenceNote', { noteId }))).toEqual([])
    expect(codes(await t.run(classTeacher, 'withdrawAbsenceNote', { noteId }))).toEqual(['NOT_FOUND'])
    t.setClock('2027-05-31T21:00:00Z')
    expect(
      codes(await t.run(classTeacher, 'recordAbsenceNote', noteFor(s.ids.anna, '2027-05-20', '2027-05-20'))),
    ).toEqual(['WINDOW_CLOSED'])
  })

  test('its document is the family’s, the class teacher’s and the staff’s in charge; not the inspector’s or a teacher’s', async () => {
    const { lessonId } = await absent('ABSENT', '2026-11-20')
    await t.run(classTeacher, 'recordAbsenceNote', noteFor(s.ids.anna, '2026-11-20', '2026-11-20'))
    const seen = async (viewer: Viewer) => (await pageOf(viewer, lessonId)).absence?.note
    expect([await seen(classTeacher), await seen(s.coordinator)]).toMatchObject([
      { document: 'справка № 12 от 03.11' },
      { document: 'справка № 12 от 03.11' },
    ])
    expect([await seen(s.teacher), await seen(s.inspector)]).toMatchObject([
      { document: null },
      { document: null },
    ])
    const query =
      '{ absencesOf(pupilId: "' +
      s.ids.anna +
      '", from: "2026-11-20", to: "2026-11-20") { reason note { document } } }'
    const guardian = s.viewer(['GUARDIAN'], { pupils: [s.ids.anna] })
    expect((await t.as<object>(guardian, query)).data).toEqual({
      absencesOf: [{ reason: 'ILL', note: { document: 'справка № 12 от 03.11' } }],
    })
  })

  test('goes with the pupil when two entries of one human being are made one', async () => {
    const double = newUuid()
    await s.tell('roster.person-changed.v1', [
      {
        id: double,
        last_name: 'Глаголев',
        first_name: 'Глеб',
        patronymic: null,
        is_pupil: true,
        is_staff: false,
      },
    ])
    await s.tell('roster.membership-changed.v1', [s.member(double, s.ids.class7)])
    await t.run(classTeacher, 'recordAbsenceNote', noteFor(double, '2026-11-24', '2026-11-24'))
    await s.tell('roster.person-merged.v1', [{ id: double, kept_id: s.ids.gleb }])
    const rows = await t.admin<{ pupil_id: string; made_under: string }>(
      'select pupil_id, made_under from absence_note where made_under is not null',
    )
    expect(rows).toEqual([{ pupil_id: s.ids.gleb, made_under: double }])
  })
})

test('the answers to an act say when attendance was taken, as a page does', async () => {
  const lessonId = await s.lesson(s.ids.algebra, { day: '2026-11-12' })
  const taken = await t.run(s.teacher, 'takeAttendance', { lessonId, absences: [] })
  expect(taken.record).toMatchObject({ attendanceTakenAt: new Date(morning).toISOString() })
  const answer = await t.as<{ describeLesson: { record: object } }>(
    s.teacher,
    'mutation($l: ID!) { describeLesson(input: { lessonId: $l, topic: "Степень" }) { record { attendanceTakenAt fromPaperOn } } }',
    { l: lessonId },
  )
  expect(answer.data?.describeLesson.record).toEqual({
    attendanceTakenAt: new Date(morning).toISOString(),
    fromPaperOn: null,
  })
})

describe('from paper after an emergency', () => {
  const made = async (name: string) => {
    const lessonId = await s.lesson(s.ids.algebra, { day: '2026-11-19' })
    const input: Record<string, object> = {
      takeAttendance: { lessonId, absences: [], fromPaper: true },
      describeLesson: { lessonId, topic: 'Степень', fromPaper: true },
      keepLessons: { lessons: [{ lessonId, topic: 'Степень', absences: [], fromPaper: true }] },
    }
    expect(codes(await t.run(s.teacher, name, input[name] ?? {}))).toEqual([])
    return lessonId
  }

  test.each(['takeAttendance', 'describeLesson', 'keepLessons'])(
    '%s says on which day, in the record and the log',
    async (name) => {
      const lessonId = await made(name)
      expect((await pageOf(s.teacher, lessonId)).lesson?.fromPaperOn).toBe(today)
      const entries = (await t.log(s.ids.school)).filter((entry) => entry.leaf.lesson === lessonId)
      expect(entries.length).toBeGreaterThan(0)
      expect(entries.every((entry) => entry.leaf.fromPaper === true)).toBe(true)
    },
  )

  test('the first day stays, in the school’s zone; an entry that is not from paper says nothing of it', async () => {
    t.setClock('2026-11-24T21:00:00Z')
    const lessonId = await made('takeAttendance')
    expect((await pageOf(s.teacher, lessonId)).lesson?.fromPaperOn).toBe('2026-11-25')
    t.setClock('2026-11-26T06:00:00Z')
    await t.run(s.teacher, 'describeLesson', { lessonId, topic: 'Корень', fromPaper: true })
    expect((await pageOf(s.teacher, lessonId)).lesson?.fromPaperOn).toBe('2026-11-25')
    const plain = await absent('ABSENT', '2026-11-18')
    expect((await pageOf(s.teacher, plain.lessonId)).lesson?.fromPaperOn).toBeNull()
    expect(
      (await t.log(s.ids.school)).filter(
        (entry) => entry.leaf.lesson === plain.lessonId && 'fromPaper' in entry.leaf,
      ),
    ).toEqual([])
  })

  test('it may be said of a lesson by itself, and stands in the log', async () => {
    const { lessonId } = await absent('ABSENT', '2026-11-17')
    const before = (await t.log(s.ids.school)).length
    const answer = await t.run(s.teacher, 'describeLesson', { lessonId, fromPaper: true })
    expect(answer).toMatchObject({ errors: [], record: { topic: null } })
    expect((await pageOf(s.teacher, lessonId)).lesson?.fromPaperOn).toBe(today)
    expect((await t.log(s.ids.school)).slice(before).map((one) => [one.act, one.leaf.fromPaper])).toEqual([
      ['describeLesson', true],
    ])
  })

  test('late stays late', async () => {
    const lessonId = await made('takeAttendance')
    const [record] = await t.entities(s.teacher, 'LessonRecord', [lessonId], 'fromPaperOn owed { what late }')
    expect(record).toMatchObject({
      fromPaperOn: today,
      owed: [
        { what: 'TOPIC', late: true },
        { what: 'HOMEWORK', late: true },
      ],
    })
  })
})
