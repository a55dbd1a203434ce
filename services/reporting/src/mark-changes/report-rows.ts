// A change of a mark as a line of the report (3.8). Pure.
import type { Cell } from './workbook.js'

export type ChangeTold = {
  entryId: string
  at: string
  byName: string
  from: string | null
  to: string | null
  reason: string | null
  voided: boolean
  pupilName: string
  subjectName: string
  course: { learnersName: string | null } | null
}

export const columns: readonly (readonly [title: string, width: number])[] = [
  ['Когда', 20],
  ['Кто', 34],
  ['Ученик', 34],
  ['Класс или группа', 18],
  ['Предмет', 26],
  ['Было', 8],
  ['Стало', 8],
  ['Почему', 44],
  ['Недействительна (п. 4.4)', 24],
  ['Номер записи протокола', 38],
]

/** The line without its instant, which the two formats write in two ways. */
export const textsOf = (change: ChangeTold): string[] => [
  change.byName,
  change.pupilName,
  change.course?.learnersName ?? '',
  change.subjectName,
  change.from ?? '',
  change.to ?? 'убрана',
  change.reason ?? '',
  change.voided ? 'да' : '',
  change.entryId,
]

/** Both clocks of a school's zone: «24.11.2026 09:07:12», and days since 30 December 1899 as a spreadsheet counts them. */
export class Clock {
  private readonly format: Intl.DateTimeFormat

  constructor(zone: string) {
    this.format = new Intl.DateTimeFormat('ru-RU', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
  }

  text(instant: string): string {
    return this.format.format(new Date(instant)).replace(',', '')
  }

  serial(instant: string): number {
    const [day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0] = this.text(instant)
      .split(/[ .:]/)
      .map(Number)
    const days = (Date.UTC(year, month - 1, day) - Date.UTC(1899, 11, 30)) / 86_400_000
    return days + (hour * 3600 + minute * 60 + second) / 86_400
  }
}

export const sheetRow = (change: ChangeTold, clock: Clock): Cell[] => [
  clock.serial(change.at),
  ...textsOf(change),
]

/** RFC 4180 with semicolons, as a Russian Excel opens it. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvField).join(';')}\r\n`

// Free text that begins like a formula must not become one in a spreadsheet.
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
