/** Summary of marks: pupils × subjects, one mark of the period in each cell. */
import type { ClassJournalData } from './data-set.js'
import { drawable, fitBlock, fitLine } from './lettering.js'
import { pageTitle } from './lists.js'
import { fittedName } from './marks-page.js'
import { BODY, edges, evenRuns, middle, type Page, type Placed, tableLines, uprightX } from './sheet.js'

const TOP = 13
const HEADER = 44
const NUMBER = 7
const NAME = 52
const MAX_SUBJECTS = 20
const MAX_CELL = 10
const MAX_ROWS = 38

/** Groups of one subject share a column: a pupil sits in one of them, or has moved and then has both marks, «4/5». */
export function markSummaryPages(data: ClassJournalData): Page[] {
  const subjects = [...new Set(data.courses.map((course) => course.subject))]
  const marks = new Map<string, string[]>()
  for (const course of data.courses) {
    for (const { pupilId, periodMark } of course.rows) {
      if (periodMark === undefined) continue
      const key = `${pupilId} ${course.subject}`
      marks.set(key, [...(marks.get(key) ?? []), periodMark])
    }
  }
  const markOf = (pupilId: string, subject: string) =>
    drawable((marks.get(`${pupilId} ${subject}`) ?? []).join('/'))
  const parts = evenRuns(subjects, MAX_SUBJECTS).flatMap((columns) =>
    evenRuns(data.pupils, MAX_ROWS).map((pupils) => ({ columns, pupils })),
  )
  return parts.map(({ columns, pupils }, index) => {
    const aside = parts.length > 1 ? `страница ${index + 1} из ${parts.length}` : drawable(data.period.name)
    return summaryPage(pageTitle('Сводная ведомость отметок', aside), columns, pupils, markOf)
  })
}

function summaryPage(
  title: Placed[],
  subjects: string[],
  pupils: ClassJournalData['pupils'],
  markOf: (pupilId: string, subject: string) => string,
): Page {
  const cell = Math.min(MAX_CELL, (BODY.width - NUMBER - NAME) / Math.max(1, subjects.length))
  const row = Math.min(7.2, (BODY.height - TOP - HEADER - 2) / Math.max(1, pupils.length))
  const xs = edges(0, [NUMBER, NAME, ...subjects.map(() => cell)])
  const ys = edges(
    TOP + HEADER,
    pupils.map(() => row),
  )
  const texts = [...title]
  texts.push({ x: 0, y: middle(TOP, HEADER, 8), text: '№', size: 8, width: NUMBER, align: 'center' })
  texts.push({ x: NUMBER + 1, y: middle(TOP, HEADER, 8), text: 'Фамилия, имя, отчество', size: 8 })
  for (const [index, subject] of subjects.entries()) {
    texts.push(uprightTitle(drawable(subject), (xs[index + 2] ?? 0) + cell / 2, cell))
  }
  for (const [index, pupil] of pupils.entries()) {
    const top = ys[index] ?? 0
    texts.push({
      x: 0,
      y: middle(top, row, 8),
      text: String(pupil.number),
      size: 8,
      width: NUMBER,
      align: 'center',
    })
    texts.push(fittedName(pupil.fullName, NUMBER + 1, top, NAME - 1.6, row))
    for (const [column, subject] of subjects.entries()) {
      const text = markOf(pupil.id, subject)
      const size = fitLine(text, 'serif', cell - 0.4, [9, 8, 7, 6, 5, 4, 3, 2]) ?? 2
      const x = xs[column + 2] ?? 0
      if (text !== '') texts.push({ x, y: middle(top, row, size), text, size, width: cell, align: 'center' })
    }
  }
  return { section: 'Сводная ведомость отметок', texts, lines: tableLines(xs, [TOP, ...ys]) }
}

/** A subject's name read from below, in two lines where one is too long for the header. */
function uprightTitle(text: string, center: number, cell: number): Placed {
  const size = fitLine(text, 'serif', HEADER - 3, [8, 7.5, 7])
  const place = { y: TOP + HEADER - 1.5, upright: true }
  if (size !== undefined) return { ...place, x: uprightX(center, size), text, size }
  const width = HEADER - 3
  const fit = fitBlock(
    text,
    'serif',
    { width, height: cell - 0.6 },
    [7.5, 7, 6.5, 6, 5.5, 5, 4.5, 4, 3.5, 3, 2.5, 2],
  )
  return { ...place, x: center - fit.height / 2, text: fit.text, size: fit.size, width }
}
