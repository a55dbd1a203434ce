/**
 * All that the class journal of one class and period shows: the data set of one document, version 1.
 *
 * The pages are made from it and from nothing else, it is attached to the PDF, and its hash stands on each page: the same
 * record gives the same bytes. So it holds no instant but `printedAt`, no random id and no order by chance.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from './canonical.js'

const Day = z.iso.date()
/** The longest text that still fits on one sheet in the smallest type; more is refused, never cut. */
const MAX_TEXT = 6000
const Text = z.string().max(MAX_TEXT)
const Name = z.string().min(1).max(200)
const Id = z.string().min(1)
const Count = z.number().int().nonnegative()

/** Codes of settled.md, «Attendance»: absent, ill, valid reason, no valid reason, late, released from the lesson. */
export const ABSENCE_CODES = ['Н', 'Б', 'У', 'НП', 'О', 'ОСВ'] as const

/** A pupil of the class in the period, by interval: a date that is absent means that the period's end bounds it. */
const Pupil = z.strictObject({
  id: Id,
  /** place in the list of the class, from 1; pages are in this order */
  number: z.number().int().positive(),
  fullName: Name,
  from: Day.optional(),
  until: Day.optional(),
  /** «приказ № 12 от 01.10.2026, выбыл в школу № 2» */
  note: Text.optional(),
})

const Lesson = z.strictObject({
  id: Id,
  date: Day,
  /** of the day, by the bell schedule, from 0 */
  number: Count,
  topic: Text,
  homework: Text,
  /** full name, when it was not the course's teacher */
  taughtBy: Name.optional(),
  /** full name, when it is not the course's teacher who was stood in for */
  insteadOf: Name.optional(),
  state: z.enum(['PLANNED', 'HELD', 'CANCELLED']),
  /** signs of the written works of the lesson: «КР» */
  signs: z.array(z.string().max(20)).optional(),
  /** a work out of lessons (retake, external test, marks of another school): a column after the lessons; its title is `topic` */
  outside: z.literal(true).optional(),
  /** entered from paper after an emergency, on that day: late but excused */
  fromPaperOn: Day.optional(),
  /** from where it was entered, when not by its teacher here */
  source: Text.optional(),
})

const OpenCell = z.strictObject({
  /** as they stand in the journal, in the order in which they were given */
  marks: z.array(z.string().min(1).max(12)),
  /** places in `marks` of those that were retaken and count no longer */
  retaken: z.array(Count).optional(),
  /** places in `marks` of those that were entered from elsewhere: `Course.sources` says from where */
  foreign: z.array(Count).optional(),
  absence: z.enum(ABSENCE_CODES).optional(),
})
/** The pupil did not belong to the class or group on that date. */
const ClosedCell = z.strictObject({ closed: z.literal(true) })
const Cell = z.union([OpenCell, ClosedCell])

const Row = z.strictObject({
  pupilId: Id,
  /** by lesson id; a lesson without mark, absence or closing is left out */
  cells: z.record(z.string(), Cell),
  /** decimal, as the journal shows it: «4,25» */
  mean: z.string().max(12).optional(),
  weightedMean: z.string().max(12).optional(),
  periodMark: z.string().max(12).optional(),
})

/** A change after the first entry, or an entry that is void (3.8, 4.4). */
const Correction = z.strictObject({
  at: z.iso.datetime(),
  by: Name,
  what: z.enum(['MARK', 'PERIOD_MARK']),
  pupilId: Id,
  date: Day.optional(),
  from: z.string().max(12).optional(),
  to: z.string().max(12).optional(),
  reason: Text.optional(),
  voided: z.literal(true).optional(),
})

/** A locked page opened to one person for hours (6.2). */
const Unlock = z.strictObject({
  openedAt: z.iso.datetime(),
  until: z.iso.datetime(),
  person: Name,
  by: Name,
  reason: Text,
})

const Source = z.strictObject({
  pupilId: Id,
  source: Text,
  marks: z.array(z.strictObject({ date: Day, value: z.string().max(12) })),
})

const Course = z.strictObject({
  id: Id,
  subject: Name,
  /** «группа 1», when the class is divided */
  group: Name.optional(),
  /** full name */
  teacher: Name,
  hoursPlanned: Count.optional(),
  hoursGiven: Count,
  lessons: z.array(Lesson),
  /** one for each pupil of the course */
  rows: z.array(Row),
  corrections: z.array(Correction).optional(),
  unlocks: z.array(Unlock).optional(),
  /** marks of another school or portal, by pupil and source */
  sources: z.array(Source).optional(),
  /** by column of `ClassJournalData.results` */
  results: z.array(z.strictObject({ pupilId: Id, values: z.array(z.string().max(12)) })).optional(),
})

/** Lessons missed in the period, by reason; `missed` counts those too whose reason is not known yet. */
const Attendance = z.strictObject({
  pupilId: Id,
  missed: Count,
  ill: Count,
  excused: Count,
  unexcused: Count,
  late: Count,
  daysMissed: Count.optional(),
})

const Shape = z.strictObject({
  version: z.literal(1),
  school: z.strictObject({
    id: Id,
    name: Name,
    shortName: Name,
    city: Name.optional(),
    timeZone: Name.optional(),
  }),
  class: z.strictObject({ id: Id, name: Name, grade: z.number().int().min(1).max(12) }),
  period: z.strictObject({ id: Id, name: Name, startsOn: Day, endsOn: Day, yearName: Name }),
  /** full name; absent when the class has none */
  classTeacher: Name.optional(),
  /** UTC; part of the record of the document, not of the run: a repeated run must be given the same */
  printedAt: z.iso.datetime(),
  log: z.strictObject({
    origin: Id,
    size: Count,
    rootHash: z.string().regex(/^[0-9a-f]{64}$/),
    /** the signed checkpoint (C2SP) of exactly this size */
    noteText: z.string().min(1),
  }),
  pupils: z.array(Pupil),
  courses: z.array(Course),
  /** heads of the year's summary: periods, year, examination, final mark; with the last period of a year only */
  results: z.array(Name).optional(),
  attendance: z.array(Attendance),
})

export const ClassJournalData = Shape.superRefine(checkReferences).transform(inOrder)
export type ClassJournalData = z.infer<typeof Shape>
export type CourseData = z.infer<typeof Course>
export type LessonData = z.infer<typeof Lesson>
export type PupilData = z.infer<typeof Pupil>
export type RowData = z.infer<typeof Row>
export type OpenCellData = z.infer<typeof OpenCell>

/**
 * The data set checked and in order, the bytes that are attached and hashed (canonical JSON by RFC 8785, UTF-8), and their
 * SHA-256 (64 hex digits), which the QR code leads to. Throws ZodError when it is not a data set.
 */
export function sealDataSet(input: unknown): { data: ClassJournalData; bytes: Buffer; hash: string } {
  const data = ClassJournalData.parse(input)
  const bytes = Buffer.from(canonicalJson(data))
  return { data, bytes, hash: createHash('sha256').update(bytes).digest('hex') }
}

/** Every cell must find its row and its column: a mark that fits nowhere would be lost on paper without a word. */
function checkReferences(data: ClassJournalData, context: z.RefinementCtx): void {
  const refuse = (message: string, path: (string | number)[]) =>
    context.addIssue({ code: 'custom', message, path })
  const pupils = new Set(data.pupils.map((pupil) => pupil.id))
  if (pupils.size < data.pupils.length) refuse('a pupil stands in the list twice', ['pupils'])
  for (const [index, { pupilId }] of data.attendance.entries()) {
    if (!pupils.has(pupilId)) refuse('attendance of a pupil who is not in the list', ['attendance', index])
  }
  for (const [index, course] of data.courses.entries()) {
    const lessons = new Set(course.lessons.map((lesson) => lesson.id))
    const rows = new Set(course.rows.map((row) => row.pupilId))
    if (lessons.size < course.lessons.length) refuse('a lesson stands in a course twice', ['courses', index])
    if (rows.size < course.rows.length) refuse('a pupil stands in a course twice', ['courses', index])
    for (const row of course.rows) {
      if (!pupils.has(row.pupilId))
        refuse('a row of a pupil who is not in the list', ['courses', index, 'rows'])
      const isLost = Object.keys(row.cells).some((lesson) => !lessons.has(lesson))
      if (isLost) refuse('a cell of a lesson that is not in the course', ['courses', index, 'rows'])
    }
    for (const part of ['corrections', 'sources', 'results'] as const) {
      const isStranger = course[part]?.some(({ pupilId }) => !pupils.has(pupilId)) ?? false
      if (isStranger) refuse('an entry of a pupil who is not in the list', ['courses', index, part])
    }
  }
}

/** Courses stay as they are given, in the order of the curriculum; all else has an order of its own. */
function inOrder(data: ClassJournalData): ClassJournalData {
  const pupils = [...data.pupils].sort((a, b) => a.number - b.number || compare(a.id, b.id))
  const place = new Map(pupils.map((pupil, index) => [pupil.id, index]))
  const byPupil = (a: { pupilId: string }, b: { pupilId: string }) =>
    (place.get(a.pupilId) ?? 0) - (place.get(b.pupilId) ?? 0)
  const courses = data.courses.map((course) => ({
    ...course,
    lessons: [...course.lessons].sort(
      (a, b) =>
        Number(a.outside ?? false) - Number(b.outside ?? false) ||
        compare(a.date, b.date) ||
        a.number - b.number ||
        compare(a.id, b.id),
    ),
    rows: [...course.rows].sort(byPupil),
  }))
  return { ...data, pupils, courses, attendance: [...data.attendance].sort(byPupil) }
}

/** By code units: localeCompare follows the version of ICU on the machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
