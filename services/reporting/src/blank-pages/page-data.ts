// What a blank page of the day says of a class: pupils by alphabet, lessons of the day in their order. Pure.
import { withInitials } from '../ledger/wording.js'

export type ClassTold = {
  name: string
  pupils: { id: string; fullName: string | null }[] | null
}
export type LessonTold = {
  number: number
  startsAt: string
  state: string | null
  teacherName: string | null
  course: {
    learnersName: string | null
    subject: { name: string } | null
    group: { name: string } | null
  } | null
}
export type BlankPage = {
  name: string
  pupils: string[]
  lessons: { number: number; subject: string; teacher: string }[]
}

/** A cancelled lesson has no column; lessons of groups at the same time have one each. */
export function blankPage(schoolClass: ClassTold, lessons: readonly LessonTold[]): BlankPage {
  return {
    name: schoolClass.name,
    pupils: (schoolClass.pupils ?? []).map((pupil) => pupil.fullName ?? ''),
    lessons: lessons
      .filter((lesson) => lesson.state !== 'CANCELLED')
      .toSorted((a, b) => a.number - b.number || Date.parse(a.startsAt) - Date.parse(b.startsAt))
      .map(({ number, course, teacherName }) => ({
        number,
        subject: [course?.subject?.name ?? 'Урок', course?.group?.name].filter(Boolean).join(', '),
        teacher: teacherName ? withInitials(teacherName) : '',
      })),
  }
}
