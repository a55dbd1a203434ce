// A timetable file as what it would bring into the school.
import { expect, test } from '@jest/globals'
import { stageTimetable } from './stage.js'
import { readAscTimetable } from './read.js'

const file = (body: string) =>
  readAscTimetable(
    Buffer.from(`<?xml version="1.0"?><timetable>
    <period period="1" starttime="8:30" endtime="9:15"/><period period="2" starttime="9:25" endtime="10:10"/>
    <period period="3" starttime="9:00" endtime="9:45"/>
    <subject id="S" name="Алгебра" short="Алг"/><subject id="K" name="Классный час"/>
    <teacher id="T" firstname="Анна Петровна" lastname="Указкина" name="Указкина А. П." short="Ук"/><teacher id="T2" name="Мелов" short="Мел"/>
    <classroom id="R" name="21" short="21"/><classroom id="R2" name="22" short="22"/>
    <class id="A" name="5А" short="5А" teacherid="T"/><class id="B" name="5Б" short="5Б"/><class id="C" name="12В" short="12В"/>
    <group id="G" classid="A" name="1 группа" entireclass="0" divisiontag="1"/><group id="W" classid="A" name="Весь класс" entireclass="1"/>
    ${body}</timetable>`),
  )
const year = {
  today: '2026-11-23',
  periods: [
    { kind: 'HALF_YEAR', startsOn: '2026-09-01', endsOn: '2026-12-31' },
    { kind: 'HALF_YEAR', startsOn: '2027-01-01', endsOn: '2027-05-31' },
    { kind: 'YEAR', startsOn: '2026-09-01', endsOn: '2027-05-31' },
  ],
}
const lesson = (id: string, more: string) => `<lesson id="${id}" teacherids="T" periodspercard="1" ${more}/>`
const card = (id: string, more = '') =>
  `<card lessonid="${id}" period="1" days="10000" classroomids="R" ${more}/>`

test('a whole class, a part of it and two classes together are a class and two groups; who is in a part nobody tells', async () => {
  const staged = stageTimetable(
    await file(
      lesson('1', 'subjectid="S" classids="A" groupids="W"') +
        lesson('2', 'subjectid="S" classids="A" groupids="G"') +
        lesson('3', 'subjectid="K" classids="A,B"') +
        card('1') +
        card('2', 'weeks="10"') +
        card('3'),
    ),
    year,
  )
  expect(
    staged.courses.map(({ schoolClass, group, weeklyHours }) => [schoolClass, group, weeklyHours]),
  ).toEqual([
    ['A', null, 1],
    [null, 'A G', 0.5],
    [null, 'A+B ', 1],
  ])
  expect(staged.groups.map(({ name, classes, members }) => [name, classes, members])).toEqual([
    ['1 группа', ['A'], undefined],
    ['поток', ['A', 'B'], 'ALL'],
  ])
  expect(staged.lessons?.map(({ weekday, number, weeks }) => [weekday, number, weeks])).toEqual([
    [1, 1, null],
    [1, 1, '10'],
    [1, 1, null],
  ])
})

test('hours that overlap by the clock are two bell schedules', async () => {
  const { bells } = stageTimetable(await file(''), year)
  expect(bells.map((one) => one.bells.map(({ number, startsAt }) => `${number} ${startsAt}`))).toEqual([
    ['1 08:30', '2 09:25'],
    ['3 09:00'],
  ])
})

test('names: a class teacher, a teacher without a first name, a grade that no school has, a subject without marks', async () => {
  const staged = stageTimetable(await file(''), year)
  expect(staged.classes.map(({ name, grade, letter, teacher }) => [name, grade, letter, teacher])).toEqual([
    ['5А', 5, 'А', 'T'],
    ['5Б', 5, 'Б', null],
    ['12В', null, 'В', null],
  ])
  expect(
    staged.people.map(({ lastName, firstName, patronymic }) => [lastName, firstName, patronymic]),
  ).toEqual([
    ['Указкина', 'Анна', 'Петровна'],
    ['Мелов', '—', undefined],
  ])
  expect(staged.subjects.map(({ withoutAttestation }) => withoutAttestation)).toEqual([false, true])
  expect(staged.problems.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['GRADE_ABOVE_11', 'TEACHER_WITHOUT_FIRST_NAME']),
  )
})

test('of a lesson with two rooms the first is kept, and it is told', async () => {
  const staged = stageTimetable(
    await file(
      lesson('1', 'subjectid="S" classids="A"') +
        `<card lessonid="1" period="1" days="10000" classroomids="R2,R"/>`,
    ),
    year,
  )
  expect(staged.lessons?.[0]?.room).toBe('R2')
  expect(staged.problems.find(({ code }) => code === 'SECOND_ROOM')).toMatchObject({ count: 1 })
})

test.each([
  ['2026-11-23', [1], '2026-12-31'],
  ['2026-12-31', [1], '2026-12-31'],
  ['2027-01-01', [2], '2027-05-31'],
])('of two terms the one that holds %s is taken', async (today, weekdays, until) => {
  const terms = await file(
    lesson('1', 'subjectid="S" classids="A"') +
      `<card lessonid="1" period="1" days="10000" terms="10"/><card lessonid="1" period="1" days="01000" terms="01"/>`,
  )
  const staged = stageTimetable(terms, { ...year, today })
  expect(staged.lessons?.map(({ weekday }) => weekday)).toEqual(weekdays)
  expect(staged.validUntil).toBe(until)
  expect(staged.problems.map(({ code }) => code)).toContain('OTHER_TERMS_LEFT_OUT')
})
