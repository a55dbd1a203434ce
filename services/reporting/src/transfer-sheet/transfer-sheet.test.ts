// A transfer sheet: what stands on it, and that it is set, the same bytes for the same data.
import { expect, test } from '@jest/globals'
import { canonicalJson } from '../ledger/canonical.js'
import { transferSheet, type MarkTold, type PupilTold, type SubjectTold } from './sheet-data.js'
import typesetSheet from './sheet-typesetter.js'

const mark = (value: string, more: Partial<MarkTold> = {}): MarkTold => ({
  value,
  date: '2026-11-24',
  retaken: false,
  retakeOf: null,
  source: null,
  work: { title: 'Контрольная работа', weight: 2 },
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
    { periodName: '1 четверть', kind: 'QUARTER', value: '4' },
    { periodName: '2 четверть', kind: 'QUARTER', value: null },
    { periodName: 'Год', kind: 'YEAR', value: null },
  ],
  exam: null,
  final: null,
  ...more,
})
const pupil = (subjects: SubjectTold[]): PupilTold => ({
  fullName: 'Азбукина Анна Петровна',
  birthDate: '2013-05-07',
  schoolClass: { name: '7А', classTeacher: { fullName: 'Классная Клавдия Кузьминична' } },
  subjects,
})
const about = {
  school: 'Школа проверки',
  yearName: '2026/27',
  period: { name: '2 четверть', startsOn: '2026-11-02', endsOn: '2026-12-27' },
  zone: 'Europe/Moscow',
  madeBy: 'Координаторова Кира Львовна',
  madeAt: new Date('2026-11-24T06:07:00Z'),
  point: { origin: 'zhurnal/x', size: 42, root: 'ab'.repeat(32) },
}

test('marks with day, work and weight; retakes and sources told; only columns that hold a mark', () => {
  const sheet = transferSheet(
    pupil([
      subject('Алгебра', {
        marks: [
          mark('2', { retaken: true }),
          mark('4', { retakeOf: 'x', source: 'Школа № 3, справка 5' }),
          mark('.', { work: { title: null, weight: 1 } }),
        ],
        weightedMean: '4.00',
        missed: 3,
        late: 1,
        exam: { value: '5' },
      }),
      subject('Разговоры', { withoutAttestation: true, periodMarks: [] }),
    ]),
    about,
  )
  expect(sheet).toMatchObject({
    madeAt: '24.11.2026, 09:07',
    born: '07.05.2013',
    period: { from: '02.11.2026', until: '27.12.2026' },
    columns: ['1 четверть', 'Экзамен'],
    subjects: [
      {
        name: 'Алгебра',
        mean: '4,00',
        missed: '3 (опозданий 1)',
        set: ['4', '5'],
        marks: [
          { day: '24.11', value: '2', work: 'Контрольная работа', note: 'пересдана, вес 2' },
          { value: '4', note: 'пересдача, внесено: Школа № 3, справка 5, вес 2' },
          { value: 'не сдано', work: '', note: '' },
        ],
      },
      { name: 'Разговоры', marks: [], mean: '', missed: '', set: ['б/а', 'б/а'] },
    ],
    totals: 'Текущих отметок: 3. Пропущено уроков: 3, опозданий: 1.',
    log: { size: 42 },
  })
})

test.each([
  ['nothing yet', 0, 0],
  ['a usual quarter', 14, 9],
  ['a crowded one', 20, 40],
])('%s is set, twice the same, its data attached', async (_, subjects, marks) => {
  const sheet = transferSheet(
    pupil(
      Array.from({ length: subjects }, (__, i) =>
        subject(`Предмет ${i}`, { marks: Array.from({ length: marks }, () => mark('5')) }),
      ),
    ),
    about,
  )
  const task = {
    data: canonicalJson(sheet),
    hash: 'cd'.repeat(32),
    publicUrl: 'http://school.test',
    at: 1_790_000_000,
  }
  const [one, other] = [Buffer.from(await typesetSheet(task)), Buffer.from(await typesetSheet(task))]
  expect(one.subarray(0, 5).toString()).toBe('%PDF-')
  expect(one.includes('transfer-sheet.json')).toBe(true)
  expect(one.equals(other)).toBe(true)
})
