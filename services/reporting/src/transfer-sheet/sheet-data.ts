// What a pupil's sheet of marks on leaving says, put together of the graph's answer: pure. The pages are made from it and
// from nothing else, it is attached to the PDF, and its hash stands on each page.
import { dayMonth, fullDate } from '../ledger/wording.js'

export type MarkTold = {
  value: string
  date: string | null
  comment: string | null
  source: string | null
  retaken: boolean
  retakeOf: string | null
  work: { kind: string; title: string | null; weight: number } | null
}
export type SubjectTold = {
  subjectName: string
  teacherName: string | null
  withoutAttestation: boolean
  mean: string | null
  weightedMean: string | null
  missed: number
  late: number
  marks: MarkTold[]
  periodMarks: { periodId: string; periodName: string; kind: string; value: string | null }[]
  exam: { value: string } | null
  final: { value: string } | null
}
export type AbsenceTold = { date: string; effective: string }
export type SheetPeriod = { name: string; startsOn: string; endsOn: string }

/** Lessons missed of a span, by what counts of each. */
type Missed = {
  missed: number
  ill: number
  excused: number
  unexcused: number
  unknown: number
  late: number
}

export type SheetMark = {
  day: string
  value: string
  work: string
  weight: string
  note: string
}
export type TransferSheet = {
  version: 1
  school: { name: string; shortName: string }
  pupil: { fullName: string; birthDate: string; className: string; from: string; until: string }
  classTeacher: string
  yearName: string
  period: { name: string; from: string; until: string }
  /** Heads of the columns of marks that are set already: periods, year, examination, final mark. */
  results: string[]
  subjects: {
    subject: string
    teacher: string
    mean: string
    weightedMean: string
    missed: number
    late: number
    /** One for each of the sheet's `results`; empty where there is none. */
    set: string[]
    withoutAttestation: boolean
    marks: SheetMark[]
  }[]
  absences: { name: string; counts: Missed }[]
  printedAt: string
  printedBy: string
  log: { origin: string; size: number; rootHash: string; noteText: string }
}

type Parts = Pick<
  TransferSheet,
  'school' | 'classTeacher' | 'yearName' | 'printedAt' | 'printedBy' | 'log'
> & {
  readonly pupil: { fullName: string; birthDate: string | null; className: string }
  /** Of the membership in the class: first and last day, null while it lasts. */
  readonly span: { from: string; until: string | null }
  readonly period: SheetPeriod
  readonly subjects: readonly SubjectTold[]
  readonly absences: { readonly period: readonly AbsenceTold[]; readonly year: readonly AbsenceTold[] }
  readonly kinds: ReadonlyMap<string, string>
  /** The last day that the sheet speaks of. */
  readonly until: string
}

export function transferSheet(parts: Parts): TransferSheet {
  const { pupil, span, period } = parts
  const columns = columnsOf(parts.subjects)
  return {
    version: 1,
    school: parts.school,
    pupil: {
      fullName: pupil.fullName,
      birthDate: pupil.birthDate ? fullDate(pupil.birthDate) : '',
      className: pupil.className,
      from: fullDate(span.from),
      until: span.until ? fullDate(span.until) : '',
    },
    classTeacher: parts.classTeacher,
    yearName: parts.yearName,
    period: {
      name: period.name,
      from: fullDate(period.startsOn),
      until: fullDate(parts.until < period.endsOn ? parts.until : period.endsOn),
    },
    results: columns.map(({ name }) => name),
    subjects: parts.subjects.map((subject) => ({
      subject: subject.subjectName,
      teacher: subject.teacherName ?? '',
      mean: decimal(subject.mean),
      weightedMean: decimal(subject.weightedMean),
      missed: subject.missed,
      late: subject.late,
      set: columns.map(({ of }) => of(subject)),
      withoutAttestation: subject.withoutAttestation,
      marks: subject.marks.map((mark) => sheetMark(mark, parts.kinds)),
    })),
    absences: [
      { name: period.name, counts: missedOf(parts.absences.period) },
      { name: 'С начала года', counts: missedOf(parts.absences.year) },
    ],
    printedAt: parts.printedAt,
    printedBy: parts.printedBy,
    log: parts.log,
  }
}

type Column = { readonly name: string; readonly of: (subject: SubjectTold) => string }

/** Columns in which any subject has its mark: periods in the order in which they are told, the year, examination, final. */
function columnsOf(subjects: readonly SubjectTold[]): Column[] {
  const periods = new Map<string, { name: string; isYear: boolean }>()
  for (const { periodMarks } of subjects)
    for (const { periodId, periodName: name, kind } of periodMarks)
      periods.set(periodId, { name, isYear: kind === 'YEAR' })
  const all: Column[] = [
    ...[...periods]
      .sort(([, a], [, b]) => Number(a.isYear) - Number(b.isYear))
      .map(([id, { name }]): Column => ({
        name,
        of: ({ periodMarks }) => periodMarks.find(({ periodId }) => periodId === id)?.value ?? '',
      })),
    { name: 'Экзамен', of: ({ exam }) => exam?.value ?? '' },
    { name: 'Итоговая', of: ({ final }) => final?.value ?? '' },
  ]
  return all.filter(({ of }) => subjects.some((subject) => of(subject) !== ''))
}

function sheetMark(mark: MarkTold, kinds: ReadonlyMap<string, string>): SheetMark {
  const kind = mark.work ? (kinds.get(mark.work.kind) ?? '') : ''
  const title = mark.source ? (mark.comment ?? '') : (mark.work?.title ?? '')
  const notes = [
    mark.source ? `из другой школы: ${mark.source}` : '',
    mark.retakeOf ? 'пересдача' : '',
    mark.retaken ? 'пересдана, в среднее не идёт' : '',
  ]
  return {
    day: mark.date ? dayMonth(mark.date) : '',
    value: mark.value,
    work: title || kind,
    weight: mark.work && mark.work.weight !== 1 ? `вес ${String(mark.work.weight).replace('.', ',')}` : '',
    note: notes.filter(Boolean).join('; '),
  }
}

const decimal = (value: string | null): string => value?.replace('.', ',') ?? ''

function missedOf(lines: readonly AbsenceTold[]): Missed {
  const of = (...codes: string[]) => lines.filter(({ effective }) => codes.includes(effective)).length
  return {
    missed: of('ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED'),
    ill: of('ILL'),
    excused: of('EXCUSED'),
    unexcused: of('UNEXCUSED'),
    unknown: of('ABSENT'),
    late: of('LATE'),
  }
}
