/** Pages before and behind the subjects: title, contents, list of pupils, summaries, the closing page. */
import type { ClassJournalData, PupilData } from './data-set.js'
import { drawable, fitBlock } from './lettering.js'
import { fittedName } from './marks-page.js'
import { BODY, edges, evenRuns, middle, type Page, type Placed, tableLines } from './sheet.js'
import { fullDate } from './wording.js'

const TOP = 13
const ROW = 7.2
const LINES_PER_PAGE = 35
const PUPILS_PER_PAGE = 40
const SMALL = [9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5, 4.5, 4, 3.5, 3] as const

/** A line of the contents: what, whose, and the page it begins on. */
export interface ContentsLine {
  title: string
  teacher?: string
  page: number
}

export function pageTitle(text: string, aside = ''): Placed[] {
  return [
    { x: 0, y: 2.2, text, size: 15, face: 'bold' },
    ...(aside
      ? [{ x: BODY.width - 90, y: 3, text: aside, size: 9, width: 90, align: 'right' as const }]
      : []),
  ]
}

/** How many pages the contents take: the numbers of all other pages hang on it. */
export function contentsPageCount(lines: number): number {
  return evenRuns(new Array(lines).fill(0), LINES_PER_PAGE).length
}

export function contentsPages(lines: readonly ContentsLine[]): Page[] {
  return evenRuns(lines, LINES_PER_PAGE).map((run) => {
    const texts = pageTitle('Оглавление')
    const rules: Page['lines'] = []
    for (const [index, line] of run.entries()) {
      const top = TOP + index * ROW
      texts.push(fitted(line.title, 0, top, 92, ROW))
      if (line.teacher) texts.push(fitted(line.teacher, 94, top, 72, ROW))
      texts.push({
        x: BODY.width - 12,
        y: middle(top, ROW, 9),
        text: String(line.page),
        size: 9,
        width: 12,
        align: 'right',
      })
      rules.push([0, top + ROW, BODY.width, top + ROW])
    }
    return { section: 'Оглавление', texts, lines: rules }
  })
}

/** Who belonged to the class, and from when to when where that is not the whole period. */
export function pupilPages(data: ClassJournalData): Page[] {
  const columns = [10, 84, 22, 22, BODY.width - 138]
  const titles = ['№', 'Фамилия, имя, отчество', 'в классе с', 'по', 'Примечание']
  return pupilTables(data.pupils, 'Список класса', columns, titles, (pupil) => [
    pupil.from ? fullDate(pupil.from) : '',
    pupil.until ? fullDate(pupil.until) : '',
    pupil.note ?? '',
  ])
}

/** Lessons missed by reason; «причина не указана» is what is left when the named reasons are taken from the whole. */
export function attendancePages(data: ClassJournalData): Page[] {
  const byPupil = new Map(data.attendance.map((row) => [row.pupilId, row]))
  const hasDays = data.attendance.some((row) => row.daysMissed !== undefined)
  const titles = [
    ...(hasDays ? ['Пропущено дней'] : []),
    'Пропущено уроков',
    'по болезни',
    'по уважи- тельной причине',
    'без уважи- тельной причины',
    'причина не указана',
    'Опозданий',
  ]
  const name = 62
  const columns = [10, name, ...titles.map(() => (BODY.width - 10 - name) / titles.length)]
  const title = 'Сводная ведомость посещаемости'
  return pupilTables(data.pupils, title, columns, ['№', 'Фамилия, имя, отчество', ...titles], (pupil) => {
    const row = byPupil.get(pupil.id)
    if (!row) return titles.map(() => '')
    const unknown = row.missed - row.ill - row.excused - row.unexcused
    const counts = [row.missed, row.ill, row.excused, row.unexcused, Math.max(0, unknown), row.late]
    return [...(hasDays ? [row.daysMissed ?? 0] : []), ...counts].map(String)
  })
}

function pupilTables(
  pupils: readonly PupilData[],
  title: string,
  columns: number[],
  titles: string[],
  valuesOf: (pupil: PupilData) => string[],
): Page[] {
  const header = 11
  const runs = evenRuns(pupils, PUPILS_PER_PAGE)
  return runs.map((run, part) => {
    const row = Math.min(ROW, (BODY.height - TOP - header - 1) / Math.max(1, run.length))
    const xs = edges(0, columns)
    const ys = edges(
      TOP + header,
      run.map(() => row),
    )
    const aside = runs.length > 1 ? `страница ${part + 1} из ${runs.length}` : ''
    const texts = pageTitle(title, aside)
    for (const [index, text] of titles.entries()) {
      const width = columns[index] ?? 0
      const fit = fitBlock(text, 'serif', { width: width - 1.6, height: header - 1 }, [8, 7.5, 7, 6.5, 6])
      const y = TOP + (header - fit.ink) / 2
      texts.push({
        x: (xs[index] ?? 0) + 0.8,
        y,
        text: fit.text,
        size: fit.size,
        width: width - 1.6,
        align: 'center',
      })
    }
    for (const [index, pupil] of run.entries()) {
      const top = ys[index] ?? 0
      texts.push({
        x: 0,
        y: middle(top, row, 9),
        text: String(pupil.number),
        size: 9,
        width: columns[0] ?? 0,
        align: 'center',
      })
      texts.push(fittedName(pupil.fullName, (xs[1] ?? 0) + 1, top, (columns[1] ?? 0) - 2, row))
      for (const [column, value] of valuesOf(pupil).entries()) {
        const width = (columns[column + 2] ?? 0) - 2
        const cell = fitted(value, (xs[column + 2] ?? 0) + 1, top, width, row)
        // Numbers and dates stand in the middle, words begin at the left.
        texts.push(
          /^[\d.]*$/.test(value) ? { ...cell, y: middle(top, row, cell.size), width, align: 'center' } : cell,
        )
      }
    }
    return {
      section: title,
      texts: texts.filter(({ text }) => text !== ''),
      lines: tableLines(xs, [TOP, ...ys]),
    }
  })
}

function fitted(text: string, x: number, top: number, width: number, height: number): Placed {
  const fit = fitBlock(drawable(text), 'serif', { width, height: height - 0.8 }, SMALL)
  return { x, y: top + (height - fit.ink) / 2, text: fit.text, size: fit.size, width }
}
