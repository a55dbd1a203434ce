// Which of the day's lessons are shown. Pure.
import type { DayLessonFragment } from '../generated/graph.js'

export type Wanted = { readonly classId: string; readonly teacher: string; readonly changedOnly: boolean }

export const isChanged = ({ substitution, state }: DayLessonFragment): boolean =>
  Boolean(substitution) || state === 'CANCELLED'

export const changedOf = (lessons: readonly DayLessonFragment[]): readonly DayLessonFragment[] =>
  lessons.filter(isChanged)

const classIds = ({ course }: DayLessonFragment): readonly string[] =>
  course?.schoolClass ? [course.schoolClass.id] : (course?.group?.schoolClasses?.map(({ id }) => id) ?? [])

/** Both who gives the lesson and who should have: one looks for an absent teacher by the name in the timetable. */
const teachers = ({ teacherName, course, substitution }: DayLessonFragment): readonly string[] =>
  [teacherName, substitution?.insteadOfName, substitution ? null : course?.teacherName].flatMap(
    (name) => name ?? [],
  )

/** The wanted ones, by start and then by class. */
export const matching = (
  lessons: readonly DayLessonFragment[],
  wanted: Wanted,
): readonly DayLessonFragment[] =>
  lessons
    .filter(
      (lesson) =>
        (!wanted.classId || classIds(lesson).includes(wanted.classId)) &&
        (!wanted.teacher || teachers(lesson).includes(wanted.teacher)) &&
        (!wanted.changedOnly || isChanged(lesson)),
    )
    .sort(byStartAndClass)

const byStartAndClass = (one: DayLessonFragment, other: DayLessonFragment): number =>
  one.startsAt.localeCompare(other.startsAt) || byClass.compare(learnersOf(one), learnersOf(other))

// 2А before 10А.
const byClass = new Intl.Collator('ru', { numeric: true })
const learnersOf = ({ course }: DayLessonFragment): string => course?.learnersName ?? ''

/** Classes that have a lesson on the day, by grade and name. */
export function classesIn(
  lessons: readonly DayLessonFragment[],
): readonly { readonly id: string; readonly name: string }[] {
  const known = new Map(
    lessons.flatMap(({ course }) =>
      course?.schoolClass ? [[course.schoolClass.id, course.schoolClass]] : [],
    ),
  )
  return [...known.values()].sort(
    (one, other) => one.grade - other.grade || one.name.localeCompare(other.name, 'ru'),
  )
}

export const teachersIn = (lessons: readonly DayLessonFragment[]): readonly string[] =>
  [...new Set(lessons.flatMap(teachers))].sort((one, other) => one.localeCompare(other, 'ru'))
