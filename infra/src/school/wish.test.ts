import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inWords, usualYear, yearOf } from './calendar.js'
import { completed, readArguments, readWish, type Flags } from './wish.js'

const now = new Date('2026-11-23T12:00:00Z')
const good: Flags = {
  name: 'Школа проверки',
  'time-zone': 'Asia/Yekaterinburg',
  coordinator: 'Проверкина Прасковья Провна',
  login: 'proverkina',
}

describe('flags', () => {
  test('say what to do and with what', () => {
    expect(readArguments(['create', '--name', 'Школа', '--study-days=1-6'])).toEqual({
      command: 'create',
      flags: { name: 'Школа', 'study-days': '1-6' },
    })
    expect(readArguments(['list'])).toEqual({ command: 'list', flags: {} })
  })

  test.each([
    ['no command', [], 'не сказано, что сделать'],
    ['another command', ['remove'], 'нет такой команды: remove'],
    ['too much', ['create', 'школа'], 'нет такой команды: create школа'],
    ['an unknown flag', ['create', '--colour', 'red'], 'colour'],
    ['a flag without its value', ['create', '--name'], 'name'],
  ])('%s: told in words, with the usage', (_, args, words) => {
    expect(() => readArguments(args)).toThrow(words)
    expect(() => readArguments(args)).toThrow('npm run school -- create --name')
  })

  test('what is missing in a script is named; a person is asked, and Enter takes the usual', async () => {
    await expect(completed({ name: 'Школа' }, undefined)).rejects.toThrow(
      'Не сказано: --time-zone, --coordinator, --login.',
    )
    const asked: string[] = []
    const ask = async (question: string, usual: string) => {
      asked.push(question)
      return usual ? '' : question.startsWith('Название') ? 'Школа у реки' : 'Речная Рада Родионовна'
    }
    expect(await completed({ 'time-zone': 'Europe/Samara' }, ask)).toEqual({
      name: 'Школа у реки',
      'short-name': 'Школа у реки',
      'time-zone': 'Europe/Samara',
      'study-days': '1-5',
      periods: 'quarters',
      coordinator: 'Речная Рада Родионовна',
      login: 'coordinator',
    })
    expect(asked).toHaveLength(6)
  })

  test('are read as they are meant', () => {
    const wish = readWish({ ...good, 'study-days': '1-6', periods: 'trimesters' }, now)
    expect(wish).toMatchObject({
      shortName: 'Школа проверки',
      studyDays: [1, 2, 3, 4, 5, 6],
      coordinator: { lastName: 'Проверкина', firstName: 'Прасковья', patronymic: 'Провна' },
    })
    expect(wish.year.name).toBe('2026/27')
  })

  test.each<[string, Flags, string]>([
    ['no name', { name: ' ' }, 'У школы должно быть название'],
    ['an unknown zone', { 'time-zone': 'Europe/Nowhere' }, 'Нет такого часового пояса: «Europe/Nowhere»'],
    ['study days that are none', { 'study-days': '1-7' }, 'Учебные дни «1-7»'],
    ['a year that is none', { year: 'этот' }, 'Год «этот»'],
    ['periods that are none', { periods: 'semesters' }, 'Периоды «semesters»'],
    ['a coordinator with one name', { coordinator: 'Проверкина' }, 'Координатор «Проверкина»'],
    ['a login with capitals', { login: 'Proverkina' }, 'Логин «Proverkina»'],
    ['a calendar that is not there', { calendar: '/нет/такого.json' }, 'файл не читается'],
  ])('%s: one clear line', (_, wrong, words) => {
    expect(() => readWish({ ...good, ...wrong }, now)).toThrow(words)
  })
})

describe('the usual year', () => {
  test.each([
    ['2026-05-31', 2025],
    ['2026-06-01', 2026],
    ['2027-01-15', 2026],
  ])('of %s begins in %i', (today, year) => {
    expect(yearOf(today)).toBe(year)
  })

  test.each([
    [
      'quarters',
      [
        '1 четверть 1–9',
        '2 четверть 1–9',
        '3 четверть 1–9',
        '4 четверть 1–9',
        '1 полугодие 10–11',
        '2 полугодие 10–11',
        'Год 1–11',
      ],
    ],
    [
      'trimesters',
      [
        '1 триместр 1–9',
        '2 триместр 1–9',
        '3 триместр 1–9',
        '1 полугодие 10–11',
        '2 полугодие 10–11',
        'Год 1–11',
      ],
    ],
    ['half-years', ['1 полугодие 1–11', '2 полугодие 1–11', 'Год 1–11']],
  ] as const)('by %s: periods within the year that do not overlap', (system, names) => {
    for (const start of [2025, 2026, 2027]) {
      const { periods, startsOn, endsOn, calendar } = usualYear(start, system)
      expect(periods.map((one) => `${one.name} ${one.fromGrade}–${one.toGrade}`)).toEqual(names)
      const sorted = periods.filter((one) => one.kind !== 'YEAR')
      for (const [i, one] of sorted.entries()) {
        expect(one.startsOn < one.endsOn && startsOn <= one.startsOn && one.endsOn <= endsOn).toBe(true)
        const next = sorted[i + 1]
        expect(next?.kind !== one.kind || one.endsOn < next.startsOn).toBe(true)
      }
      expect(new Set(calendar.map((day) => day.date)).size).toBe(calendar.length)
      expect(calendar.every((day) => startsOn <= day.date && day.date <= endsOn)).toBe(true)
    }
  })

  test('is told with its dates', () => {
    expect(inWords(usualYear(2026, 'half-years'))).toEqual([
      'Учебный год 2026/27: 01.09.2026 – 31.05.2027',
      '  1 полугодие: 01.09.2026 – 29.12.2026 (1–11 классы)',
      '  2 полугодие: 11.01.2027 – 26.05.2027 (1–11 классы)',
      '  Год: 01.09.2026 – 31.05.2027 (1–11 классы)',
      'Без уроков:',
      '  26.10.2026 – 01.11.2026 Осенние каникулы',
      '  04.11.2026 День народного единства',
      '  30.12.2026 – 10.01.2027 Зимние каникулы',
      '  23.02.2027 День защитника Отечества',
      '  08.03.2027 Международный женский день',
      '  22.03.2027 – 28.03.2027 Весенние каникулы',
      '  01.05.2027 Праздник Весны и Труда',
      '  09.05.2027 День Победы',
    ])
  })
})

describe('a calendar of a file', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zhurnal-calendar-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const year = {
    kind: 'YEAR',
    name: 'Год',
    startsOn: '2026-09-01',
    endsOn: '2027-05-31',
    fromGrade: 1,
    toGrade: 11,
  }
  const whole = {
    startsOn: '2026-09-01',
    endsOn: '2027-05-31',
    periods: [year],
    days: [
      { from: '2026-10-26', until: '2026-10-28', kind: 'HOLIDAY', title: 'Осенние каникулы' },
      { from: '2026-11-28', kind: 'MOVED', asWeekday: 1 },
    ],
  }
  const read = async (content: unknown) => {
    const file = join(folder, 'calendar.json')
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
    return readWish({ ...good, calendar: file }, now).year
  }

  test('becomes the year with a day for each day of a span', async () => {
    const made = await read(whole)
    expect(made).toMatchObject({ name: '2026/27', periods: [year] })
    expect(made.calendar.map((day) => `${day.date} ${day.kind} ${day.asWeekday ?? ''}`)).toEqual([
      '2026-10-26 HOLIDAY ',
      '2026-10-27 HOLIDAY ',
      '2026-10-28 HOLIDAY ',
      '2026-11-28 MOVED 1',
    ])
  })

  test.each<[string, unknown, string]>([
    ['not JSON', '{', 'это не JSON'],
    ['no periods', { ...whole, periods: [] }, 'periods'],
    ['a misspelt field', { ...whole, dayz: [] }, 'dayz'],
    ['a day that is none', { ...whole, startsOn: '2026-09-31' }, 'startsOn: не день вида 2026-09-01'],
    ['an end before the beginning', { ...whole, endsOn: '2026-08-01' }, 'кончается раньше'],
    ['a period outside', { ...whole, periods: [{ ...year, endsOn: '2027-06-30' }] }, 'не лежит внутри года'],
    ['two periods that overlap', { ...whole, periods: [year, year] }, 'пересекается'],
    ['a moved day without weekday', { ...whole, days: [{ from: '2026-11-28', kind: 'MOVED' }] }, 'asWeekday'],
    [
      'one day twice',
      { ...whole, days: [...whole.days, { from: '2026-10-27', kind: 'DAY_OFF' }] },
      'день 2026-10-27 назван дважды',
    ],
  ])('%s: one line that names the file and the place', async (_, content, words) => {
    await expect(read(content)).rejects.toThrow(words)
    await expect(read(content)).rejects.toThrow(join(folder, 'calendar.json'))
  })
})
