/** All pages of a class journal in order, each with its number: nothing is left for the typesetter to decide. */
import { correctionPages } from './corrections.js'
import { closingPage, type Imprint, titlePage } from './covers.js'
import type { ClassJournalData } from './data-set.js'
import { drawable, fitBlock, fitLine } from './lettering.js'
import { attendancePages, contentsPageCount, contentsPages, type ContentsLine, pupilPages } from './lists.js'
import { BODY, type Page } from './sheet.js'
import { courseTitle, spreadPages, spreadsOf } from './spread.js'
import { markSummaryPages, yearSummaryPages } from './summary.js'
import { grouped, shortHash } from './wording.js'

/** The template gives the left part of the footer 2 mm more. */
const FOOTER_WIDTH = 80

export interface NumberedPage extends Page {
  number: number
  footer: { left: string; leftSize: number; middle: string; right: string }
}

/** Plans the document. Throws TextTooLongError when a text of the record does not fit on its sheet in any size. */
export function journalPages(data: ClassJournalData, imprint: Imprint): NumberedPage[] {
  const courses = data.courses.map((course) => ({
    course,
    pages: spreadsOf(course).flatMap((spread) => spreadPages(spread, data)),
  }))
  const pupils = pupilPages(data)
  const summaries = [
    { title: 'Исправления и пояснения', pages: correctionPages(data) },
    { title: 'Сводная ведомость отметок', pages: markSummaryPages(data) },
    ...(data.results
      ? [{ title: 'Сводная ведомость успеваемости', pages: yearSummaryPages(data, data.results) }]
      : []),
    { title: 'Сводная ведомость посещаемости', pages: attendancePages(data) },
  ]
  // Title, contents and list come first; their number decides where the first spread can open.
  const before = 1 + contentsPageCount(courses.length + summaries.length + 2) + pupils.length
  const lines: ContentsLine[] = [{ title: 'Список класса', page: before - pupils.length + 1 }]
  let next = before + 1 + (before % 2 === 0 ? 1 : 0)
  for (const { course, pages } of courses) {
    lines.push({ title: courseTitle(course), teacher: course.teacher, page: next })
    next += pages.length
  }
  for (const { title, pages } of summaries) {
    lines.push({ title, page: next })
    next += pages.length
  }
  lines.push({ title: 'Замечания по ведению журнала, заверение', page: next })
  const front = [titlePage(data, imprint), ...contentsPages(lines), ...pupils]
  const all = [
    ...front,
    ...(front.length % 2 === 0 ? [blankPage()] : []),
    ...courses.flatMap(({ pages }) => pages),
    ...summaries.flatMap(({ pages }) => pages),
    closingPage(data, next),
  ]
  return all.map((page, index) => ({
    ...page,
    number: index + 1,
    footer: footer(page, index + 1, all.length, data, imprint),
  }))
}

/** Left page of a spread must be an even one, so that it lies beside the right page when the journal is open. */
function blankPage(): Page {
  const text = 'Страница оставлена пустой, чтобы предметы открывались разворотом.'
  return {
    section: 'Пустая страница',
    texts: [{ x: 0, y: 120, text, size: 9, width: BODY.width, align: 'center' }],
    lines: [],
  }
}

function footer(page: Page, number: number, count: number, data: ClassJournalData, imprint: Imprint) {
  const { school, class: schoolClass, period, log } = data
  const place = `${school.shortName} · ${schoolClass.name} · ${page.section} · ${period.name} ${period.yearName}`
  const fit = fitFooter(drawable(place))
  return {
    left: fit.text,
    leftSize: fit.size,
    middle: `лист ${number} из ${count}`,
    right: `запись журнала № ${grouped(log.size)} · ${shortHash(imprint.dataHash)} · шаблон ${imprint.templateVersion}`,
  }
}

/** In one line if it can be read so; a long subject makes it two or three smaller ones. */
function fitFooter(text: string): { text: string; size: number } {
  const size = fitLine(text, 'sans', FOOTER_WIDTH, [7, 6.5, 6])
  if (size !== undefined) return { text, size }
  return fitBlock(text, 'sans', { width: FOOTER_WIDTH, height: 9 }, [6.5, 6, 5.5, 5, 4.5, 4, 3.5, 3, 2.5])
}
