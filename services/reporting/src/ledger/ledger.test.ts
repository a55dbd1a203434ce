import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import canonicalize from 'canonicalize'
import {
  awkwardJournal,
  notedJournal,
  sampleCourse,
  sampleJournal,
  samplePupils,
} from '../../test/sample-journal.js'
import { attachedFile } from '../verify/attachment.js'
import { canonicalJson } from './canonical.js'
import { type ClassJournalData, sealDataSet } from './data-set.js'
import { drawable, fitBlock, TextTooLongError, widthOf } from './lettering.js'
import { journalPages, type NumberedPage } from './pages.js'
import { BODY } from './sheet.js'
import { closeTypesetter, TEMPLATE_VERSION, typesetClassJournal } from './typeset.js'
import typeset, { type TypesetDocument } from './typesetter.js'

const PUBLIC_URL = 'https://journal.example'
const pagesOf = (data: ClassJournalData) => {
  const sealed = sealDataSet(data)
  const verifyUrl = `${PUBLIC_URL}/verify/${sealed.hash}`
  return journalPages(sealed.data, { dataHash: sealed.hash, verifyUrl, templateVersion: TEMPLATE_VERSION })
}
const textOf = (page: NumberedPage | undefined) =>
  [
    ...(page?.texts ?? []).map(({ text }) => text),
    ...(page?.rows ?? []).flatMap((row) => row.words.map(([, word]) => word)),
  ]
    .join('\n')
    .replaceAll('\u200b', '')
const setPages = (data: ClassJournalData) =>
  typeset({ data, publicUrl: PUBLIC_URL, templateVersion: TEMPLATE_VERSION })

describe('the data set', () => {
  test('has one hash, in whatever order its lists and keys come', () => {
    const data = sampleJournal({ lessons: [12, 5] })
    const shuffled = {
      ...Object.fromEntries(Object.entries(data).reverse()),
      pupils: [...data.pupils].reverse(),
      attendance: [...data.attendance].reverse(),
      courses: data.courses.map((course) => ({
        ...course,
        lessons: [...course.lessons].reverse(),
        rows: [...course.rows].reverse(),
      })),
    }
    expect(sealDataSet(shuffled)).toEqual(sealDataSet(data))
    const changed = structuredClone(data)
    changed.courses[0]!.rows[0]!.periodMark = '2'
    expect(sealDataSet(changed).hash).not.toBe(sealDataSet(data).hash)
  })

  test('is canonical JSON as another implementation of RFC 8785 writes it', () => {
    const { data, bytes } = sealDataSet(awkwardJournal())
    // The library's types describe a default export that its CommonJS file does not have.
    expect(bytes.toString()).toBe((canonicalize as unknown as (value: unknown) => string)(data))
    expect(canonicalJson({ я: 1, a: [0.5, -0, 1e21], '\u{1f600}': 'я\n"', '\ufb33': null })).toBe(
      '{"a":[0.5,0,1e+21],"я":1,"\u{1f600}":"я\\n\\"","\ufb33":null}',
    )
    expect(() => canonicalJson('\ud800')).toThrow(RangeError)
  })

  test.each([
    ['a mark of a pupil who is not in the list', (data: ClassJournalData) => void data.pupils.pop()],
    [
      'a mark in a lesson that is not in the course',
      (data: ClassJournalData) => void (data.courses[0]!.rows[0]!.cells['?'] = { marks: ['5'] }),
    ],
    [
      'a pupil twice in a course',
      (data: ClassJournalData) => void data.courses[0]!.rows.push(data.courses[0]!.rows[0]!),
    ],
    [
      'an unknown absence code',
      (data: ClassJournalData) =>
        void Object.assign(data.courses[0]!.rows[0]!.cells, {
          [data.courses[0]!.lessons[0]!.id]: { marks: [], absence: 'X' },
        }),
    ],
    [
      'a field that nobody knows',
      (data: ClassJournalData) => void Object.assign(data.pupils[0]!, { phone: '1' }),
    ],
    [
      'a topic longer than a sheet holds',
      (data: ClassJournalData) => void (data.courses[0]!.lessons[0]!.topic = 'я'.repeat(6001)),
    ],
  ])('with %s is refused', (_, spoil) => {
    const data = sampleJournal({ lessons: [4] })
    expect(() => sealDataSet(data)).not.toThrow()
    spoil(data)
    expect(() => sealDataSet(data)).toThrow()
  })
})

describe('the pages', () => {
  test.each([
    ['an ordinary class', sampleJournal()],
    ['an awkward one', awkwardJournal()],
    ['47 pupils and 30 courses', sampleJournal({ pupils: 47, lessons: new Array<number>(30).fill(9) })],
    ['nobody and nothing', sampleJournal({ pupils: 0, lessons: [] })],
  ])('of %s open as spreads, are numbered, and the contents name where each course begins', (_, data) => {
    const pages = pagesOf(data)
    const contents = pages.filter((page) => page.section === 'Оглавление').flatMap((page) => page.texts)
    expect(pages.map((page) => page.footer.middle)).toEqual(
      pages.map((_, i) => `лист ${i + 1} из ${pages.length}`),
    )
    const lefts = pages.filter((page) => page.rows)
    expect(lefts.every((page) => page.number % 2 === 0 && pages[page.number]?.section === page.section)).toBe(
      true,
    )
    expect(new Set(lefts.map((page) => page.section)).size).toBe(
      new Set(data.courses.map((c) => c.subject)).size,
    )
    for (const section of new Set(lefts.map((page) => page.section))) {
      const at = contents.findIndex(({ text }) => text.replaceAll('\u200b', '') === section)
      const first = lefts.find((page) => page.section === section)?.number
      expect(contents.slice(at, at + 3).map(({ text }) => text)).toContain(String(first))
    }
  })

  test('show every mark, absence, topic and name of the record, and nothing stands outside of the sheet', () => {
    for (const data of [sampleJournal(), awkwardJournal(), notedJournal()]) {
      const pages = pagesOf(data)
      const counted = pages
        .filter((page) => page.rows)
        .map(textOf)
        .join('\n')
      const cells = data.courses.flatMap((c) => c.rows.flatMap((row) => Object.values(row.cells)))
      const absences = cells.filter((cell) => 'absence' in cell && cell.absence === 'Н').length
      expect(counted.match(/^Н(?=\u00a0|$)/gm)?.length).toBe(absences)
      const all = pages.map(textOf).join('\n')
      for (const { topic } of data.courses.flatMap((course) => course.lessons))
        expect(all).toContain(drawable(topic))
      for (const { fullName } of data.pupils) expect(all).toContain(fullName)
      for (const { x, y, width = 0, upright } of pages.flatMap((page) => page.texts)) {
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
        expect(upright ? x : x + width).toBeLessThanOrEqual(BODY.width + 0.01)
        expect(y).toBeLessThanOrEqual(BODY.height)
      }
      for (const [x1, y1, x2, y2] of pages.flatMap((page) => page.lines)) {
        expect(Math.max(x1, x2)).toBeLessThanOrEqual(BODY.width + 0.01)
        expect(Math.max(y1, y2)).toBeLessThanOrEqual(BODY.height)
      }
    }
  })

  test('write two marks as 5/4, an absence beside a mark, who stood in, and the hours of plan and fact', () => {
    const data = awkwardJournal()
    const algebra = pagesOf(data).filter((page) => page.section === 'Алгебра')
    const text = algebra.map(textOf).join('\n')
    expect(text).toMatch(/^5\/4$/m)
    expect(text).toMatch(/^Н\u00a05\/4$/m)
    expect(text).toMatch(/^ОСВ\nн\/а$/m)
    expect(text).toContain(
      'зам. Кузнецов\u00a0А.\u00a0П., вместо Преображенская-Воскресенская\u00a0Е.\u00a0К.',
    )
    expect(text).toContain('урок отменён')
    expect(text).toContain('По плану 72 ч, дано 70 ч, не дано 2 ч')
    const byPeriod = algebra.filter((page) => page.texts.some((t) => t.upright && t.text === '1 четверть'))
    expect(byPeriod.map((page) => page.number)).toEqual([
      Math.max(...algebra.filter((p) => p.rows).map((p) => p.number)),
    ])
  })

  test('close the cells of days when a pupil did not belong, and only those', () => {
    const data = awkwardJournal()
    const closed = data.courses
      .flatMap((c) => c.rows.flatMap((row) => Object.values(row.cells)))
      .filter((c) => 'closed' in c)
    expect(closed.length).toBeGreaterThan(20)
    expect(pagesOf(data).flatMap((page) => page.fields ?? [])).toHaveLength(closed.length)
  })

  test('say what is not there: no lessons, no class teacher', () => {
    const pages = pagesOf(awkwardJournal())
    expect(textOf(pages[0])).toContain('Классный руководитель: не назначен')
    expect(pages.map(textOf).join('\n')).toContain('В этом периоде уроков не было.')
    expect(textOf(pages.at(-1))).toMatch(/Перенос данных верен[^]*должность\nподпись\nфамилия, имя, отчество/)
    expect(textOf(pages.at(-1))).toContain('◊ стоит вместо знака, которого нет')
  })
})

describe('what was done after the first entry', () => {
  const data = notedJournal()
  const pages = pagesOf(data)
  const left = pages.find((page) => page.rows && page.section === 'Алгебра')
  const notes = pages.filter((page) => page.section === 'Исправления и пояснения').map(textOf)

  test('a retaken mark is struck out and stays, one from another school bears a star, and the page says what both mean', () => {
    const text = textOf(left)
    expect(text).toMatch(/^2\/4$/m)
    expect(text).toMatch(/^5\*$/m)
    expect(text).toContain('Зачёркнутая отметка')
    const plain = structuredClone(data)
    for (const row of plain.courses[0]!.rows)
      for (const cell of Object.values(row.cells)) if (!('closed' in cell)) delete cell.retaken
    const other = pagesOf(plain).find((page) => page.rows && page.section === 'Алгебра')
    expect(left!.lines.length - other!.lines.length).toBe(2)
  })

  test('works out of lessons stand behind the lessons under heads of their own; written works have their sign', () => {
    const heads = (left?.texts ?? []).filter(({ upright }) => upright).map(({ text }) => text)
    expect(heads.slice(-3)).toEqual(['др. школа', '20.10', '1 четверть'])
    expect(heads[0]).toMatch(/^01\.09 КР$/)
    expect(textOf(left)).toMatch(/^вне/m)
    const right = pages[left!.number]
    expect(textOf(right)).toContain('Вне уроков: Пересдача')
    expect(textOf(right)).toContain('внесено с бумаги 08.09')
  })

  test('changes, what is void, open pages and sources are told with day, name and reason, in the school’s time', () => {
    expect(notes).toHaveLength(1)
    const rows = notes[0] ?? ''
    expect(rows).toMatch(
      /15\.09\.2026, 12:30\nАлгебра\nАбрикосова[^\n]*\n05\.09\n3\n4\nСмирнова[^\n]*\nОшибка при переносе/,
    )
    expect(rows).toContain('убрана')
    expect(rows).toContain('Запись недействительна (п. 4.4).')
    expect(rows).toMatch(
      /Страница открыта до 20\.10\.2026, 15:00: Смирнова[^\n]*; открыл\(а\) Координаторова[^\n]*Причина: Забыта отметка/,
    )
    expect(rows).toMatch(
      /Барабанов[^\n]*из другой школы: 03\.09 — 5, 10\.09 — 4\. Источник: Школа № 3, справка 5/,
    )
    expect(textOf(pages[left!.number])).toContain('Исправлений: 4')
    expect(
      pagesOf(sampleJournal({ lessons: [3] }))
        .map(textOf)
        .join('\n'),
    ).toContain('Исправлений, открытий страниц')
  })

  test('many corrections go on on further pages, none is lost', () => {
    const many = notedJournal()
    const [one] = many.courses[0]!.corrections ?? []
    many.courses[0]!.corrections = Array.from({ length: 400 }, (_, i) => ({
      ...one!,
      reason: `причина ${i}.`,
    }))
    const texts = pagesOf(many)
      .filter((page) => page.section === 'Исправления и пояснения')
      .map(textOf)
    expect(texts.length).toBeGreaterThan(5)
    for (let i = 0; i < 400; i += 1)
      expect(texts.filter((text) => text.includes(`причина ${i}.`))).toHaveLength(1)
  })

  test('the year’s summary shows periods, year, examination and final mark of each pupil; without it there is no such page', () => {
    const summary = pages.filter((page) => page.section === 'Сводная ведомость успеваемости').map(textOf)
    expect(summary.join('\n')).toMatch(/Абрикосова[^]*1 четверть\n4[^]*Год\n5[^]*Экзамен\n3[^]*Итоговая\n4/)
    expect(pagesOf(sampleJournal({ lessons: [3] })).map(({ section }) => section)).not.toContain(
      'Сводная ведомость успеваемости',
    )
  })
})

describe('fitting', () => {
  const sizes = [8, 7, 6, 5, 4] as const

  test('takes the largest size that fits, and breaks a word that is wider than its column', () => {
    const room = { width: 20, height: 7 }
    expect(fitBlock('Короткое', 'serif', room, sizes)).toMatchObject({ size: 8, lines: 1 })
    const long = fitBlock('a'.repeat(60), 'serif', room, sizes)
    expect(long.lines).toBeGreaterThan(1)
    for (const line of long.text.split('\u200b'))
      expect(widthOf(line, 'serif', long.size)).toBeLessThanOrEqual(20)
    expect(long.text.replaceAll('\u200b', '')).toBe('a'.repeat(60))
  })

  test('refuses what fits in no size instead of cutting it', () => {
    expect(() => fitBlock('слово '.repeat(500), 'serif', { width: 20, height: 7 }, sizes)).toThrow(
      TextTooLongError,
    )
  })

  test('draws ◊ for what the fonts lack, composes letters and drops what has no shape', () => {
    expect(drawable('и\u0306 ё ✓\u202e\u0007\r\nдве\tстроки')).toBe('й ё ◊\nдве строки')
  })
})

describe('the PDF', () => {
  let first: TypesetDocument
  const data = awkwardJournal()
  beforeAll(async () => {
    first = await setPages(data)
  })
  afterAll(closeTypesetter)

  test('has the planned pages, and carries the data set, to the byte', () => {
    const { bytes, hash } = sealDataSet(data)
    expect(first.pages).toBe(pagesOf(data).length)
    expect(first.dataHash).toBe(hash)
    expect(attachedFile(Buffer.from(first.pdf))?.equals(bytes)).toBe(true)
    expect(first.sha256).toBe(createHash('sha256').update(first.pdf).digest('hex'))
    expect(Buffer.from(first.pdf).toString('latin1')).toMatch(/pdfaid:part>3<[^]*pdfaid:conformance>B</)
  })

  test('is the same to the byte for the same data, and another for another instant', async () => {
    expect((await setPages(awkwardJournal())).sha256).toBe(first.sha256)
    expect((await setPages({ ...data, printedAt: '2026-10-27T10:15:00Z' })).sha256).not.toBe(first.sha256)
  })

  test('comes out of the thread as it comes out here, and the process goes on meanwhile', async () => {
    const built = new URL('../../dist/src/ledger/typesetter.js', import.meta.url)
    // The thread runs the built file: `npm test` builds before it tests.
    expect(existsSync(built)).toBe(true)
    let turns = 0
    const timer = setInterval(() => (turns += 1), 5)
    const fromThread = await typesetClassJournal(data, { publicUrl: PUBLIC_URL })
    clearInterval(timer)
    expect(fromThread.sha256).toBe(first.sha256)
    expect(turns).toBeGreaterThan(3)
  })

  test('of a data set that does not hold together is not made', async () => {
    const broken = sampleJournal({ lessons: [3] })
    broken.pupils.pop()
    await expect(typesetClassJournal(broken, { publicUrl: PUBLIC_URL })).rejects.toThrow(/not in the list/)
    await expect(
      typesetClassJournal(sampleJournal({ lessons: [3] }), { publicUrl: PUBLIC_URL }),
    ).resolves.toBeTruthy()
  })

  test('of a whole quarter is set at a pace that a school can wait for', async () => {
    const pupils = samplePupils(30)
    const courses = Array.from({ length: 12 }, (_, index) =>
      sampleCourse({ subject: `Предмет ${index + 1}`, lessons: 30, pupils, density: 100 }),
    )
    const begun = performance.now()
    const { pages } = await setPages({ ...sampleJournal({ pupils: 30, lessons: [] }), courses })
    // About 150 pages a second on a quiet machine of two cores; a tenth of that is a fault of ours, not a busy machine.
    expect(pages / ((performance.now() - begun) / 1000)).toBeGreaterThan(15)
  })
})
