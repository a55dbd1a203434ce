import { expect, test } from '@jest/globals'
import { nextYear, type Year } from './next-year.js'

const period = (name: string, startsOn: string, endsOn: string) => ({
  id: name,
  name,
  kind: 'QUARTER' as const,
  startsOn,
  endsOn,
  fromGrade: 1,
  toGrade: 9,
})
const day = (
  date: string,
  kind: 'HOLIDAY' | 'DAY_OFF' | 'MOVED' | 'QUARANTINE',
  title: string | null = null,
) => ({
  date,
  kind,
  title,
  asWeekday: kind === 'MOVED' ? 5 : null,
})
const year: Year = {
  id: 'y',
  name: '2026/27',
  startsOn: '2026-09-01',
  endsOn: '2027-05-26',
  periods: [
    period('1 четверть', '2026-09-01', '2026-10-25'),
    period('4 четверть', '2027-04-05', '2027-05-26'),
  ],
  calendar: [
    day('2026-10-26', 'HOLIDAY', 'Осенние каникулы'),
    day('2026-11-04', 'DAY_OFF', 'День народного единства'),
    day('2026-11-05', 'HOLIDAY', 'Осенние каникулы'),
    day('2026-12-12', 'MOVED'),
    day('2027-02-10', 'QUARANTINE'),
  ],
}

test('the next year has its own name, first and last day', () => {
  expect(nextYear(year)).toMatchObject({ name: '2027/28', startsOn: '2027-09-01', endsOn: '2028-05-26' })
})

test('the first period begins and the last one ends with the year, the days between keep their weekday', () => {
  expect(nextYear(year).periods.map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([
    ['2027-09-01', '2027-10-24'],
    ['2028-04-03', '2028-05-26'],
  ])
})

test('public holidays keep their date even within school holidays; moved days and quarantine are not carried over', () => {
  expect(nextYear(year).calendar).toEqual([
    { date: '2027-10-25', kind: 'HOLIDAY', title: 'Осенние каникулы' },
    { date: '2027-11-04', kind: 'DAY_OFF', title: 'День народного единства' },
  ])
})
