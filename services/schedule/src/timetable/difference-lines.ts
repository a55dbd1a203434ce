// Lines of a difference: «с 24.11 по 25.05, вторник, 3-й урок, 7А: была Алгебра …, будет Физика …».
import { sql } from '@zhurnal/kit/sql'
import { weekdayOf } from '@zhurnal/kit/time'
import { learnersName } from '../facts.js'
import { shortName } from '../loaders.js'
import type { Asked, Version } from './dated-lessons.js'

/** A lesson of a course on a day, as it is planned. Instants are RFC 3339 in UTC. */
export type Place = {
  courseId: string
  day: string
  number: number
  startsAt: string
  endsAt: string
  roomId: string | null
}

export type DifferenceLine = {
  schoolClass: { id: string } | null
  learnersName: string
  from: string
  until: string
  weekday: number
  number: number
  was: string | null
  will: string | null
  lessons: number
}

type CourseWords = {
  id: string
  classId: string | null
  grade: number
  learners: string
  subject: string
  teacher: string | null
}
type Words = {
  course: ReadonlyMap<string, CourseWords>
  room: ReadonlyMap<string, string>
  time: (instant: string) => string
}
type Differing = { course: CourseWords; weekday: number; number: number; days: Map<string, Day> }
type Day = { was: Set<string>; will: Set<string> }

/** Days on which the same stood and the same will stand are one line. By class, weekday, number. */
export async function linesOf(
  db: Asked,
  version: Version,
  before: readonly Place[],
  after: readonly Place[],
): Promise<DifferenceLine[]> {
  const words = await wordsOf(db, version)
  const places = new Map<string, Differing>()
  const note = (place: Place, side: 'was' | 'will') => {
    const course = words.course.get(place.courseId)
    if (!course) return
    const weekday = weekdayOf(place.day)
    const key = `${course.learners}|${weekday}|${place.number}`
    const known = places.get(key) ?? { course, weekday, number: place.number, days: new Map<string, Day>() }
    places.set(key, known)
    const day = known.days.get(place.day) ?? { was: new Set(), will: new Set() }
    known.days.set(place.day, day)
    day[side].add(inWords(place, course, words))
  }
  for (const place of before) note(place, 'was')
  for (const place of after) note(place, 'will')
  const collator = new Intl.Collator('ru', { numeric: true })
  return [...places.values()]
    .sort(
      (a, b) =>
        a.course.grade - b.course.grade ||
        collator.compare(a.course.learners, b.course.learners) ||
        a.weekday - b.weekday ||
        a.number - b.number,
    )
    .flatMap(linesOfPlace)
}

function linesOfPlace({ course, weekday, number, days }: Differing): DifferenceLine[] {
  const lines = new Map<string, DifferenceLine>()
  for (const [day, { was, will }] of [...days].sort(([a], [b]) => a.localeCompare(b))) {
    const [before, after] = [told(was), told(will)]
    const key = `${before ?? ''}|${after ?? ''}`
    const line = lines.get(key)
    if (line) {
      line.until = day
      line.lessons += 1
    } else {
      lines.set(key, {
        schoolClass: course.classId ? { id: course.classId } : null,
        learnersName: course.learners,
        from: day,
        until: day,
        weekday,
        number,
        was: before,
        will: after,
        lessons: 1,
      })
    }
  }
  return [...lines.values()]
}

const told = (words: ReadonlySet<string>): string | null =>
  words.size > 0 ? [...words].sort().join('; ') : null

const inWords = (place: Place, course: CourseWords, words: Words): string =>
  [
    course.subject,
    course.teacher,
    `${words.time(place.startsAt)}–${words.time(place.endsAt)}`,
    place.roomId ? `каб. ${words.room.get(place.roomId) ?? '?'}` : null,
  ]
    .filter(Boolean)
    .join(', ')

async function wordsOf(db: Asked, version: Version): Promise<Words> {
  const [courses, rooms, [school]] = await Promise.all([
    db.sql<CourseWords>(sql`select c.id, c.class_id as "classId", ${learnersName} as learners, s.name as subject,
        ${shortName(sql`t`)} as teacher,
        coalesce(k.grade, (select min(one.grade) from ref_class one where one.id = any(g.class_ids)), 0) as grade
      from course c join subject s on s.id = c.subject_id left join ref_person t on t.id = c.teacher_id
        left join ref_class k on k.id = c.class_id left join ref_group g on g.id = c.group_id
      where c.school_id = ${version.schoolId} and c.year_id = ${version.yearId}`),
    db.sql<{ id: string; name: string }>(
      sql`select id, name from room where school_id = ${version.schoolId}`,
    ),
    db.sql<{ zone: string }>(sql`select time_zone as zone from ref_school where id = ${version.schoolId}`),
  ])
  const clock = new Intl.DateTimeFormat('ru', {
    timeZone: school?.zone ?? 'UTC',
    hour: '2-digit',
    minute: '2-digit',
  })
  const times = new Map<string, string>()
  return {
    course: new Map(courses.map((course) => [course.id, course])),
    room: new Map(rooms.map((room) => [room.id, room.name])),
    // Formatting is slow, and of a year's lessons there are tens of thousands but of clock times few a day.
    time: (instant) => {
      let known = times.get(instant)
      if (known === undefined) times.set(instant, (known = clock.format(new Date(instant))))
      return known
    },
  }
}
