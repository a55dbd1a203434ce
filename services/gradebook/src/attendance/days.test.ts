// What a pupil missed: each rule by a table, and the reckoning by properties.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { AbsenceCode } from './attendance.js'
import { checksOf } from './checks.js'
import {
  dayCell,
  daysOf,
  isMissed,
  ownLessons,
  reasonOf,
  sumOf,
  totalsOf,
  type EnteredAbsence,
  type TakenLesson,
} from './days.js'
import type { NoteRow } from './notes.js'

const day = '2026-11-24'
const lesson = (number: number, on = day): TakenLesson => ({
  id: `${on} ${number}`,
  classId: 'c',
  groupId: null,
  day: on,
  number,
})
const absence = (number: number, code: AbsenceCode, more: Partial<EnteredAbsence> = {}): EnteredAbsence => ({
  id: `a${more.date ?? day} ${number}`,
  pupilId: 'p',
  lessonId: `${more.date ?? day} ${number}`,
  date: day,
  number,
  subjectName: 'Алгебра',
  code,
  minutesLate: null,
  reasonCode: null,
  reasonByName: null,
  version: 1,
  ...more,
})
const note = (code: NoteRow['code'], from = day, until = day): NoteRow => ({
  id: 'n',
  schoolId: 's',
  pupilId: 'p',
  from,
  until,
  code,
  document: null,
  setByName: 'Смирнова О. В.',
  setAt: new Date(0),
  version: 1,
})
const lessons = [lesson(1), lesson(2), lesson(3)]

describe('the reason that counts', () => {
  test.each<[AbsenceCode, AbsenceCode | null, NoteRow['code'] | null, AbsenceCode]>([
    ['ABSENT', null, null, 'ABSENT'],
    ['ABSENT', 'ILL', null, 'ILL'],
    ['ABSENT', null, 'ILL', 'ILL'],
    ['ABSENT', 'UNEXCUSED', 'ILL', 'UNEXCUSED'],
    ['UNEXCUSED', null, 'EXCUSED', 'EXCUSED'],
    ['ABSENT', 'RELEASED', null, 'RELEASED'],
    ['RELEASED', 'ILL', null, 'ILL'],
    ['LATE', null, 'ILL', 'LATE'],
    ['LATE', 'EXCUSED', null, 'LATE'],
  ])('%s with reason %s and note %s counts as %s', (code, reasonCode, noted, effective) => {
    const notes = noted ? [note(noted)] : []
    expect(reasonOf({ code, date: day, reasonCode }, notes).effective).toBe(effective)
  })

  test('a note speaks of its own days, both ends included', () => {
    const notes = [note('ILL', '2026-11-24', '2026-11-25')]
    const on = (date: string) => reasonOf({ code: 'ABSENT', date, reasonCode: null }, notes).effective
    expect(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'].map(on)).toEqual([
      'ABSENT',
      'ILL',
      'ILL',
      'ABSENT',
    ])
  })
})

describe('a day counts as missed', () => {
  test.each<[string, AbsenceCode[], boolean, string]>([
    [
      'when all lessons were missed, for whatever reason',
      ['ILL', 'ABSENT', 'UNEXCUSED'],
      true,
      '3/3|ABSENT|1',
    ],
    ['not when one was attended', ['ILL', 'ILL'], false, '2/3|ILL|0'],
    ['not when the pupil came late to one', ['ILL', 'ILL', 'LATE'], false, '2/3|ILL|0'],
    [
      'not when the pupil was released from one, and so at school',
      ['ILL', 'ILL', 'RELEASED'],
      false,
      '2/3|ILL|0',
    ],
    ['not when the pupil was only late', ['LATE'], false, '0/3|LATE|0'],
    ['not without an absence', [], false, ''],
  ])('%s', (_, codes, whole, cell) => {
    const [one] = daysOf(
      lessons,
      codes.map((code, i) => absence(i + 1, code)),
      [],
    )
    expect([one?.whole, dayCell(one)]).toEqual([whole, cell])
  })

  test('by the pupil’s own lessons: those of a group that the pupil left count no more', () => {
    const group = (from: string, until: string | null) => ({
      pupilId: 'p',
      classId: null,
      groupId: 'g',
      from,
      until,
    })
    const ofClass = { pupilId: 'p', classId: 'c', groupId: null, from: '2026-09-01', until: null }
    const taken = [lesson(1), { ...lesson(2), classId: null, groupId: 'g' }]
    const missed = (until: string | null) =>
      daysOf(ownLessons([ofClass, group('2026-09-01', until)], taken), [absence(1, 'ILL')], [])[0]?.whole
    expect([missed(null), missed(day), missed('2026-11-23')]).toEqual([false, false, true])
  })
})

describe('checks', () => {
  const codesOf = (absences: EnteredAbsence[], notes: NoteRow[] = [], marked: string[] = []) =>
    checksOf(
      { id: 'p', name: 'Азбукина Анна' },
      daysOf(lessons, absences, notes),
      notes,
      new Set(marked),
    ).map((one) => one.code)
  test.each<[string, EnteredAbsence[], NoteRow[], string[], string[]]>([
    ['a mark beside an absence', [absence(1, 'ABSENT')], [], [`${day} 1`], ['MARK_WHILE_ABSENT']],
    ['not a mark of who came late', [absence(1, 'LATE')], [], [`${day} 1`], []],
    ['absent between two lessons attended', [absence(2, 'ABSENT')], [], [], ['ABSENT_BETWEEN_PRESENT']],
    ['not at the end of the day', [absence(3, 'ABSENT')], [], [], []],
    ['not once its reason is known', [absence(2, 'ABSENT', { reasonCode: 'EXCUSED' })], [], [], []],
    [
      'late, and ill by the reason',
      [absence(1, 'LATE', { reasonCode: 'ILL' })],
      [],
      [],
      ['REASON_AGAINST_CODE'],
    ],
    [
      'ill by the teacher, without reason by the class teacher',
      [absence(1, 'ILL', { reasonCode: 'UNEXCUSED' })],
      [],
      [],
      ['REASON_AGAINST_CODE'],
    ],
    ['not a document that excuses', [absence(1, 'UNEXCUSED', { reasonCode: 'EXCUSED' })], [], [], []],
    ['a note for a day that was attended', [], [note('ILL')], [], ['NOTE_WITHOUT_ABSENCE']],
    ['not a note of a day without lessons', [], [note('ILL', '2026-11-28', '2026-11-29')], [], []],
  ])('%s', (_, absences, notes, marked, codes) => {
    expect(codesOf(absences, notes, marked)).toEqual(codes)
  })
})

const codes: readonly AbsenceCode[] = ['ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED', 'LATE', 'RELEASED']
const days = ['2026-11-23', '2026-11-24', '2026-11-25']
const entered = fc.uniqueArray(
  fc.record({
    date: fc.constantFrom(...days),
    number: fc.integer({ min: 1, max: 8 }),
    code: fc.constantFrom(...codes),
    reasonCode: fc.constantFrom<AbsenceCode | null>(null, 'ILL', 'EXCUSED', 'UNEXCUSED', 'RELEASED'),
    minutes: fc.integer({ min: 1, max: 40 }),
  }),
  { selector: (one) => `${one.date} ${one.number}` },
)
const noted = fc.option(
  fc.tuple(fc.constantFrom(...days), fc.constantFrom<NoteRow['code']>('ILL', 'EXCUSED', 'RELEASED')),
)

test('totals are the lengths of lists, whatever was entered: missed lessons by reason, whole days, lates', () => {
  fc.assert(
    fc.property(entered, fc.uniqueArray(fc.integer({ min: 1, max: 6 })), noted, (given, taught, said) => {
      const own = days.flatMap((on) => taught.map((number) => lesson(number, on)))
      const list = given.map(({ minutes, ...one }) =>
        absence(one.number, one.code, { ...one, minutesLate: one.code === 'LATE' ? minutes : null }),
      )
      const result = daysOf(own, list, said ? [note(said[1], said[0], days.at(-1) ?? '')] : [])
      const lines = result.flatMap((one) => one.lines)
      const totals = totalsOf(lines)
      expect(lines).toHaveLength(given.length)
      expect(totals.lessonsMissed).toBe(totals.ill + totals.excused + totals.unexcused + totals.unknown)
      expect(totals.lessonsMissed + totals.released + totals.late).toBe(lines.length)
      expect(totals.lessonsMissed).toBe(result.reduce((sum, one) => sum + one.missed, 0))
      expect(totals.daysMissed).toBe(result.filter((one) => one.whole).length)
      expect(totals.late).toBe(given.filter((one) => one.code === 'LATE').length)
      for (const one of result) {
        const atSchool = one.lessons.length - one.lines.filter((line) => isMissed(line.effective)).length
        expect(one.whole).toBe(one.lines.length > 0 && atSchool === 0)
      }
      expect(sumOf([totals, totals]).lessonsMissed).toBe(2 * totals.lessonsMissed)
    }),
  )
})
