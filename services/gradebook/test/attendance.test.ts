// The section «Посещаемость» and who is not at school: totals that reconcile with lists, days of the school's zone, costs.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, today, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let classTeacher: Viewer
const evening = '2026-11-24T15:00:00Z'

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  classTeacher = s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7], name: 'Классная Клавдия Петровна' })
})
afterAll(() => t.stop())
beforeEach(() => t.setClock(evening))

type Absent = { pupilId: string; code: string; minutesLate?: number }
/** A lesson with its attendance. */
async function taken(
  viewer: Viewer,
  course: string,
  of: { day?: string; number: number },
  absences: Absent[],
): Promise<string> {
  const lessonId = await s.lesson(course, of)
  expect(codes(await t.run(viewer, 'takeAttendance', { lessonId, absences }))).toEqual([])
  return lessonId
}

const totals = 'totals { lessonsMissed daysMissed ill excused unexcused unknown released late minutesLate }'
const section = `query($c: ID!, $f: Date!, $t: Date!) { classAttendance(schoolClassId: $c, from: $f, to: $t) { days viewerCanSetReasons ${totals}
  rows { pupilId pupilName days ${totals} notes { id } } checks { at pupilId code lessonId message } } }`
const lines = `query($p: ID!, $f: Date!, $t: Date!, $c: ID) { absencesOf(pupilId: $p, from: $f, to: $t, schoolClassId: $c) {
  id date number subjectName code minutesLate reason effective wholeDay note { id document } version } }`
type Totals = Record<string, number>
type Line = {
  id: string
  date: string
  number: number
  code: string
  reason: string | null
  effective: string
  wholeDay: boolean
  minutesLate: number | null
  note: { id: string; document: string | null } | null
  version: number
}
type Section = {
  days: string[]
  viewerCanSetReasons: boolean
  totals: Totals
  rows: { pupilId: string; pupilName: string; days: string[]; totals: Totals; notes: { id: string }[] }[]
  checks: { at: string; pupilId: string; code: string; lessonId: string | null; message: string }[]
}
const spanOf = (from: string, to: string) => ({ f: from, t: to })
const sectionFor = async (viewer: Viewer, classId: string, from: string, to: string) =>
  (await t.as<{ classAttendance: Section | null }>(viewer, section, { c: classId, ...spanOf(from, to) })).data
    ?.classAttendance ?? null
const linesFor = async (
  viewer: Viewer,
  pupilId: string,
  from: string,
  to: string,
  classId: string | null = null,
) =>
  (await t.as<{ absencesOf: Line[] | null }>(viewer, lines, { p: pupilId, c: classId, ...spanOf(from, to) }))
    .data?.absencesOf ?? null

const totalsFrom = (list: readonly Line[]): Totals => {
  const of = (code: string) => list.filter((one) => one.effective === code).length
  return {
    lessonsMissed: list.filter((one) => ['ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED'].includes(one.effective))
      .length,
    daysMissed: new Set(list.filter((one) => one.wholeDay).map((one) => one.date)).size,
    ill: of('ILL'),
    excused: of('EXCUSED'),
    unexcused: of('UNEXCUSED'),
    unknown: of('ABSENT'),
    released: of('RELEASED'),
    late: of('LATE'),
    minutesLate: list.reduce((sum, one) => sum + (one.minutesLate ?? 0), 0),
  }
}

describe('a class over two weeks', () => {
  const [from, to] = ['2026-11-09', '2026-11-20']
  beforeAll(async () => {
    t.setClock(evening)
    const orlova = s.viewer(['TEACHER'], { personId: s.ids.orlova })
    const { anna, boris, egor, vera, algebra, english, talks } = s.ids
    await taken(s.teacher, algebra, { day: '2026-11-10', number: 1 }, [
      { pupilId: anna, code: 'ABSENT' },
      { pupilId: boris, code: 'ABSENT' },
    ])
    await taken(orlova, english, { day: '2026-11-10', number: 2 }, [
      { pupilId: anna, code: 'ABSENT' },
      { pupilId: vera, code: 'LATE', minutesLate: 10 },
    ])
    await taken(s.substitute, talks, { day: '2026-11-10', number: 3 }, [
      { pupilId: anna, code: 'ILL' },
      { pupilId: boris, code: 'RELEASED' },
    ])
    await taken(s.teacher, algebra, { day: '2026-11-11', number: 1 }, [
      { pupilId: boris, code: 'LATE', minutesLate: 7 },
      { pupilId: egor, code: 'UNEXCUSED' },
    ])
    await taken(s.teacher, algebra, { day: '2026-11-12', number: 1 }, [])
    await taken(s.substitute, talks, { day: '2026-11-12', number: 2 }, [{ pupilId: boris, code: 'ABSENT' }])
    await taken(s.teacher, algebra, { day: '2026-11-12', number: 3 }, [])
    // Not taken, cancelled, and of a day still to come: none of them counts.
    await s.lesson(algebra, { day: '2026-11-11', number: 2 })
    await s.lesson(algebra, { day: '2026-11-13', number: 1, cancelled: true })
    await s.lesson(algebra, { day: '2026-12-01', number: 1 })
  })

  test('days by pupil: missed of own lessons, the strongest code, and whether the whole day counts', async () => {
    const shown = await sectionFor(classTeacher, s.ids.class7, from, to)
    expect(shown?.days).toEqual(['2026-11-10', '2026-11-11', '2026-11-12'])
    expect(shown?.rows.map((row) => [row.pupilName, row.days])).toEqual([
      ['Азбукина Анна', ['3/3|ABSENT|1', '', '']],
      ['Букварёв Борис', ['1/2|ABSENT|0', '0/1|LATE|0', '1/3|ABSENT|0']],
      ['Ершов Егор', ['', '1/1|UNEXCUSED|1', '']],
    ])
    expect(shown?.viewerCanSetReasons).toBe(true)
  })

  test('each total is the length of the list that is shown for it, and the class is the sum of its pupils', async () => {
    const shown = await sectionFor(classTeacher, s.ids.class7, from, to)
    expect(shown?.rows).toHaveLength(3)
    for (const row of shown?.rows ?? []) {
      const list = await linesFor(classTeacher, row.pupilId, from, to, s.ids.class7)
      expect([row.pupilName, totalsFrom(list ?? [])]).toEqual([row.pupilName, row.totals])
    }
    for (const [name, sum] of Object.entries(shown?.totals ?? {}))
      expect([name, shown?.rows.reduce((all, row) => all + (row.totals[name] ?? 0), 0)]).toEqual([name, sum])
    expect(shown?.totals).toMatchObject({
      lessonsMissed: 6,
      daysMissed: 2,
      ill: 1,
      unexcused: 1,
      unknown: 4,
      released: 1,
      late: 1,
      minutesLate: 7,
    })
  })

  test('what does not fit together is shown, newest first', async () => {
    const lessonId = (
      await t.admin<{ lesson_id: string }>(
        `select lesson_id from absence where pupil_id = $1 and code = 'UNEXCUSED'`,
        [s.ids.egor],
      )
    )[0]?.lesson_id
    await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.egor, value: '2' })
    const shown = await sectionFor(classTeacher, s.ids.class7, from, to)
    expect(shown?.checks.map((one) => [one.at, one.pupilId, one.code])).toEqual([
      ['2026-11-12', s.ids.boris, 'ABSENT_BETWEEN_PRESENT'],
      ['2026-11-11', s.ids.egor, 'MARK_WHILE_ABSENT'],
    ])
    expect(shown?.checks[0]?.message).toContain('12 ноября, 2 урок, Разговоры')
  })

  test('an ended membership closes the days after it, and the old class keeps the days of its own', async () => {
    const moved = newUuid()
    await s.tell('roster.person-changed.v1', [
      {
        id: moved,
        last_name: 'Переходов',
        first_name: 'Пётр',
        patronymic: null,
        is_pupil: true,
        is_staff: false,
      },
    ])
    await s.tell('roster.membership-changed.v1', [
      s.member(moved, s.ids.class7, '2026-09-01', '2026-11-10'),
      s.member(moved, s.ids.class8, '2026-11-11'),
    ])
    const early = await s.lesson(s.ids.algebra, { day: '2026-11-09', number: 5 })
    await t.run(s.teacher, 'takeAttendance', {
      lessonId: early,
      absences: [{ pupilId: moved, code: 'ABSENT' }],
    })
    const late = await s.lesson(s.ids.physics, { day: '2026-11-12', number: 5 })
    await t.run(s.substitute, 'takeAttendance', {
      lessonId: late,
      absences: [{ pupilId: moved, code: 'ILL' }],
    })
    const rowIn = async (viewer: Viewer, classId: string) =>
      (await sectionFor(viewer, classId, from, to))?.rows.find((row) => row.pupilId === moved)
    const newTeacher = s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class8] })
    expect(await rowIn(classTeacher, s.ids.class7)).toMatchObject({
      days: ['1/1|ABSENT|1', '', '-', '-'],
      totals: { lessonsMissed: 1 },
    })
    expect((await rowIn(newTeacher, s.ids.class8))?.totals).toMatchObject({ lessonsMissed: 1, ill: 1 })
    expect((await linesFor(classTeacher, moved, from, to, s.ids.class7))?.map((one) => one.code)).toEqual([
      'ABSENT',
    ])
    expect(await linesFor(classTeacher, moved, from, to)).toBeNull()
    expect((await linesFor(newTeacher, moved, from, to))?.map((one) => one.code)).toEqual(['ABSENT', 'ILL'])
  })

  test('a span longer than its limit, or turned round, is refused', async () => {
    for (const [f, until] of [
      ['2026-09-01', '2026-11-02'],
      ['2026-11-02', '2026-11-01'],
    ] as const) {
      const answer = await t.as<object>(classTeacher, section, { c: s.ids.class7, ...spanOf(f, until) })
      expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
    }
    expect(
      (await t.as<object>(classTeacher, section, { c: s.ids.class7, ...spanOf('2026-09-01', '2026-11-01') }))
        .errors,
    ).toBeUndefined()
    expect(
      (await t.as<object>(classTeacher, lines, { p: s.ids.anna, ...spanOf('2025-11-01', '2026-11-02') }))
        .errors?.[0]?.extensions?.code,
    ).toBe('BAD_USER_INPUT')
  })
})

describe('who is not at school', () => {
  const absent = `query($d: Date!, $c: ID) { absentOn(date: $d, schoolClassId: $c) { pupilId pupilName className missed begun code reason note { code } } }`
  const far = `query($d: Date!) { attendanceTaken(date: $d) { className begun taken absent pupils } }`
  const absentFor = async (viewer: Viewer, date: string, classId: string | null = null) =>
    (await t.as<{ absentOn: Record<string, unknown>[] | null }>(viewer, absent, { d: date, c: classId })).data
      ?.absentOn ?? null
  const farFor = async (viewer: Viewer, date: string) =>
    (await t.as<{ attendanceTaken: Record<string, unknown>[] | null }>(viewer, far, { d: date })).data
      ?.attendanceTaken ?? null

  beforeAll(async () => {
    t.setClock(evening)
    await taken(s.teacher, s.ids.algebra, { number: 1 }, [
      { pupilId: s.ids.boris, code: 'ABSENT' },
      { pupilId: s.ids.dina, code: 'LATE', minutesLate: 5 },
    ])
    await taken(s.substitute, s.ids.physics, { number: 1 }, [
      { pupilId: s.ids.gleb, code: 'RELEASED' },
      { pupilId: s.ids.vera, code: 'ILL' },
    ])
    await s.lesson(s.ids.algebra, { number: 2 })
    await s.lesson(s.ids.algebra, { number: 4 })
  })

  test('by class and name, with lessons missed of those that have begun; who is late or released is there', async () => {
    t.setClock(morning)
    expect(
      (await absentFor(s.coordinator, today))?.map((one) => [
        one.className,
        one.pupilName,
        one.missed,
        one.begun,
        one.code,
      ]),
    ).toEqual([
      ['7А', 'Букварёв Борис', 1, 1, 'ABSENT'],
      ['8А', 'Ведёркина Вера', 1, 1, 'ILL'],
    ])
    // 10:30 in the school's zone: the second lesson begins with the second.
    t.setClock('2026-11-24T06:29:59Z')
    expect((await absentFor(s.coordinator, today))?.[0]).toMatchObject({ begun: 1 })
    t.setClock('2026-11-24T06:30:00Z')
    expect((await absentFor(s.coordinator, today))?.[0]).toMatchObject({ begun: 2 })
  })

  test('how far attendance is taken, by class', async () => {
    t.setClock('2026-11-24T06:30:00Z')
    expect(await farFor(s.coordinator, today)).toEqual([
      { className: '1А', begun: 0, taken: 0, absent: 0, pupils: 1 },
      { className: '7А', begun: 2, taken: 1, absent: 1, pupils: 3 },
      { className: '8А', begun: 1, taken: 1, absent: 1, pupils: 3 },
    ])
  })

  test('a class teacher is shown the own class alone, and another class as one that never was', async () => {
    expect((await absentFor(classTeacher, today))?.map((one) => one.className)).toEqual(['7А'])
    expect((await farFor(classTeacher, today))?.map((one) => one.className)).toEqual(['7А'])
    expect(await absentFor(classTeacher, today, s.ids.class8)).toBeNull()
    expect(await absentFor(s.coordinator, today, newUuid())).toBeNull()
    expect((await absentFor(s.coordinator, today, s.ids.class8))?.map((one) => one.className)).toEqual(['8А'])
  })

  test('a note gives the reason, and a release takes the pupil from the list', async () => {
    const noted = await t.run(classTeacher, 'recordAbsenceNote', {
      pupilId: s.ids.boris,
      from: today,
      until: today,
      code: 'ILL',
    })
    expect((await absentFor(s.coordinator, today))?.[0]).toMatchObject({
      code: 'ABSENT',
      reason: 'ILL',
      note: { code: 'ILL' },
    })
    const { id } = noted.note as { id: string }
    expect(codes(await t.run(classTeacher, 'withdrawAbsenceNote', { noteId: id }))).toEqual([])
    await t.run(classTeacher, 'recordAbsenceNote', {
      pupilId: s.ids.boris,
      from: today,
      until: today,
      code: 'RELEASED',
    })
    expect((await absentFor(s.coordinator, today))?.map((one) => one.pupilName)).toEqual(['Ведёркина Вера'])
  })
})

test('days shown are those of the school’s zone, on both sides of midnight', async () => {
  await s.lesson(s.ids.reading, { day: '2026-11-30' })
  const days = async () => (await sectionFor(s.coordinator, s.ids.class1, '2026-11-25', '2026-12-05'))?.days
  t.setClock('2026-11-29T20:59:59Z')
  expect(await days()).toEqual([])
  t.setClock('2026-11-29T21:00:00Z')
  expect(await days()).toEqual(['2026-11-30'])
})

test('a lesson that was held keeps its day, whatever the timetable says later', async () => {
  const lessonId = await taken(s.teacher, s.ids.reading, { day: '2026-11-16', number: 1 }, [
    { pupilId: s.ids.zhenya, code: 'ABSENT' },
  ])
  await s.lesson(s.ids.reading, { id: lessonId, day: '2026-11-18', version: 2 })
  const shown = await sectionFor(s.coordinator, s.ids.class1, '2026-11-16', '2026-11-17')
  expect([shown?.days, shown?.rows[0]?.days]).toEqual([['2026-11-16'], ['1/1|ABSENT|1']])
})

describe('a specialist’s group', () => {
  test('is the class teacher’s to count and not the inspector’s', async () => {
    const [group, course] = [newUuid(), newUuid()]
    await s.tell('roster.group-changed.v1', [
      { id: group, year_id: s.ids.year, name: 'логопед', class_ids: [s.ids.class1], kind: 'SPECIALIST' },
    ])
    await s.tell('roster.membership-changed.v1', [{ ...s.member(s.ids.zhenya, null), group_id: group }])
    await s.tell('schedule.course-changed.v1', [
      {
        id: course,
        year_id: s.ids.year,
        subject_id: newUuid(),
        subject_name: 'Логопед',
        without_attestation: true,
        class_id: null,
        group_id: group,
        class_ids: [s.ids.class1],
        grade: 1,
        learners_name: '1А',
        teacher_id: s.ids.orlova,
        weekly_hours: '1.00',
      },
    ])
    const lessonId = await s.lesson(course, { day: '2026-11-19', teacher: s.ids.orlova })
    await t.run(s.viewer(['SPECIALIST'], { personId: s.ids.orlova }), 'takeAttendance', {
      lessonId,
      absences: [{ pupilId: s.ids.zhenya, code: 'ABSENT' }],
    })
    const seen = async (viewer: Viewer) => {
      const shown = await sectionFor(viewer, s.ids.class1, '2026-11-19', '2026-11-19')
      const list = await linesFor(viewer, s.ids.zhenya, '2026-11-19', '2026-11-19')
      const day = await t.as<{ absentOn: object[] }>(viewer, '{ absentOn(date: "2026-11-19") { pupilId } }')
      return [shown?.days.length, shown?.totals.lessonsMissed, list?.length, day.data?.absentOn.length]
    }
    expect(await seen(s.coordinator)).toEqual([1, 1, 1, 1])
    expect(await seen(s.inspector)).toEqual([0, 0, 0, 0])
  })
})

describe('cost', () => {
  const cost = (viewer: Viewer, query: string, variables: object) =>
    t.statementsOf(async () => {
      const answer = await t.as<object>(viewer, query, variables)
      expect(answer.errors).toBeUndefined()
    })
  const month = spanOf('2026-11-01', '2026-11-30')

  test('statements are the same for a class of one and of thirty, and a month of thirty is read in time', async () => {
    const small = await cost(s.coordinator, section, { c: s.ids.class1, ...month })
    const pupils = Array.from({ length: 30 }, () => newUuid())
    const [klass, course] = [newUuid(), newUuid()]
    await s.tell('roster.class-changed.v1', [{ id: klass, year_id: s.ids.year, name: '9Я', grade: 9 }])
    await s.tell(
      'roster.person-changed.v1',
      pupils.map((id, i) => ({
        id,
        last_name: `Тридцатов${i}`,
        first_name: 'Тит',
        patronymic: null,
        is_pupil: true,
        is_staff: false,
      })),
    )
    await s.tell(
      'roster.membership-changed.v1',
      pupils.map((id) => s.member(id, klass)),
    )
    await s.tell('schedule.course-changed.v1', [
      {
        id: course,
        year_id: s.ids.year,
        subject_id: newUuid(),
        subject_name: 'Алгебра',
        without_attestation: false,
        class_id: klass,
        group_id: null,
        class_ids: [klass],
        grade: 9,
        learners_name: '9Я',
        teacher_id: s.ids.smirnova,
        weekly_hours: '6.00',
      },
    ])
    const planned: string[] = []
    for (let day = 2; day <= 24; day += 1)
      for (let number = 1; number <= 5; number += 1)
        planned.push(
          await s.lesson(course, {
            day: `2026-11-${String(day).padStart(2, '0')}`,
            number,
            teacher: s.ids.smirnova,
          }),
        )
    for (let i = 0; i < planned.length; i += 40) {
      const lessons = planned.slice(i, i + 40).map((lessonId, k) => ({
        lessonId,
        absences: pupils.filter((_, p) => (p + k) % 7 === 0).map((pupilId) => ({ pupilId, code: 'ABSENT' })),
      }))
      expect(codes(await t.run(s.teacher, 'keepLessons', { lessons }))).toEqual([])
    }
    expect(await cost(s.coordinator, section, { c: klass, ...month })).toBe(small)
  })

  test('the day of a school takes one round trip of five statements', async () => {
    expect(await cost(s.coordinator, `{ absentOn(date: "${today}") { pupilId note { id } } }`, {})).toBe(5)
    expect(await cost(s.coordinator, `{ attendanceTaken(date: "${today}") { classId } }`, {})).toBe(5)
  })
})

test('days begin by the clock of the school on the day that it changes: one of 25 hours', async () => {
  // Nowhere in Russia does it change any more; zones do.
  await s.tell('roster.school-changed.v1', [
    {
      id: s.ids.school,
      name: 'Школа проверки',
      short_name: 'ШП',
      time_zone: 'Europe/Berlin',
      study_days: [1, 2, 3, 4, 5],
      version: 2,
    },
  ])
  for (const day of ['2026-10-25', '2026-10-26']) await s.lesson(s.ids.reading, { day })
  const days = async () => (await sectionFor(s.coordinator, s.ids.class1, '2026-10-24', '2026-10-30'))?.days
  const shown: [string, string[] | undefined][] = []
  for (const now of [
    '2026-10-24T21:59:59Z',
    '2026-10-24T22:00:00Z',
    '2026-10-25T22:59:59Z',
    '2026-10-25T23:00:00Z',
  ]) {
    t.setClock(now)
    shown.push([now, await days()])
  }
  expect(shown).toEqual([
    ['2026-10-24T21:59:59Z', []],
    ['2026-10-24T22:00:00Z', ['2026-10-25']],
    ['2026-10-25T22:59:59Z', ['2026-10-25']],
    ['2026-10-25T23:00:00Z', ['2026-10-25', '2026-10-26']],
  ])
})
