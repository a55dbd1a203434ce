import type { DayLessonFragment } from '../generated/graph.js'

/** «7А · Алгебра» */
export const courseWords = ({ course }: DayLessonFragment): string =>
  [course?.learnersName, course?.subject?.name].filter(Boolean).join(' · ') || 'Урок'

/** Who gives the lesson by the timetable. */
export const ownTeacher = ({ substitution, teacherName, course }: DayLessonFragment): string =>
  (substitution ? substitution.insteadOfName : (teacherName ?? course?.teacherName)) ?? 'без учителя'

export const roomWords = ({ room }: DayLessonFragment): string =>
  room ? room.name.replace(/^каб(инет|\.)\s*/i, '') : '–'
