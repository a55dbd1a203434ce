import { dayName } from '../names.js'
import type { StagedLesson } from '../staged.js'
import type { KnownSlot } from '../state.js'
import { titleOf } from './courses.js'
import { idFor, put, type Comparing, type Item } from './plan.js'

/** Lessons of the week: the file's beside those of the timetable in force, by course, day and number. */
export function compareLessons(comparing: Comparing): void {
  const { staged, school } = comparing
  if (!staged.lessons) return
  const left = new Map<string, KnownSlot>()
  for (const slot of school.timetable?.slots ?? []) left.set(placeOf(slot), slot)
  const courses = new Map(staged.courses.map((one) => [one.key, one]))
  const rooms = new Map(school.rooms.map((one) => [one.id, one.name]))
  for (const one of staged.rooms) {
    const id = idFor(comparing, 'ROOM', one.key)
    if (id && !rooms.has(id)) rooms.set(id, one.name)
  }
  for (const one of staged.lessons) {
    const course = courses.get(one.course)
    const courseId = idFor(comparing, 'COURSE', one.course)
    const bellsId = idFor(comparing, 'BELLS', one.bells)
    const title = course ? titleOf(comparing, course) : one.course
    const base = { entity: 'LESSON' as const, key: one.key, line: one.line, name: nameOf(one, title) }
    if (!courseId || !bellsId) {
      put(comparing, {
        ...base,
        action: 'SKIPPED',
        targetId: null,
        note: 'Пропущен: нет его курса или звонка',
      })
      continue
    }
    const slot = {
      courseId,
      weekday: one.weekday,
      number: one.number,
      bellsId,
      roomId: idFor(comparing, 'ROOM', one.room) ?? null,
      weeks: one.weeks,
    }
    const known = left.get(placeOf(slot))
    left.delete(placeOf(slot))
    put(comparing, {
      ...base,
      ...verdict(slot, known, rooms),
      targetId: null,
      act: { input: slotInput(comparing, one.key, slot) },
    })
  }
  for (const slot of left.values()) putRemoved(comparing, slot)
}

function slotInput(comparing: Comparing, key: string, slot: KnownSlot) {
  const { bellsId, ...rest } = slot
  return { id: comparing.idOf('LESSON', key), ...rest, bellScheduleId: bellsId }
}

function verdict(
  slot: KnownSlot,
  known: KnownSlot | undefined,
  rooms: ReadonlyMap<string, string>,
): Pick<Item, 'action' | 'changes'> {
  if (!known) return { action: 'NEW', changes: [] }
  const room = (id: string | null) => (id ? (rooms.get(id) ?? null) : null)
  const changes = [
    ...(known.roomId === slot.roomId
      ? []
      : [{ field: 'Кабинет', from: room(known.roomId), to: room(slot.roomId) }]),
    ...(known.bellsId === slot.bellsId ? [] : [{ field: 'Звонки', from: 'прежние', to: 'из файла' }]),
  ]
  return { action: changes.length > 0 ? 'CHANGED' : 'UNCHANGED', changes }
}

function putRemoved(comparing: Comparing, slot: KnownSlot): void {
  const { school } = comparing
  const course = school.courses.find(({ id }) => id === slot.courseId)
  const subject = school.subjects.find(({ id }) => id === course?.subjectId)?.name ?? 'предмет'
  const group = school.groups.find(({ id }) => id === course?.groupId)
  const classes = school.classes.filter(({ id }) => id === course?.classId || group?.classIds.includes(id))
  const learners = [...classes.map(({ name }) => name), group?.name].filter(Boolean).join(' ')
  put(comparing, {
    entity: 'LESSON',
    key: `- ${placeOf(slot)}`,
    line: null,
    name: nameOf(slot, `${learners}: ${subject}`),
    action: 'REMOVED',
    targetId: null,
  })
}

const placeOf = (slot: Pick<KnownSlot, 'courseId' | 'weekday' | 'number' | 'weeks'>): string =>
  [slot.courseId, slot.weekday, slot.number, slot.weeks ?? ''].join(' ')

function nameOf(one: Pick<StagedLesson, 'weekday' | 'number' | 'weeks'>, title: string): string {
  const weeks = one.weeks ? ', не каждую неделю' : ''
  return `${dayName(one.weekday)}, ${one.number}-й урок${weeks}, ${title}`
}
