/** The first page, which says what this is and how to check it, and the last one, which is signed. */
import type { ClassJournalData } from './data-set.js'
import { drawable, fitBlock, lacksLetters, SUBSTITUTE } from './lettering.js'
import { pageTitle } from './lists.js'
import { BODY, edges, type Page, type Placed, tableLines } from './sheet.js'
import { fullDate, grouped, moment, spacedHash } from './wording.js'

const TITLE_SIZES = [18, 16, 14, 12, 11, 10, 9, 8, 7, 6, 5] as const

export interface Imprint {
  dataHash: string
  verifyUrl: string
  templateVersion: number
}

export function titlePage(data: ClassJournalData, imprint: Imprint): Page {
  const texts: Placed[] = []
  const add = (y: number, text: string, face: 'serif' | 'bold', sizes: readonly number[], height: number) => {
    const fit = fitBlock(drawable(text), face, { width: BODY.width - 12, height }, sizes)
    texts.push({ x: 6, y, text: fit.text, size: fit.size, width: BODY.width - 12, align: 'center', face })
  }
  add(14, data.school.name, 'serif', TITLE_SIZES, 24)
  if (data.school.city) add(44, data.school.city, 'serif', [12, 10, 8, 6], 10)
  add(84, 'КЛАССНЫЙ ЖУРНАЛ', 'bold', [34], 20)
  add(106, `${data.class.name} класс`, 'bold', [26, 22, 18, 14, 10, 7, 5], 16)
  add(126, drawable(data.period.name), 'serif', [16, 13, 10, 7, 5], 10)
  add(136, `${data.period.yearName} учебный год`, 'serif', [16, 13, 10, 7, 5], 10)
  add(146, `с ${fullDate(data.period.startsOn)} по ${fullDate(data.period.endsOn)}`, 'serif', [11], 8)
  add(
    166,
    `Классный руководитель: ${data.classTeacher ?? 'не назначен'}`,
    'serif',
    [13, 11, 10, 9, 8, 7, 6],
    12,
  )
  texts.push(...imprintTexts(data, imprint))
  return {
    section: 'Титульный лист',
    texts,
    lines: [[0, 213, BODY.width, 213]],
    code: [BODY.width - 34, 217, 34],
  }
}

/** Where the page came from: whoever doubts it finds here all that is needed to check it without us. */
function imprintTexts(data: ClassJournalData, imprint: Imprint): Placed[] {
  const printed = moment(data.printedAt, data.school.timeZone)
  const lines: [string, string][] = [
    ['Выведен на печать', printed],
    ['Записей в журнале', `${grouped(data.log.size)} (${drawable(data.log.origin)})`],
    ['Корень журнала', spacedHash(data.log.rootHash)],
    ['Хеш сведений', spacedHash(imprint.dataHash)],
    ['Форма', `шаблон ${imprint.templateVersion}; сведения приложены к файлу: journal.json`],
    ['Проверка', drawable(imprint.verifyUrl)],
  ]
  const texts: Placed[] = []
  let y = 218
  for (const [label, value] of lines) {
    const fit = fitBlock(value, 'sans', { width: 110, height: 10 }, [7.5, 7, 6.5, 6, 5, 4, 3])
    texts.push({ x: 0, y, text: label, size: 7.5, face: 'sans' })
    texts.push({ x: 32, y, text: fit.text, size: fit.size, width: 110, face: 'sans' })
    y += fit.height + 2
  }
  return texts
}

/** Remarks are written by hand, by who checks the journal; below them the copy is certified. */
export function closingPage(data: ClassJournalData, pages: number): Page {
  const top = 13
  const columns = [24, 86, 36, BODY.width - 146]
  const xs = edges(0, columns)
  const ys = edges(top + 9, new Array<number>(16).fill(9.5))
  const texts = pageTitle('Замечания по ведению журнала')
  for (const [index, text] of ['Дата', 'Замечание', 'Кто проверил', 'Исправлено'].entries()) {
    texts.push({
      x: xs[index] ?? 0,
      y: top + 3.3,
      text,
      size: 8.5,
      width: columns[index] ?? 0,
      align: 'center',
    })
  }
  const end = ys.at(-1) ?? 0
  texts.push({ x: 0, y: end + 14, text: 'Перенос данных верен', size: 12, face: 'bold' })
  texts.push({ x: 0, y: end + 24, text: `В журнале ${pages} ${pluralSheets(pages)}.`, size: 9 })
  const strips: [number, number, string][] = [
    [0, 62, 'должность'],
    [67, 40, 'подпись'],
    [112, 70, 'фамилия, имя, отчество'],
  ]
  const lines = tableLines(xs, [top, ...ys])
  for (const [x, width, label] of strips) {
    lines.push([x, end + 41, x + width, end + 41])
    texts.push({ x, y: end + 42.5, text: label, size: 7, width, align: 'center' })
  }
  const year = data.printedAt.slice(0, 4)
  texts.push({ x: 0, y: end + 54, text: `«_____» ____________________ ${year} г.`, size: 10 })
  texts.push({ x: 112, y: end + 54, text: 'М. П.', size: 10 })
  if (usesSubstitute(data)) {
    const text = `${SUBSTITUTE} стоит вместо знака, которого нет в шрифте печати; в приложенных сведениях он сохранён.`
    texts.push({ x: 0, y: end + 62, text, size: 7.5 })
  }
  return { section: 'Замечания, заверение', texts, lines }
}

function usesSubstitute(data: ClassJournalData): boolean {
  const texts = [
    ...data.pupils.flatMap((pupil) => [pupil.fullName, pupil.note ?? '']),
    ...data.courses.flatMap((course) => [
      course.subject,
      course.teacher,
      ...course.lessons.flatMap((lesson) => [lesson.topic, lesson.homework]),
    ]),
  ]
  return texts.some(lacksLetters)
}

function pluralSheets(count: number): string {
  const [tens, ones] = [count % 100, count % 10]
  if (tens >= 11 && tens <= 14) return 'листов'
  return ones === 1 ? 'лист' : ones >= 2 && ones <= 4 ? 'листа' : 'листов'
}
