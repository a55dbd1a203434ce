// Lines of an old journal beside the timetable: each finds its dated lesson, or somebody is told why not.
import { plain } from '../names.js'
import type { StagedEntry } from '../staged.js'
import type { KnownLesson } from '../state.js'
import { idFor, put, type Comparing } from './plan.js'

type Row = {
  readonly lessonId: string
  readonly topic?: string
  readonly homework?: string
  readonly pupilId?: string
  readonly value?: string
  readonly kind?: string
  readonly code?: string
  readonly minutesLate?: number
}

/** One item a lesson, with all rows that the file has for it; what finds no lesson is counted by its reason. */
export function compareEntries(comparing: Comparing): void {
  const { staged, school } = comparing
  if (!staged.entries) return
  const byLesson = new Map<string, { line: number; name: string; rows: Row[] }>()
  const lost = new Map<string, { count: number; line: number; message: string }>()
  const coursesOf = coursesByClass(comparing)
  for (const entry of staged.entries) {
    const found = lessonOf(comparing, coursesOf, entry)
    if ('why' in found) {
      const before = lost.get(found.key)
      lost.set(found.key, {
        count: (before?.count ?? 0) + 1,
        line: before?.line ?? entry.line,
        message: before?.message ?? found.why,
      })
      continue
    }
    const className = staged.classes.find(({ key }) => key === entry.schoolClass)?.name ?? ''
    const name = `${className} · ${entry.subject}, ${entry.day.split('-').toReversed().join('.')}, урок ${found.lesson.number}`
    const item = byLesson.get(found.lesson.id) ?? { line: entry.line, name, rows: [] }
    item.rows.push(...rowsOf(entry, found.lesson.id, found.pupilId))
    byLesson.set(found.lesson.id, item)
  }
  for (const [lessonId, { line, name, rows }] of byLesson)
    put(comparing, {
      entity: 'ENTRY',
      key: lessonId,
      line,
      name,
      action: 'NEW',
      targetId: school.lessons?.find(({ id }) => id === lessonId) ? lessonId : null,
      note: inWords(rows),
      act: { input: { rows } },
    })
  for (const [code, { count, line, message }] of lost)
    comparing.problems.push({
      line,
      code: code.split(' ')[0] ?? code,
      message: count > 1 ? `${message} Таких строк: ${count}, первая здесь.` : message,
      count,
    })
}

function inWords(rows: readonly Row[]): string {
  const marks = rows.filter(({ value }) => value).length
  const absences = rows.filter(({ code }) => code).length
  const topic = rows.some((row) => row.topic)
  return [
    ...(marks ? [`отметок: ${marks}`] : []),
    ...(absences ? [`пропусков: ${absences}`] : []),
    ...(topic ? ['тема'] : []),
  ].join(', ')
}

function rowsOf(entry: StagedEntry, lessonId: string, pupilId: string | null): Row[] {
  const { topic, homework, code, minutesLate, kind } = entry
  return [
    ...(topic || homework
      ? [{ lessonId, ...(topic ? { topic } : {}), ...(homework ? { homework } : {}) }]
      : []),
    ...(pupilId && code ? [{ lessonId, pupilId, code, ...(minutesLate ? { minutesLate } : {}) }] : []),
    ...(pupilId ? entry.values.map((value) => ({ lessonId, pupilId, value, kind })) : []),
  ]
}

type Course = { readonly id: string; readonly subject: string; readonly groupId: string | null }

/** Courses of each class and of its groups, by the school's id of the class. */
function coursesByClass({ school }: Comparing): Map<string, Course[]> {
  const subjects = new Map(school.subjects.map(({ id, name }) => [id, plain(name)]))
  const groups = new Map(school.groups.map((group) => [group.id, group.classIds]))
  const of = new Map<string, Course[]>()
  for (const { id, subjectId, classId, groupId } of school.courses)
    for (const owner of classId ? [classId] : (groups.get(groupId ?? '') ?? []))
      of.set(owner, [...(of.get(owner) ?? []), { id, subject: subjects.get(subjectId) ?? '', groupId }])
  return of
}

type Found = { lesson: KnownLesson; pupilId: string | null } | { key: string; why: string }

function lessonOf(
  comparing: Comparing,
  coursesOf: ReadonlyMap<string, readonly Course[]>,
  entry: StagedEntry,
): Found {
  const { school } = comparing
  const at = `Строка ${entry.line}`
  const classId = idFor(comparing, 'CLASS', entry.schoolClass)
  if (!classId) return { key: `NO_CLASS ${entry.schoolClass}`, why: `${at}: такого класса в школе нет.` }
  const pupilId = entry.pupil ? (idFor(comparing, 'PERSON', entry.pupil) ?? null) : null
  if (entry.pupil && !pupilId)
    return { key: `NO_PUPIL ${entry.pupil}`, why: `${at}: ученик не найден, или не решено, кто это.` }
  const courses = (coursesOf.get(classId) ?? []).filter(({ subject }) => subject === plain(entry.subject))
  if (courses.length === 0)
    return {
      key: `NO_COURSE ${classId} ${plain(entry.subject)}`,
      why: `${at}: предмета «${entry.subject.slice(0, 60)}» у этого класса нет.`,
    }
  const own = courses.filter(
    ({ groupId }) =>
      !groupId || !pupilId || school.groups.find(({ id }) => id === groupId)?.memberIds.includes(pupilId),
  )
  const ids = new Set(own.map(({ id }) => id))
  const onDay = (school.lessons ?? []).filter(({ day, courseId }) => day === entry.day && ids.has(courseId))
  const lessons = onDay
    .filter(({ number }) => entry.number === null || number === entry.number)
    .toSorted((a, b) => a.number - b.number)
  const standing = lessons.filter(({ cancelled }) => !cancelled)
  const [lesson] = standing
  const when = entry.day.split('-').toReversed().join('.')
  if (!lesson)
    return {
      key: `${lessons.length ? 'CANCELLED' : 'NO_LESSON'} ${classId} ${plain(entry.subject)}`,
      why: lessons.length
        ? `${at}: урок «${entry.subject}» ${when} отменён.`
        : `${at}: урока «${entry.subject}» ${when}${entry.number ? `, ${entry.number}-го,` : ''} в расписании нет.`,
    }
  // A topic of a class that learns the subject in groups is every group's; two lessons of a day need the number.
  if (standing.length > 1 && new Set(standing.map(({ courseId }) => courseId)).size === 1)
    return {
      key: `WHICH_LESSON ${classId} ${plain(entry.subject)}`,
      why: `${at}: ${when} уроков «${entry.subject}» несколько, а номера урока нет.`,
    }
  return { lesson, pupilId }
}
