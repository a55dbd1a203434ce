// Lessons of the timetable on the days that a file names, class by class.
import { addDays } from '@zhurnal/kit/time'
import type { Asker } from '../graph.js'
import { plainClass } from './names.js'
import type { Staged } from './staged.js'
import type { KnownLesson, SchoolState } from './state.js'

type Answer = {
  lessons: { id: string; date: string; number: number; state: string; course: { id: string } | null }[] | null
}

/** The graph gives at most so many days at once. */
const daysAtOnce = 42

export async function lessonsNamed(ask: Asker, school: SchoolState, staged: Staged): Promise<KnownLesson[]> {
  const found = new Map<string, KnownLesson>()
  for (const one of staged.classes) {
    const known = school.classes.find(({ name }) => plainClass(name) === plainClass(one.name))
    const days = (staged.entries ?? []).filter((entry) => entry.schoolClass === one.key).map(({ day }) => day)
    if (!known || days.length === 0) continue
    const last = days.reduce((a, b) => (a > b ? a : b))
    for (let from = days.reduce((a, b) => (a < b ? a : b)); from <= last; from = addDays(from, daysAtOnce)) {
      const to = addDays(from, daysAtOnce - 1)
      const { lessons } = await ask<Answer>(
        `query($s: ID!, $c: ID!, $from: Date!, $to: Date!) { lessons(schoolId: $s, schoolClassId: $c, from: $from, to: $to) {
          id date number state course { id } } }`,
        { s: school.id, c: known.id, from, to: to > last ? last : to },
      )
      for (const { id, date, number, state, course } of lessons ?? [])
        if (course)
          found.set(id, { id, day: date, number, courseId: course.id, cancelled: state === 'CANCELLED' })
    }
  }
  return [...found.values()]
}
