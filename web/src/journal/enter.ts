// From what a person means to acts: which mark of the cell, and whether it may be entered at all.
import type { AbsenceCode } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { cellWithMark, seenAt, spot, type Act, type MarkAct } from './acts.js'
import type { CellAbsence } from './cells.js'
import type { JournalStore } from './store.js'
import { cellOf, columnOf, openUntil, rowOf, workForKeys, type Page } from './page.js'
import { minutesLateNow } from './roll-call.js'

export type Place = { readonly lessonId: string; readonly pupilId: string }

/** Why nothing can be entered in a cell, in words with the clause; null: it can. */
export function whyClosed(page: Page, { lessonId, pupilId }: Place, today: string): string | null {
  const lesson = page.lessons[columnOf(page, lessonId)]
  const row = rowOf(page, pupilId)
  if (!lesson || !row) return 'Такой клетки на странице нет.'
  if (lesson.state === 'CANCELLED') return 'Урок отменён: в нём ничего не отмечают.'
  if (cellOf(page, lessonId, pupilId).closed) return 'В этот день ученик не числился здесь.'
  if (lesson.date && lesson.date > today)
    return 'Урок ещё не наступил: отметки ставят со дня урока (п. 3.6.1).'
  const opened = openUntil(page, Date.now()) !== null
  if (page.locked && !opened)
    return 'Страница закрыта: период завершён (п. 6.2). Открыть её может координатор.'
  if (row.locked && !opened) return 'Строка закрыта: выставлен итог (п. 6.2).'
  if (!lesson.viewerCanEdit) return 'Этот урок ведёте не вы: страница открыта для чтения.'
  return null
}

/** Sets a digit: over the mark in the lesson's work, or beside it as a second one. */
export function markAct(
  store: JournalStore,
  place: Place,
  value: string,
  second: boolean,
  work?: number,
): MarkAct | null {
  const { page } = store.view()
  const lesson = page?.lessons[page ? columnOf(page, place.lessonId) : -1]
  if (!page || !lesson) return null
  const cell = cellOf(page, place.lessonId, place.pupilId)
  const chosen = work ?? workForKeys(lesson)
  const own = cell.marks.filter((mark) => mark.work === chosen)
  // A retaken mark stays as it is: the digit is for the one that counts.
  const notes = page.beside?.notes.get(place.pupilId)
  const counting = own.findIndex(({ id }) => !notes?.get(id)?.retaken)
  const first = counting < 0 ? own.length : counting
  return aim(store, place, chosen, second ? own.length : first, value)
}

/** Takes the last mark of the cell back, else the absence; null: there is nothing. */
export function clearAct(store: JournalStore, place: Place): Act | null {
  const { page } = store.view()
  if (!page) return null
  const cell = cellOf(page, place.lessonId, place.pupilId)
  const last = cell.marks.at(-1)
  if (!last) return cell.absence ? absenceAct(store, place, null) : null
  const own = cell.marks.filter((mark) => mark.work === last.work)
  return aim(store, place, last.work, own.length - 1, null)
}

export function aim(
  store: JournalStore,
  place: Place,
  work: number,
  at: number,
  value: string | null,
): MarkAct | null {
  const { page, pending } = store.view()
  const confirmed = store.confirmed()
  if (!page || !confirmed) return null
  const cell = cellOf(page, place.lessonId, place.pupilId)
  const there = cell.marks.filter((mark) => mark.work === work)[at]
  if (there?.value === value) return null
  // On top of an own entry that is still on its way, the server is told to compare with that one.
  const own = pending.has(spot(place.lessonId, place.pupilId))
  const seen = own ? null : seenAt(cellOf(confirmed, place.lessonId, place.pupilId), work, at)
  const workId = page.lessons[columnOf(page, place.lessonId)]?.works[work]?.id ?? null
  return { kind: 'mark', requestId: newId(), ...place, work, workId, place: at, value, seen }
}

export type Noted = { readonly comment?: string; readonly dueOn?: string }

/** Puts a comment beside a mark that stands, or a day beside a point; the mark stays as it is. */
export function noteAct(store: JournalStore, place: Place, markId: string, noted: Noted): MarkAct | null {
  const confirmed = store.confirmed()
  const cell = confirmed && cellOf(confirmed, place.lessonId, place.pupilId)
  const mark = cell?.marks.find(({ id }) => id === markId)
  if (!cell || !mark) return null
  const at = cell.marks.filter(({ work }) => work === mark.work).indexOf(mark)
  const { lessonId, pupilId } = place
  const seen = { markId, version: mark.version, count: 0 }
  const { work, value } = mark
  const workId = confirmed?.lessons[columnOf(confirmed, lessonId)]?.works[work]?.id ?? null
  return {
    kind: 'mark',
    requestId: newId(),
    lessonId,
    pupilId,
    work,
    workId,
    place: at,
    value,
    ...noted,
    seen,
  }
}

/** The same letter again takes the absence away; О over Н, as the pupil comes in, says the minutes by the clock. */
export function absenceKeyAct(
  store: JournalStore,
  place: Place,
  code: AbsenceCode,
  now = Date.now(),
): Act | null {
  const { page } = store.view()
  if (!page) return null
  const stands = cellOf(page, place.lessonId, place.pupilId).absence
  const lesson = page.lessons[columnOf(page, place.lessonId)]
  const minutes = code === 'LATE' ? minutesLateNow(lesson, now) : null
  return absenceAct(store, place, stands?.code === code ? null : { code, minutes })
}

export function absenceAct(store: JournalStore, place: Place, absence: CellAbsence | null): Act | null {
  const { page } = store.view()
  if (!page) return null
  const seen = cellOf(page, place.lessonId, place.pupilId).absence
  return { kind: 'absence', requestId: newId(), ...place, absence, seen }
}

/** What takes an act back, worked out before it is entered; null for what has no way back. */
export function inverseOf(store: JournalStore, act: Act): (() => Act | null) | null {
  const { page } = store.view()
  if (!page) return null
  if (act.kind === 'absence') {
    const before = cellOf(page, act.lessonId, act.pupilId).absence
    return () => absenceAct(store, { lessonId: act.lessonId, pupilId: act.pupilId }, before)
  }
  if (act.kind !== 'mark' || act.comment !== undefined || act.dueOn !== undefined) return null
  const { lessonId, pupilId, work, place } = act
  const own = cellOf(page, lessonId, pupilId).marks.filter((mark) => mark.work === work)
  const before = own[place]?.value ?? null
  const after = cellWithMark(cellOf(page, lessonId, pupilId), act).marks.filter((mark) => mark.work === work)
  const back = act.value === null ? after.length : place
  return () => aim(store, { lessonId, pupilId }, work, back, before)
}
