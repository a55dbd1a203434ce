/**
 * A course on spreads: pupils × lessons on the left page, what was covered and set as homework on the right one.
 * A course with more lessons than fit goes on on another spread; the right page may fill up before the left one does.
 */
import type { ClassJournalData, CourseData, LessonData, RowData } from './data-set.js'
import { drawable, fitBlock, fitLine, type FittedText } from './lettering.js'
import { marksPage } from './marks-page.js'
import { BODY, edges, evenRuns, middle, type Page, type Placed, tableLines } from './sheet.js'
import { dayMonth, withInitials } from './wording.js'

/** Narrower columns than 4.2 mm no longer hold «5/4» in a size that can be read. */
const MAX_COLUMNS = 30
/** More rows than this on one sheet would be lower than 5 mm. */
const MAX_ROWS = 46
export const HEADING = 11
const HEADER = 7
const CLOSING = 8
const PADDING = 1.1
const TEXT_SIZES = [8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5, 4.5, 4, 3.5, 3] as const
/** A row of ordinary text is set at reading size; only one that would fill the sheet by itself is set smaller. */
const MAX_LESSON_SHARE = 0.5
const MIN_ROW = 6.2
const MAX_ROW = 8.4
const COLUMN = { date: 13, topic: 78, homework: 62, note: BODY.width - 13 - 78 - 62 }

/** A lesson as it stands on the right page. */
interface LessonRow {
  lesson: LessonData
  topic: FittedText
  homework: FittedText
  note: FittedText
  height: number
}

/** One spread: which lessons and which pupils' rows it shows, and whether lessons or pupils go on on another. */
export interface Spread {
  course: CourseData
  lessons: LessonRow[]
  rows: RowData[]
  part: number
  parts: number
  /** the period mark and the count of hours stand on the last spread of the lessons */
  isLast: boolean
}

/** Plans the spreads of a course. Throws TextTooLongError when one lesson's text does not fit on a sheet. */
export function spreadsOf(course: CourseData): Spread[] {
  const chunks = lessonChunks(course.lessons.map((lesson) => fitLesson(lesson, course.teacher)))
  const groups = evenRuns(course.rows, MAX_ROWS)
  const spreads = chunks.flatMap((lessons, index) =>
    groups.map((rows) => ({ course, lessons, rows, isLast: index === chunks.length - 1 })),
  )
  return spreads.map((spread, index) => ({ ...spread, part: index + 1, parts: spreads.length }))
}

export function spreadPages(spread: Spread, data: ClassJournalData): [Page, Page] {
  return [
    marksPage(
      spread.lessons.map(({ lesson }) => lesson),
      spread,
      data,
    ),
    lessonsPage(spread),
  ]
}

/** «Алгебра», «Алгебра (группа 1)»: how the course is called in headings, footers and contents. */
export function courseTitle(course: CourseData): string {
  return drawable(course.group ? `${course.subject} (${course.group})` : course.subject)
}

const ROOM_FOR_LESSONS = BODY.height - HEADING - HEADER - CLOSING

/** Even chunks look better than a full page and a nearly empty one; what the right page cannot hold goes further. */
function lessonChunks(rows: LessonRow[]): LessonRow[][] {
  const chunks: LessonRow[][] = []
  let rest = rows
  while (rest.length > 0) {
    const target = Math.ceil(rest.length / Math.ceil(rest.length / MAX_COLUMNS))
    let height = 0
    let count = 0
    for (const row of rest.slice(0, target)) {
      if (count > 0 && height + row.height > ROOM_FOR_LESSONS) break
      height += row.height
      count += 1
    }
    chunks.push(rest.slice(0, count))
    rest = rest.slice(count)
  }
  return chunks.length > 0 ? chunks : [[]]
}

function fitLesson(lesson: LessonData, teacher: string): LessonRow {
  const fit = (text: string, width: number) => {
    const clean = drawable(text)
    const room = { width: width - 2 * PADDING, height: ROOM_FOR_LESSONS * MAX_LESSON_SHARE }
    return fitBlock(clean, 'serif', room, TEXT_SIZES)
  }
  const topic = fit(lesson.outside ? `Вне уроков: ${lesson.topic}` : lesson.topic, COLUMN.topic)
  const homework = fit(lesson.homework, COLUMN.homework)
  const note = fitNote(drawable(lessonNote(lesson, teacher)))
  const height = Math.max(topic.height, homework.height, note.height) + 2 * PADDING
  return { lesson, topic, homework, note, height: Math.max(MIN_ROW, height) }
}

/** «зам. Кузнецов А. П.» is read at a glance when it stands in one line, be it a little smaller. */
function fitNote(note: string): FittedText {
  const width = COLUMN.note - 2 * PADDING
  const size = fitLine(note, 'serif', width, TEXT_SIZES.slice(0, 5))
  return fitBlock(
    note,
    'serif',
    { width, height: ROOM_FOR_LESSONS * MAX_LESSON_SHARE },
    size ? [size] : [7, 6.5, 6, 5, 4, 3],
  )
}

function lessonNote(lesson: LessonData, teacher: string): string {
  const parts: string[] = []
  if (lesson.taughtBy && lesson.taughtBy !== teacher) parts.push(`зам. ${withInitials(lesson.taughtBy)}`)
  if (lesson.insteadOf && lesson.insteadOf !== teacher) parts.push(`вместо ${withInitials(lesson.insteadOf)}`)
  if (lesson.fromPaperOn) parts.push(`внесено с бумаги ${dayMonth(lesson.fromPaperOn)}`)
  if (lesson.source && !lesson.outside) parts.push(`внесено из: ${lesson.source}`)
  if (lesson.state === 'CANCELLED') parts.push('урок отменён')
  if (lesson.state === 'PLANNED') parts.push('без записи')
  return parts.join(', ')
}

/** Heading of both pages: the subject large, what belongs to it on the right. */
export function heading(spread: Spread, aside: string): Placed[] {
  const title = courseTitle(spread.course)
  const part = spread.parts > 1 ? ` · разворот ${spread.part} из ${spread.parts}` : ''
  const size = fitLine(title, 'bold', 108, [15, 13, 11, 9, 8, 7]) ?? 7
  const place =
    size > 7 ? { size } : { ...fitBlock(title, 'bold', { width: 108, height: 9 }, [8, 7, 6, 5, 4]) }
  return [
    { x: 0, y: 2.2, face: 'bold', width: 110, ...place, text: 'text' in place ? place.text : title },
    asideText(`${drawable(aside)}${part}`),
  ]
}

function asideText(text: string): Placed {
  const fitted = fitBlock(text, 'serif', { width: 68, height: 8 }, [9, 8, 7, 6, 5])
  return { x: BODY.width - 70, y: 2.8, width: 70, align: 'right', size: fitted.size, text: fitted.text }
}

function lessonsPage(spread: Spread): Page {
  const { course, lessons } = spread
  const columns = [COLUMN.date, COLUMN.topic, COLUMN.homework, COLUMN.note]
  const xs = edges(0, columns)
  const texts = heading(spread, 'Содержание уроков')
  const titles = ['Дата', 'Что пройдено на уроке', 'Домашнее задание', 'Примечание']
  for (const [index, text] of titles.entries()) {
    texts.push({
      x: xs[index] ?? 0,
      y: middle(HEADING, HEADER, 8),
      text,
      size: 8,
      width: columns[index] ?? 0,
      align: 'center',
    })
  }
  const total = lessons.reduce((sum, row) => sum + row.height, 0)
  // Rows stretch to fill the sheet as on a printed form, but not beyond what a hand would rule.
  const spare = lessons.length > 0 ? Math.max(0, ROOM_FOR_LESSONS - total) / lessons.length : 0
  const heights = lessons.map((row) => row.height + Math.min(spare, Math.max(0, MAX_ROW - row.height)))
  const ys = edges(HEADING + HEADER, heights)
  for (const [index, row] of lessons.entries())
    texts.push(...lessonTexts(row, xs, ys[index] ?? 0, heights[index] ?? 0))
  const end = ys.at(-1) ?? 0
  if (lessons.length === 0) texts.push({ x: 0, y: end + 3, text: 'В этом периоде уроков не было.', size: 9 })
  if (spread.isLast)
    texts.push({ x: 0, y: end + (lessons.length === 0 ? 9 : 3.5), text: hours(course), size: 9 })
  return { section: courseTitle(course), texts, lines: tableLines(xs, [HEADING, ...ys]) }
}

function lessonTexts(row: LessonRow, xs: number[], top: number, height: number): Placed[] {
  const texts: Placed[] = [
    {
      x: xs[0] ?? 0,
      y: middle(top, height, 8),
      text: row.lesson.outside && row.lesson.source ? '—' : dayMonth(row.lesson.date),
      size: 8,
      width: COLUMN.date,
      align: 'center',
    },
  ]
  for (const [index, fitted] of [row.topic, row.homework, row.note].entries()) {
    if (fitted.text === '') continue
    const width = ([COLUMN.topic, COLUMN.homework, COLUMN.note][index] ?? 0) - 2 * PADDING
    const y = top + (height - fitted.ink) / 2
    texts.push({
      x: (xs[index + 1] ?? 0) + PADDING,
      y,
      text: fitted.text,
      size: fitted.size,
      width,
      divides: index < 2,
    })
  }
  return texts
}

function hours(course: CourseData): string {
  const given = `дано ${course.hoursGiven} ч`
  const noted = (course.corrections?.length ?? 0) + (course.unlocks?.length ?? 0)
  const more = noted > 0 ? `. Исправлений: ${noted}, они в разделе «Исправления и пояснения»` : ''
  if (course.hoursPlanned === undefined) return `Всего ${given}${more}`
  const missing = course.hoursPlanned - course.hoursGiven
  return `По плану ${course.hoursPlanned} ч, ${given}${missing > 0 ? `, не дано ${missing} ч` : ''}${more}`
}
