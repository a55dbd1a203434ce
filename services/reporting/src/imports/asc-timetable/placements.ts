/** Cards to placements: one for each period that a lesson is held in. */
import type { AscCard, Gathering } from './elements.js'
import type { AscLesson } from './timetable.js'

/** Fills `placements` and notes cards that cannot be placed, or only without a room. */
export function placeCards(gathering: Gathering): void {
  const { timetable, cards } = gathering
  const lessons = new Map(timetable.lessons.map((lesson) => [lesson.id, lesson]))
  const periods = new Set(timetable.periods.map((period) => period.number))
  const listsEachPeriod = cardsListEachPeriod(timetable.lessons, cards)
  const unknown = new Map<string, AscCard[]>()
  const roomless = new Map<string, AscCard[]>()
  for (const card of cards) {
    const lesson = lessons.get(card.lessonId)
    if (!lesson) {
      pushTo(unknown, card.lessonId, card)
      continue
    }
    if (!periods.has(card.period) || card.days.length === 0) {
      const message = `Карточка урока ${lesson.id}: ${card.days.length === 0 ? 'не указан день' : 'такого звонка нет'}`
      const code = card.days.length === 0 ? 'CARD_WITHOUT_DAY' : 'UNKNOWN_REFERENCE'
      gathering.note('card', card.line, code, String(card.period), message)
      continue
    }
    if (card.roomIds.length === 0) pushTo(roomless, card.lessonId, card)
    const { weeks, terms } = timetable.cycle
    const whole = {
      weeks: card.weeks.length > 0 ? card.weeks : upTo(weeks),
      terms: card.terms.length > 0 ? card.terms : upTo(terms),
    }
    for (const step of upTo(listsEachPeriod ? 1 : lesson.periodsPerCard)) {
      const period = card.period + step
      if (periods.has(period)) timetable.placements.push({ ...card, ...whole, period })
    }
  }
  for (const [id, list] of unknown) {
    const message = `Карточки урока ${id}, которого в файле нет: ${list.length}`
    gathering.note('card', list[0]?.line ?? 1, 'CARD_OF_UNKNOWN_LESSON', id, message, list.length)
  }
  noteRoomless(gathering, lessons, roomless)
}

/**
 * Some versions write one card for a double lesson, others one for each of its periods. Which one, the weekly hours of the
 * lessons of several periods tell, for the file as a whole: it was written by one program.
 */
function cardsListEachPeriod(lessons: readonly AscLesson[], cards: readonly AscCard[]): boolean {
  const held = new Map<string, number>()
  for (const card of cards) held.set(card.lessonId, (held.get(card.lessonId) ?? 0) + card.days.length)
  let votes = 0
  for (const { id, periodsPerCard, periodsPerWeek } of lessons) {
    const count = held.get(id)
    if (periodsPerCard < 2 || periodsPerWeek === undefined || count === undefined) continue
    votes += Math.sign(Math.abs(count * periodsPerCard - periodsPerWeek) - Math.abs(count - periodsPerWeek))
  }
  return votes > 0
}

function noteRoomless(
  gathering: Gathering,
  lessons: ReadonlyMap<string, AscLesson>,
  roomless: ReadonlyMap<string, AscCard[]>,
): void {
  for (const [id, list] of roomless) {
    const name = lessonName(gathering, lessons.get(id))
    const message = `Без кабинета: ${name}, карточек ${list.length}`
    gathering.note('card', list[0]?.line ?? 1, 'CARD_WITHOUT_ROOM', name, message, list.length)
  }
}

/** «Алгебра, 7А»: how a lesson is named in messages. */
export function lessonName({ timetable }: Gathering, lesson: AscLesson | undefined): string {
  if (!lesson) return 'урок'
  const subject = timetable.subjects.find(({ id }) => id === lesson.subjectId)?.name ?? 'предмет не указан'
  const classes = timetable.classes.filter(({ id }) => lesson.classIds.includes(id)).map(({ short }) => short)
  const groups = timetable.groups
    .filter(({ id, entireClass }) => !entireClass && lesson.groupIds.includes(id))
    .map(({ name }) => name)
  return [subject, [...classes, ...groups].join(' ')].filter(Boolean).join(', ')
}

function pushTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
