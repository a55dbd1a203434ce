import { closeTypesetter, typesetClassJournal } from '../../services/reporting/src/ledger/typeset.js'
import type { ClassJournalData } from '../../services/reporting/src/ledger/data-set.js'
import { spreadOf } from './measure.js'
import type { Bench } from './bench.js'
import type { Line } from './result.js'
import { subjectNames } from './school.js'

/** A class journal of 12 subjects, 30 x 30 marks each; no two of them alike, so that nothing of one serves another. */
function journalData(nth: number): ClassJournalData {
  const thirty = Array.from({ length: 30 }, (_, i) => i)
  const day = (i: number) => new Date(Date.UTC(2026, 8, 1 + 2 * i)).toISOString().slice(0, 10)
  const mark = (i: number, k: number) => ({ marks: [String(2 + ((i * 7 + k * 3 + nth) % 4))] })
  return {
    version: 1,
    school: { id: 'school', name: 'Школа замеров', shortName: 'ШЗ' },
    class: { id: `class-${nth}`, name: '7А', grade: 7 },
    period: { id: 'q', name: '1 четверть', startsOn: day(0), endsOn: day(29), yearName: 'Год замеров' },
    printedAt: '2026-11-23T10:00:00Z',
    log: { origin: 'zhurnal/bench', size: 1000 + nth, rootHash: 'ab'.repeat(32), noteText: `note ${nth}` },
    pupils: thirty.map((i) => ({
      id: `p${i}`,
      number: i + 1,
      fullName: `Отметкин-${i + 1} Номер ${nth} Журналович`,
    })),
    courses: subjectNames.map((subject) => ({
      id: subject,
      subject,
      teacher: 'Мелов Номер Замерович',
      hoursGiven: 30,
      lessons: thirty.map((k) => ({
        id: `l${k}`,
        date: day(k),
        number: 1,
        topic: `Тема урока ${k + 1}, ${nth}`,
        homework: `§ ${k + 1}, № ${100 + k}`,
        state: 'HELD',
      })),
      rows: thirty.map((i) => ({
        pupilId: `p${i}`,
        cells: Object.fromEntries(thirty.map((k) => [`l${k}`, mark(i, k)])),
        mean: '3,50',
        weightedMean: '3,50',
        periodMark: '4',
      })),
    })),
    attendance: [],
  }
}

export async function measureTypesetting(bench: Bench): Promise<Line[]> {
  const options = { publicUrl: 'http://127.0.0.1:3000' }
  const rates: number[] = []
  let pages = 0
  const documents = bench.times(8) + 1
  for (let nth = 0; nth < documents; nth += 1) {
    const data = journalData(nth)
    const from = performance.now()
    const made = await typesetClassJournal(data, options)
    // The first one starts the thread and reads the fonts.
    if (nth > 0) rates.push(made.pages / ((performance.now() - from) / 1000))
    pages = made.pages
  }
  await closeTypesetter()
  const rate = spreadOf(rates).median
  return [
    {
      row: 'typeset',
      what: `new class journals of 12 subjects, 30 x 30 marks, ${pages} pages each with title, contents, lists and summaries, PDF/A-3b`,
      must: '≥ 150 pages/s',
      aim: '300',
      meetsMust: rate >= 150,
      meetsAim: rate >= 300,
      figures: { 'pages/s': rate, documents: rates.length },
    },
  ]
}
