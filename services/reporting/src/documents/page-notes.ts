// What a journal page says beside its squares: retakes, marks from elsewhere, corrections, unlocks. Pure.
import type { CourseData, LessonData } from '../ledger/data-set.js'
import type { Page, PageLesson } from './page-told.js'

/** Ids of marks that were retaken, and of those that were entered from elsewhere. */
export type Marks = { readonly retaken: ReadonlySet<string>; readonly foreign: ReadonlySet<string> }

export function marksOf(page: Page): Marks {
  const all = page.rows.flatMap(({ marks }) => marks)
  return {
    retaken: new Set(all.flatMap(({ retakeOf }) => retakeOf ?? [])),
    foreign: new Set(all.flatMap(({ id, source }) => (source ? [id] : []))),
  }
}

export function extrasOf(lesson: PageLesson): Partial<LessonData> {
  const signs = lesson.works.flatMap(({ sign, written, cancelledAt }) =>
    sign && written && !cancelledAt ? [sign] : [],
  )
  return {
    ...(lesson.outside ? { outside: true } : {}),
    ...(signs.length > 0 ? { signs: [...new Set(signs)] } : {}),
    ...(lesson.fromPaperOn ? { fromPaperOn: lesson.fromPaperOn } : {}),
    ...(lesson.source ? { source: lesson.source } : {}),
  }
}

/** Of unlocks those that the checkpoint takes in: the page as of then did not know a later one. */
export function notesOf(page: Page, upTo: string): Pick<CourseData, 'corrections' | 'unlocks' | 'sources'> {
  const corrections = page.corrections.map((one) => ({
    at: one.at,
    by: one.byName,
    what: one.what,
    pupilId: one.pupilId,
    ...(one.date ? { date: one.date } : {}),
    ...(one.from ? { from: one.from } : {}),
    ...(one.to ? { to: one.to } : {}),
    ...(one.reason ? { reason: one.reason } : {}),
    ...(one.voided ? { voided: true as const } : {}),
  }))
  const unlocks = page.unlocks
    .filter(({ openedAt }) => Date.parse(openedAt) <= Date.parse(upTo))
    .toSorted((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt))
    .map(({ openedAt, until, personName, openedByName, reason }) => ({
      openedAt,
      until,
      person: personName,
      by: openedByName,
      reason,
    }))
  const sources = sourcesOf(page)
  return {
    ...(corrections.length > 0 ? { corrections } : {}),
    ...(unlocks.length > 0 ? { unlocks } : {}),
    ...(sources.length > 0 ? { sources } : {}),
  }
}

function sourcesOf(page: Page): NonNullable<CourseData['sources']> {
  return page.rows.flatMap(({ pupilId, marks }) => {
    const named = [...new Set(marks.flatMap(({ source }) => source ?? []))].sort()
    return named.map((source) => ({
      pupilId,
      source,
      marks: marks
        .filter((mark) => mark.source === source)
        .flatMap(({ date, value }) => (date ? [{ date, value }] : [])),
    }))
  })
}
