// What the graph is asked for a class journal, and what it says.
export const classQuery = `query ClassForJournal($classId: ID!) {
  schoolClass(id: $classId) {
    id name grade
    classTeacher { fullName }
    year { id name periods { id name kind startsOn endsOn fromGrade toGrade } }
    courses { id subject { name } group { name kind } teacher { fullName } weeklyHours }
  }
  schools { id name shortName timeZone }
}`

export const pageQuery = `query PageForJournal($courseId: ID!, $periodId: ID!, $asOf: DateTime!) {
  journal(courseId: $courseId, periodId: $periodId, asOf: $asOf) {
    logPosition
    lessons {
      id date workedOn number state outside topic homework taughtByName insteadOfName attendanceTakenAt fromPaperOn source
      works { title sign written cancelledAt }
    }
    rows {
      pupilId pupilName spans { from until } cells mean weightedMean periodMark { value }
      marks { id date value retakeOf source }
    }
    unlocks { openedAt until personName openedByName reason }
    corrections { at byName what pupilId date from to reason voided }
  }
}`

export type PeriodTold = {
  id: string
  name: string
  kind: string
  startsOn: string
  endsOn: string
  fromGrade: number
  toGrade: number
}
export type ClassAnswer = {
  schoolClass: {
    id: string
    name: string
    grade: number
    classTeacher: { fullName: string | null } | null
    year: {
      id: string
      name: string
      periods: PeriodTold[]
    }
    courses: {
      id: string
      subject: { name: string } | null
      group: { name: string; kind?: string } | null
      teacher: { fullName: string } | null
      weeklyHours: number
    }[]
  } | null
  schools: { id: string; name: string; shortName: string; timeZone: string }[]
}
export type PageRow = {
  pupilId: string
  pupilName: string
  spans: { from: string; until: string | null }[]
  cells: string[]
  mean: string | null
  weightedMean: string | null
  periodMark: { value: string } | null
  marks: MarkTold[]
}
export type PageLesson = {
  id: string
  /** Null of a work out of lessons, which has `workedOn` alone. */
  date: string | null
  workedOn: string
  number: number | null
  outside: boolean
  fromPaperOn: string | null
  source: string | null
  works: { title: string | null; sign: string | null; written: boolean; cancelledAt: string | null }[]
  state: 'PLANNED' | 'HELD' | 'CANCELLED'
  topic: string | null
  homework: string | null
  taughtByName: string | null
  insteadOfName: string | null
  attendanceTakenAt: string | null
}
export type MarkTold = {
  id: string
  date: string | null
  value: string
  retakeOf: string | null
  source: string | null
}
export type UnlockTold = {
  openedAt: string
  until: string
  personName: string
  openedByName: string
  reason: string
}
export type CorrectionTold = {
  at: string
  byName: string
  what: 'MARK' | 'PERIOD_MARK'
  pupilId: string
  date: string | null
  from: string | null
  to: string | null
  reason: string | null
  voided: boolean
}
export type Page = {
  logPosition: number
  lessons: PageLesson[]
  rows: PageRow[]
  unlocks: UnlockTold[]
  corrections: CorrectionTold[]
}

type Entry = { absence: string | null; mark: string | null; id: string }
export const entriesOf = (cell: string): Entry[] =>
  cell.split(' ').map((entry) => {
    const [kind, id = '', place, value] = entry.split('|')
    return kind === 'a'
      ? { absence: place ?? null, mark: null, id }
      : { absence: null, mark: value ?? null, id }
  })
