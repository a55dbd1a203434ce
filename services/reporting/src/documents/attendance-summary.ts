// The summary of attendance: lessons and days missed by reason, by the rule of settled.md and of the section «Посещаемость».
import type { Asker } from '../graph.js'
import type { PupilData } from '../ledger/data-set.js'
import { entriesOf, type Page } from './page-told.js'

/** What counts of an absence, where its reason is known: by pupil and lesson. */
export type Reasons = ReadonlyMap<string, string>
const placeOf = (pupilId: string, lessonId: string): string => `${pupilId} ${lessonId}`

const pupilsAtOnce = 10

type Lines = Record<string, { lessonId: string; effective: string }[] | null>

/**
 * Reasons that the class teacher and notes give to absences of a span, several pupils in one question. They are no part of
 * a page as of a checkpoint: the summary shows those that stand when it is collected.
 */
export async function reasonsOf(
  ask: Asker,
  pupilIds: readonly string[],
  span: { classId: string; from: string; to: string },
): Promise<Reasons> {
  const found = new Map<string, string>()
  for (let i = 0; i < pupilIds.length; i += pupilsAtOnce) {
    const some = pupilIds.slice(i, i + pupilsAtOnce)
    const fields = some.map(
      (_, k) =>
        `p${k}: absencesOf(pupilId: $p${k}, schoolClassId: $class, from: $from, to: $to) { lessonId effective }`,
    )
    const query = `query ReasonsForJournal($class: ID!, $from: Date!, $to: Date!, ${some.map((_, k) => `$p${k}: ID!`).join(', ')}) { ${fields.join(' ')} }`
    const pupils = Object.fromEntries(some.map((id, k) => [`p${k}`, id]))
    const { classId, from, to } = span
    const lines = await ask<Lines>(query, { class: classId, from, to, ...pupils })
    some.forEach((pupilId, k) => {
      for (const line of lines[`p${k}`] ?? []) found.set(placeOf(pupilId, line.lessonId), line.effective)
    })
  }
  return found
}

const missedCodes = ['ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED']

type Counts = {
  pupilId: string
  missed: number
  ill: number
  excused: number
  unexcused: number
  late: number
  days: Map<string, { taken: number; missed: number }>
}

/** A day counts as missed only when every own lesson of it whose attendance was taken was missed; who was released was there. */
export function attendanceOf(pupils: readonly PupilData[], pages: readonly Page[], reasons: Reasons) {
  const counts = new Map<string, Counts>(
    pupils.map(({ id: pupilId }) => [
      pupilId,
      { pupilId, missed: 0, ill: 0, excused: 0, unexcused: 0, late: 0, days: new Map() },
    ]),
  )
  for (const page of pages)
    for (const row of page.rows) {
      const count = counts.get(row.pupilId)
      row.cells.forEach((cell, i) => {
        const lesson = page.lessons[i]
        if (!count || lesson?.state !== 'HELD' || cell === '-') return
        const entered = entriesOf(cell).find((entry) => entry.absence)?.absence ?? null
        if (!entered && !lesson.attendanceTakenAt) return
        const code =
          entered && entered !== 'LATE' ? (reasons.get(placeOf(row.pupilId, lesson.id)) ?? entered) : entered
        addTo(count, lesson.date ?? lesson.workedOn, code)
      })
    }
  return [...counts.values()].map(({ days, ...rest }) => ({
    ...rest,
    daysMissed: [...days.values()].filter((day) => day.taken === day.missed).length,
  }))
}

function addTo(count: Counts, date: string, code: string | null): void {
  const missed = code !== null && missedCodes.includes(code)
  const day = count.days.get(date) ?? { taken: 0, missed: 0 }
  count.days.set(date, { taken: day.taken + 1, missed: day.missed + (missed ? 1 : 0) })
  if (missed) count.missed += 1
  if (code === 'ILL') count.ill += 1
  if (code === 'EXCUSED') count.excused += 1
  if (code === 'UNEXCUSED') count.unexcused += 1
  if (code === 'LATE') count.late += 1
}
