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

const YEAR_ROW = 4.8
const YEAR_NAME = 46
const YEAR_KIND = 17

/**
 * «Сводная ведомость успеваемости»: of each pupil the marks of all periods, of the year, of examinations and the final ones,
 * subject by subject. `results` are the heads of the lines.
 */
export function yearSummaryPages(data: ClassJournalData, results: readonly string[]): Page[] {
  const subjects = [...new Set(data.courses.map((course) => course.subject))]
  const values = new Map<string, string[]>()
  for (const { subject, results: rows } of data.courses)
    for (const { pupilId, values: own } of rows ?? [])
      for (const [index, value] of own.entries()) {
        const key = `${pupilId} ${index} ${subject}`
        if (value !== '') values.set(key, [...(values.get(key) ?? []), value])
      }
  const each = Math.max(
    1,
    Math.floor((BODY.height - TOP - HEADER - 2) / (YEAR_ROW * Math.max(1, results.length))),
  )
  const parts = evenRuns(subjects, MAX_SUBJECTS).flatMap((columns) =>
    evenRuns(data.pupils, each).map((pupils) => ({ columns, pupils })),
  )
  const title = 'Сводная ведомость успеваемости'
  return parts.map(({ columns, pupils }, index) => {
    const aside = parts.length > 1 ? `страница ${index + 1} из ${parts.length}` : data.period.yearName
    const valueOf = (pupilId: string, result: number, subject: string) =>
      drawable((values.get(`${pupilId} ${result} ${subject}`) ?? []).join('/'))
    return yearPage(pageTitle(title, aside), columns, pupils, results, valueOf)
  })
}

function yearPage(
  title: Placed[],
  subjects: string[],
  pupils: ClassJournalData['pupils'],
  results: readonly string[],
  valueOf: (pupilId: string, result: number, subject: string) => string,
): Page {
  const first = NUMBER + YEAR_NAME + YEAR_KIND
  const cell = Math.min(MAX_CELL, (BODY.width - first) / Math.max(1, subjects.length))
  const xs = edges(0, [NUMBER, YEAR_NAME, YEAR_KIND, ...subjects.map(() => cell)])
  const right = xs.at(-1) ?? 0
  const block = YEAR_ROW * results.length
  const ys = edges(
    TOP + HEADER,
    pupils.map(() => block),
  )
  const lines = tableLines(xs, [TOP, ...ys])
  const texts: Placed[] = [
    ...title,
    { x: 0, y: middle(TOP, HEADER, 8), text: '№', size: 8, width: NUMBER, align: 'center' },
    { x: NUMBER + 1, y: middle(TOP, HEADER, 8), text: 'Фамилия, имя, отчество', size: 8 },
    ...subjects.map((subject, i) => uprightTitle(drawable(subject), (xs[i + 3] ?? 0) + cell / 2, cell)),
  ]
  for (const [index, pupil] of pupils.entries()) {
    const top = ys[index] ?? 0
    const number = String(pupil.number)
    texts.push({ x: 0, y: middle(top, block, 8), text: number, size: 8, width: NUMBER, align: 'center' })
    texts.push(fittedName(pupil.fullName, NUMBER + 1, top, YEAR_NAME - 1.6, block))
    for (const [line, name] of results.entries()) {
      const y = top + line * YEAR_ROW
      if (line > 0) lines.push([NUMBER + YEAR_NAME, y, right, y])
      const fit = fitBlock(
        drawable(name),
        'serif',
        { width: YEAR_KIND - 1.6, height: YEAR_ROW - 0.4 },
        [7, 6.5, 6, 5.5, 5, 4.5, 4, 3, 2],
      )
      texts.push({
        x: NUMBER + YEAR_NAME + 0.8,
        y: y + (YEAR_ROW - fit.ink) / 2,
        text: fit.text,
        size: fit.size,
        width: YEAR_KIND - 1.6,
      })
      for (const [column, subject] of subjects.entries()) {
        const text = valueOf(pupil.id, line, subject)
        const size = fitLine(text, 'serif', cell - 0.4, [8.5, 8, 7, 6, 5, 4, 3, 2]) ?? 2
        if (text !== '')
          texts.push({
            x: xs[column + 3] ?? 0,
            y: middle(y, YEAR_ROW, size),
            text,
            size,
            width: cell,
            align: 'center',
          })
      }
    }
  }
  return { section: 'Сводная ведомость успеваемости', texts, lines }
}
