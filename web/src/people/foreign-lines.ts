// Marks as they are typed from a paper: «05.11.2026 4 контрольная», a line each.
export type ForeignLine = { readonly date: string; readonly value: string; readonly title?: string }

const line = /^(\d{1,2})[.](\d{1,2})[.](\d{4})\s+(\S+)(?:\s+(.+))?$/
const values = new Set(['1', '2', '3', '4', '5', 'зач', 'нз', 'н/а', 'осв'])

/** Marks of the lines, and of each line that is not one, which and why. */
export function foreignLines(text: string): { marks: ForeignLine[]; faults: string[] } {
  const marks: ForeignLine[] = []
  const faults: string[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    const trimmed = raw.trim()
    if (!trimmed) continue
    const found = line.exec(trimmed)
    const [, day = '', month = '', year = '', said = '', title] = found ?? []
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    const value = said.toLowerCase()
    if (!found) faults.push(`Строка ${index + 1}: ждём дату и отметку, например «05.11.2026 4 контрольная».`)
    else if (!isDay(date)) faults.push(`Строка ${index + 1}: такого дня нет: ${day}.${month}.${year}.`)
    else if (!values.has(value)) faults.push(`Строка ${index + 1}: такой отметки нет: «${said}».`)
    else marks.push({ date, value, ...(title ? { title } : {}) })
  }
  return { marks, faults }
}

function isDay(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date)
}
