// The data set of a class journal, asked of the graph page by page, all as of one signed checkpoint.
import { dayIn } from '@zhurnal/kit/time'
import type { Asker, LogPoint } from '../graph.js'
import type { CourseData, OpenCellData, PupilData, RowData } from '../ledger/data-set.js'
import { withInitials } from '../ledger/wording.js'
import { attendanceOf, reasonsOf } from './attendance-summary.js'
import { extrasOf, marksOf, notesOf, type Marks } from './page-notes.js'
import {
  classQuery,
  entriesOf,
  pageQuery,
  type ClassAnswer,
  type Page,
  type PageLesson,
  type PageRow,
} from './page-told.js'
import { isLastOf, yearResults } from './year-results.js'

export type Collected = {
  readonly data: Record<string, unknown>
  readonly className: string
  readonly periodName: string
  readonly yearName: string
}

/** Null when the class or period is not there for who asks. `step` hears how many pages of how many are read. */
export async function collectClassJournal(
  ask: Asker,
  wanted: {
    schoolId: string
    classId: string
    periodId: string
    courseIds: readonly string[] | null
    point: LogPoint
    printedAt: string
  },
  step: (done: number, of: number) => Promise<void>,
): Promise<Collected | null> {
  const answer = await ask<ClassAnswer>(classQuery, { classId: wanted.classId })
  const { schoolClass } = answer
  const school = answer.schools.find((one) => one.id === wanted.schoolId)
  const period = schoolClass?.year.periods.find((one) => one.id === wanted.periodId)
  if (!schoolClass || !period || !school) return null
  // The journal of a class is read by the inspector too, whose specialists' groups are not (design §3): they are no
  // pages of it, whoever prints.
  const courses = schoolClass.courses.filter(
    (course) =>
      course.group?.kind !== 'SPECIALIST' &&
      (wanted.courseIds === null || wanted.courseIds.includes(course.id)),
  )
  // By the job's own day: a repeated run gives the same sheets.
  const today = dayIn(school.timeZone, new Date(wanted.printedAt))
  const pages: { course: (typeof courses)[number]; page: Page }[] = []
  for (const [i, course] of courses.entries()) {
    const { journal } = await ask<{ journal: Page | null }>(pageQuery, {
      courseId: course.id,
      periodId: period.id,
      asOf: wanted.point.at,
    })
    if (journal && journal.logPosition !== wanted.point.size)
      throw new Error(`a page of ${journal.logPosition} entries under a checkpoint of ${wanted.point.size}`)
    if (journal) pages.push({ course, page: upTo(today, journal) })
    await step(i + 1, courses.length)
  }
  const list = pupilsOf(
    pages.map((one) => one.page),
    period,
  )
  const results = isLastOf(schoolClass.year.periods, period, schoolClass.grade)
    ? await yearResults(
        ask,
        pages.map(({ course }) => course.id),
        list.map(({ id }) => id),
      )
    : null
  const span = { classId: schoolClass.id, from: period.startsOn, to: period.endsOn }
  const reasons = await reasonsOf(
    ask,
    list.map((pupil) => pupil.id),
    span,
  )
  return {
    className: schoolClass.name,
    periodName: period.name,
    yearName: schoolClass.year.name,
    data: {
      version: 1,
      school: { id: school.id, name: school.name, shortName: school.shortName, timeZone: school.timeZone },
      class: { id: schoolClass.id, name: schoolClass.name, grade: schoolClass.grade },
      period: {
        id: period.id,
        name: period.name,
        startsOn: period.startsOn,
        endsOn: period.endsOn,
        yearName: schoolClass.year.name,
      },
      ...(schoolClass.classTeacher?.fullName ? { classTeacher: schoolClass.classTeacher.fullName } : {}),
      printedAt: wanted.printedAt,
      log: {
        origin: wanted.point.origin,
        size: wanted.point.size,
        rootHash: wanted.point.root,
        noteText: wanted.point.note,
      },
      pupils: list,
      courses: pages.map(({ course, page }) => ({
        ...courseOf(course, page, period, today),
        ...notesOf(page, wanted.point.at),
        ...(results ? { results: results.rows.get(course.id) ?? [] } : {}),
      })),
      ...(results ? { results: results.heads } : {}),
      attendance: attendanceOf(
        list,
        pages.map((one) => one.page),
        reasons,
      ),
    },
  }
}

/** Lessons to come have no place on paper yet: what is planned for tomorrow would stand there as if it were missing. */
function upTo(today: string, page: Page): Page {
  const kept = page.lessons.flatMap((lesson, i) =>
    lesson.state === 'PLANNED' && (lesson.date ?? '') > today ? [] : [i],
  )
  return {
    ...page,
    lessons: kept.flatMap((i) => page.lessons[i] ?? []),
    rows: page.rows.map((row) => ({ ...row, cells: kept.map((i) => row.cells[i] ?? '') })),
  }
}

/** Everybody of any page, by name; whoever came or left within the period with the day. */
function pupilsOf(pages: readonly Page[], period: { startsOn: string; endsOn: string }): PupilData[] {
  const byId = new Map<string, PageRow>()
  for (const page of pages) {
    for (const row of page.rows) {
      const known = byId.get(row.pupilId)
      // A group's page may know a shorter stay than the class's: the longest is the class's.
      if (!known || first(row) < first(known)) byId.set(row.pupilId, row)
    }
  }
  const collator = new Intl.Collator('ru')
  return [...byId.values()]
    .sort((a, b) => collator.compare(a.pupilName, b.pupilName))
    .map((row, i) => {
      const from = first(row)
      const until = row.spans.at(-1)?.until ?? null
      return {
        id: row.pupilId,
        number: i + 1,
        fullName: row.pupilName,
        ...(from > period.startsOn ? { from } : {}),
        ...(until && until < period.endsOn ? { until } : {}),
      }
    })
}

const first = (row: PageRow): string => row.spans[0]?.from ?? ''

function courseOf(
  course: {
    id: string
    subject: { name: string } | null
    group: { name: string } | null
    teacher: { fullName: string } | null
    weeklyHours: number
  },
  page: Page,
  period: { endsOn: string },
  today: string,
): CourseData {
  const usual = withInitials(course.teacher?.fullName ?? '')
  const lessons = page.lessons.filter(({ outside }) => !outside)
  const marks = marksOf(page)
  return {
    id: course.id,
    subject: course.subject?.name ?? 'Предмет',
    ...(course.group ? { group: course.group.name } : {}),
    teacher: course.teacher?.fullName ?? 'учитель не назначен',
    // Before the period is over «не дано» would count what is still to come.
    ...(period.endsOn < today ? { hoursPlanned: lessons.length } : {}),
    hoursGiven: lessons.filter((lesson) => lesson.state === 'HELD').length,
    lessons: page.lessons.map((lesson) => ({
      id: lesson.id,
      date: lesson.date ?? lesson.workedOn,
      number: lesson.number ?? 0,
      topic: lesson.outside ? (lesson.works[0]?.title ?? 'Работа') : (lesson.topic ?? ''),
      homework: lesson.homework ?? '',
      state: lesson.state,
      ...extrasOf(lesson),
      ...(lesson.insteadOfName && lesson.taughtByName
        ? {
            taughtBy: lesson.taughtByName,
            ...(withInitials(lesson.insteadOfName) === usual ? {} : { insteadOf: lesson.insteadOfName }),
          }
        : {}),
    })),
    rows: page.rows.map((row) => rowOf(row, page.lessons, marks)),
  }
}

function rowOf(row: PageRow, lessons: readonly PageLesson[], marks: Marks): RowData {
  const cells: RowData['cells'] = {}
  row.cells.forEach((cell, i) => {
    const lesson = lessons[i]
    if (!lesson || cell === '') return
    cells[lesson.id] = cell === '-' ? { closed: true } : openCell(cell, marks)
  })
  return {
    pupilId: row.pupilId,
    cells,
    ...(row.mean ? { mean: row.mean.replace('.', ',') } : {}),
    ...(row.weightedMean ? { weightedMean: row.weightedMean.replace('.', ',') } : {}),
    ...(row.periodMark ? { periodMark: row.periodMark.value } : {}),
  }
}

const letters: Readonly<Record<string, 'Н' | 'Б' | 'У' | 'НП' | 'О' | 'ОСВ'>> = {
  ABSENT: 'Н',
  ILL: 'Б',
  EXCUSED: 'У',
  UNEXCUSED: 'НП',
  LATE: 'О',
  RELEASED: 'ОСВ',
}

function openCell(cell: string, { retaken, foreign }: Marks): OpenCellData {
  const entries = entriesOf(cell)
  const absence = letters[entries.find((entry) => entry.absence)?.absence ?? '']
  const marks = entries.flatMap(({ mark, id }) => (mark === null ? [] : [{ mark, id }]))
  const places = (ids: ReadonlySet<string>) => marks.flatMap(({ id }, i) => (ids.has(id) ? [i] : []))
  const [second, elsewhere] = [places(retaken), places(foreign)]
  return {
    marks: marks.map(({ mark }) => mark),
    ...(second.length > 0 ? { retaken: second } : {}),
    ...(elsewhere.length > 0 ? { foreign: elsewhere } : {}),
    ...(absence ? { absence } : {}),
  }
}
