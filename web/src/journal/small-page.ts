// A small invented page, for tests of what happens to it.
import type { JournalPageQuery, LessonColumnFragment } from '../generated/graph.js'
import { pageOf, type Page } from './page.js'

const unsaid = {
  written: false,
  handedInOn: null,
  checkedOn: null,
  internalMonitoring: false,
  version: 1,
}
const answerWork = {
  id: 'w-answer',
  kind: 'ANSWER',
  title: 'Ответ на уроке',
  sign: 'ОТВ',
  weight: 1,
  ...unsaid,
}
export const testWork = {
  id: 'w-test',
  kind: 'TEST',
  title: 'Контрольная работа',
  sign: 'КР',
  weight: 3,
  ...unsaid,
}

export const lessonOf = (
  id: string,
  date: string,
  more: Partial<LessonColumnFragment> = {},
): LessonColumnFragment => ({
  id,
  date,
  number: 2,
  startsAt: `${date}T06:20:00Z`,
  endsAt: `${date}T07:05:00Z`,
  state: 'PLANNED',
  roomName: '31',
  topic: null,
  homework: null,
  taughtByName: 'Иволгина Вера Сергеевна',
  insteadOfName: null,
  substitutionReason: null,
  attendanceTakenAt: null,
  fromPaperOn: null,
  outside: false,
  workedOn: date,
  source: null,
  cancelledWorks: [],
  works: [answerWork],
  marksCount: 0,
  viewerCanEdit: true,
  viewerCanPrepare: true,
  editableUntil: null,
  owed: [],
  version: 0,
  ...more,
})

const row = (pupilId: string, cells: string[]): NonNullable<JournalPageQuery['journal']>['rows'][number] => ({
  pupilId,
  pupilName: `Ученик ${pupilId}`,
  shortName: pupilId,
  spans: [{ from: '2026-09-01', until: null }],
  cells,
  mean: null,
  weightedMean: null,
  proposed: null,
  locked: false,
  periodMark: null,
})

/** Two lessons, two pupils; «anna» has a five in the first, «boris» was ill in it. */
export const smallPage = (): Page =>
  pageOf({
    learnersName: '7А',
    subjectName: 'Алгебра',
    teacherName: 'Иволгина Вера Сергеевна',
    periodName: '2 четверть',
    locked: false,
    viewerCanSetPeriodMarks: true,
    logPosition: 10,
    lessons: [lessonOf('l1', '2026-11-23', { version: 3 }), lessonOf('l2', '2026-11-24')],
    rows: [row('anna', ['m|five|0|5|1', '']), row('boris', ['a|x|ILL||1', ''])],
  })
