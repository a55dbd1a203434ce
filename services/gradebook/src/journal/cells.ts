// What stands in the squares of a page, as one text each: few leaves to carry through two servers.
import type { AbsenceRow } from '../attendance/attendance.js'
import type { WorkRow } from '../loaders.js'
import type { PageMark } from './page-statements.js'

/** By pupil, then by lesson. */
export type Cells = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Cells by pupil and lesson: `m|markId|workIndex|value|version` and `a|absenceId|code|minutes|version`, by one space. */
export function cellsOf(
  marks: readonly PageMark[],
  absences: readonly AbsenceRow[],
  works: ReadonlyMap<string, readonly WorkRow[]>,
): Cells {
  const cells = new Map<string, Map<string, string>>()
  const add = (pupilId: string, lessonId: string, entry: string) => {
    let row = cells.get(pupilId)
    if (!row) cells.set(pupilId, (row = new Map<string, string>()))
    const before = row.get(lessonId)
    row.set(lessonId, before === undefined ? entry : `${before} ${entry}`)
  }
  for (const a of absences)
    add(a.pupilId, a.lessonId, `a|${a.id}|${a.code}|${a.minutesLate ?? ''}|${a.version}`)
  const places = new Map<string, number>()
  for (const list of works.values()) list.forEach((work, i) => places.set(work.id, i))
  for (const m of marks)
    add(m.pupilId, m.lessonId, `m|${m.id}|${places.get(m.workId) ?? 0}|${m.value}|${m.version}`)
  return cells
}

/** Of these entries, those of the lessons named; the list itself when that is all of them. */
export function lookUp<T extends { readonly lessonId: string }>(
  entries: readonly T[],
  lessons: ReadonlySet<string>,
): readonly T[] {
  return entries.every((entry) => lessons.has(entry.lessonId))
    ? entries
    : entries.filter((entry) => lessons.has(entry.lessonId))
}
