// A pupil's sheet of marks on leaving: what stands on it, and that it is set, the same bytes for the same data.
import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { canonicalJson } from '../ledger/canonical.js'
import { attachedFile } from '../verify/attachment.js'
import { placeIn } from './print-sheet.js'
import { transferSheet, type AbsenceTold, type MarkTold, type SubjectTold } from './sheet-data.js'
import typesetSheet from './sheet-typesetter.js'

const mark = (value: string, more: Partial<MarkTold> = {}): MarkTold => ({
  value,
  date: '2026-11-24',
  comment: null,
  retaken: false,
  retakeOf: null,
  source: null,
  work: { kind: 'TEST', title: null, weight: 2 },
  ...more,
})
const subject = (subjectName: string, more: Partial<SubjectTold> = {}): SubjectTold => ({
  subjectName,
  teacherName: 'Доскин Денис Пробович',
  withoutAttestation: false,
  marks: [],
  mean: null,
  weightedMean: null,
  missed: 0,
  late: 0,
  periodMarks: [
    { periodId: 'y', periodName: 'Год', kind: 'YEAR', value: null },
    { periodId: 'q1', periodName: '1 четверть', kind: 'QUARTER', value: '4' },
    { periodId: 'q2', periodName: '2 четверть', kind: 'QUARTER', value: null },
  ],
  exam: null,
  final: null,
  ...more,
})
const sheetOf = (subjects: SubjectTold[], absences: AbsenceTold[] = []) =>
  transferSheet({
    school: { name: 'Школа проверки', shortName: 'ШП' },
    pupil: { fullName: 'Азбукина Анна Петровна', birthDate: '2013-05-07', className: '7А' },
    span: { from: '2026-09-01', until: '2026-11-24' },
    classTeacher: 'Классная Клавдия Кузьминична',
    yearName: '2026/27',
    period: { name: '2 четверть', startsOn: '2026-11-02', endsOn: '2026-12-27' },
    until: '2026-11-24',
    subjects,
    absences: { period: absences, year: absences },
    kinds: new Map([['TEST', 'Контрольная работа']]),
    printedAt: '2026-11-24T06:07:00.000Z',
    printedBy: 'Координаторова Кира Львовна',
    log: { origin: 'zhurnal/x', size: 48213, rootHash: 'ab'.repeat(32), noteText: 'zhurnal/x\n48213\n' },
  })

test('marks with day, kind of work and weight; retakes and sources told; only columns that hold a mark', () => {
  const sheet = sheetOf(
    [
      subject('Алгебра', {
        marks: [
          mark('2', { retaken: true }),
          mark('4', { retakeOf: 'x', work: { kind: 'TEST', title: 'Пересдача', weight: 1 } }),
          mark('5', {
            source: 'Школа № 3, справка 5',
            comment: 'диктант',
            work: { kind: 'FOREIGN', title: 'Отметки', weight: 1 },
          }),
        ],
        mean: '4.50',
        weightedMean: '4.00',
        missed: 3,
        late: 1,
        exam: { value: '5' },
      }),
      subject('Разговоры', { withoutAttestation: true, periodMarks: [] }),
    ],
    ['ABSENT', 'ILL', 'ILL', 'LATE', 'RELEASED', 'UNEXCUSED'].map((effective) => ({
      date: '2026-11-24',
      effective,
    })),
  )
  expect(sheet).toMatchObject({
    pupil: { birthDate: '07.05.2013', className: '7А', from: '01.09.2026', until: '24.11.2026' },
    period: { from: '02.11.2026', until: '24.11.2026' },
    results: ['1 четверть', 'Экзамен'],
    subjects: [
      {
        subject: 'Алгебра',
        mean: '4,50',
        weightedMean: '4,00',
        missed: 3,
        late: 1,
        set: ['4', '5'],
        marks: [
          {
            day: '24.11',
            value: '2',
            work: 'Контрольная работа',
            weight: 'вес 2',
            note: 'пересдана, в среднее не идёт',
          },
          { value: '4', work: 'Пересдача', weight: '', note: 'пересдача' },
          { value: '5', work: 'диктант', note: 'из другой школы: Школа № 3, справка 5' },
        ],
      },
      { subject: 'Разговоры', withoutAttestation: true, marks: [], mean: '', set: ['', ''] },
    ],
    absences: [
      { name: '2 четверть', counts: { missed: 4, ill: 2, excused: 0, unexcused: 1, unknown: 1, late: 1 } },
      { name: 'С начала года', counts: { missed: 4 } },
    ],
  })
})

const year = {
  name: '2026/27',
  startsOn: '2026-09-01',
  endsOn: '2027-05-31',
  periods: [{ id: 'q2', name: '2 четверть', startsOn: '2026-11-02', endsOn: '2026-12-27' }],
}
const schoolClass = (name: string) => ({ name, classTeacher: null, year })
test.each([
  [
    'in one class still',
    [{ from: '2026-09-01', until: null, schoolClass: schoolClass('7А') }],
    '7А',
    '2026-11-24',
  ],
  [
    'moved, then left',
    [
      { from: '2026-09-01', until: '2026-10-01', schoolClass: schoolClass('7А') },
      { from: '2026-10-02', until: '2026-11-20', schoolClass: schoolClass('7Б') },
    ],
    '7Б',
    '2026-11-20',
  ],
  [
    'not come yet',
    [{ from: '2026-11-25', until: null, schoolClass: schoolClass('7А') }],
    undefined,
    undefined,
  ],
])('a pupil %s', (_, memberships, name, until) => {
  const place = placeIn(memberships, 'q2', '2026-11-24')
  expect([place?.schoolClass.name, place?.until]).toEqual([name, until])
})

test.each([
  ['nothing yet', 0, 0],
  ['a usual quarter', 14, 9],
  ['a crowded one', 20, 40],
])('%s is set, twice the same, its data attached to the byte', async (_, subjects, marks) => {
  const sheet = sheetOf(
    Array.from({ length: subjects }, (__, i) =>
      subject(`Предмет ${i}`, { marks: Array.from({ length: marks }, () => mark('5')) }),
    ),
  )
  const data = canonicalJson(sheet)
  const hash = createHash('sha256').update(data).digest('hex')
  const task = { data, hash, verifyUrl: `http://school.test/verify/${hash}`, at: 1_790_000_000 }
  const [one, other] = [Buffer.from(await typesetSheet(task)), Buffer.from(await typesetSheet(task))]
  expect(one.equals(other)).toBe(true)
  expect(attachedFile(one)?.toString()).toBe(data)
  expect(one.toString('latin1')).toMatch(/pdfaid:part>3<[^]*pdfaid:conformance>B</)
})
