// What teachers enter on a day: attendance, topic, homework, works and marks of each lesson, and what they enter later.
import { instantAt } from '@zhurnal/kit/time'
import { pupilDays, type AbsenceCode } from './attendance.js'
import type { Ids } from './ids.js'
import type { DatedLesson } from './lessons.js'
import { Marker, type Change, type MarkEntry, type WorkEntry } from './marker.js'
import { Random } from './random.js'
import { membersOf, type CoursePlan, type PersonPlan, type SchoolPlan } from './school-plan.js'
import { homeworkOf } from './topics.js'
import { hasMarks, topicWith, writingOf } from './work.js'
import type { SchoolDay } from './year.js'

export type KeepLesson = {
  readonly lessonId: string
  topic?: string
  homework?: string
  work?: WorkEntry
  absences?: { pupilId: string; code: AbsenceCode; minutesLate?: number }[]
  marks?: MarkEntry[]
}
/** What one teacher enters in one sitting. */
export type Sitting = { readonly teacherId: string; readonly at: Date; readonly lessons: KeepLesson[] }
const minute = 60_000

export class Keeper {
  readonly marker: Marker
  private readonly courses: ReadonlyMap<string, CoursePlan>
  private readonly members: (course: CoursePlan, day: string) => readonly PersonPlan[]
  private readonly dayOf: ReturnType<typeof pupilDays>
  private readonly ordinals = new Map<string, number>()
  /** Who tries the school out: something always waits for them. */
  private readonly shown: ReadonlySet<string>

  /** `firstOrdinal`: how many lessons of a course were given before the first of the days. */
  constructor(
    private readonly plan: SchoolPlan,
    ids: Ids,
    private readonly days: readonly SchoolDay[],
    private readonly firstOrdinal: (course: CoursePlan) => number = () => 0,
  ) {
    this.courses = new Map(plan.courses.map((course) => [course.id, course]))
    this.members = membersOf(plan)
    this.marker = new Marker(plan, ids, days)
    this.dayOf = pupilDays(
      plan.people.filter((one) => one.pupil),
      days.length,
    )
    this.shown = new Set(plan.logins.map((login) => login.personId))
  }

  /** All sittings of a day, in the order of their instants. Days have to be asked for one after another. */
  sittings(day: number, lessons: readonly DatedLesson[]): Sitting[] {
    const given = lessons.filter((lesson) => !lesson.cancelled && lesson.teacherId !== null)
    const ends = this.lastEnds(given)
    const byTeacher = new Map<string, DatedLesson[]>()
    for (const lesson of given) {
      const list = byTeacher.get(lesson.teacherId ?? '')
      if (list) list.push(lesson)
      else byTeacher.set(lesson.teacherId ?? '', [lesson])
    }
    const sittings = [...byTeacher].flatMap(([teacherId, own]) => this.teachersDay(day, teacherId, own, ends))
    for (const { teacherId, lessonId, work, marks } of this.marker.checkedOn(day)) {
      const sitting = sittings.findLast((one) => one.teacherId === teacherId)
      const lesson = { lessonId, work, marks: [...marks] }
      if (sitting) sitting.lessons.push(lesson)
      else sittings.push({ teacherId, at: this.at(day, '15:30'), lessons: [lesson] })
    }
    return sittings.filter((one) => one.lessons.length > 0).sort((a, b) => a.at.getTime() - b.at.getTime())
  }

  /** Marks that are changed on a day. */
  changesOn(day: number): readonly Change[] {
    return this.marker.changesOn(day)
  }

  private at(day: number, time: string): Date {
    return instantAt(this.plan.timeZone, this.days[day]?.date ?? '', time)
  }

  /** When the last lesson of each class ends: homework is due an hour later (3.6.4). */
  private lastEnds(lessons: readonly DatedLesson[]): (course: CoursePlan) => number {
    const classesOf = new Map(this.plan.groups.map((group) => [group.id, group.schoolClassIds]))
    const of = (course: CoursePlan) => classesOf.get(course.groupId ?? '') ?? [course.schoolClassId ?? '']
    const ends = new Map<string, number>()
    for (const lesson of lessons) {
      const course = this.courses.get(lesson.courseId)
      for (const id of course ? of(course) : [])
        ends.set(id, Math.max(ends.get(id) ?? 0, lesson.endsAt.getTime()))
    }
    return (course) => Math.min(...of(course).map((id) => ends.get(id) ?? Infinity))
  }

  /** A teacher sits down after lessons, but before the homework of the first of these classes is late. */
  private teachersDay(
    day: number,
    teacherId: string,
    lessons: readonly DatedLesson[],
    ends: (course: CoursePlan) => number,
  ): Sitting[] {
    const random = new Random('sitting', teacherId, this.days[day]?.date ?? '')
    const sittings: Sitting[] = []
    let open: { kept: KeepLesson[]; due: number; end: number } | undefined
    const close = () => {
      if (!open) return
      const wanted = open.end + random.between(4, 30) * minute
      sittings.push({ teacherId, at: new Date(Math.min(wanted, open.due)), lessons: open.kept })
      open = undefined
    }
    lessons.forEach((lesson, i) => {
      const course = this.courses.get(lesson.courseId)
      if (!course) return
      const due = ends(course) + 50 * minute
      if (open && lesson.endsAt.getTime() > open.due) close()
      open ??= { kept: [], due, end: 0 }
      open.due = Math.min(open.due, due)
      open.end = lesson.endsAt.getTime()
      const left = this.leftOut(day, teacherId, lesson, i === lessons.length - 1, i === 0)
      const kept = left === 'ALL' ? this.pass(course) : this.keep(day, lesson, course)
      if (kept) open.kept.push(left === 'HOMEWORK' || left === 'TOPIC' ? without(kept, left) : kept)
    })
    close()
    return sittings
  }

  /** What a teacher has forgotten: a few things in the last days, so that something waits for everybody. */
  private leftOut(
    day: number,
    teacherId: string,
    lesson: DatedLesson,
    isLast: boolean,
    isFirst: boolean,
  ): 'ALL' | 'HOMEWORK' | 'TOPIC' | null {
    const ago = this.days.length - day
    if (this.shown.has(teacherId) && ago === 1 && isLast) return 'HOMEWORK'
    if (this.shown.has(teacherId) && ago === 3 && isFirst) return 'ALL'
    const luck = new Random('left out', lesson.id).next()
    const share = ago <= 5 ? 1 : 0.08
    return luck < 0.012 * share
      ? 'ALL'
      : luck < 0.03 * share
        ? 'HOMEWORK'
        : luck < 0.04 * share
          ? 'TOPIC'
          : null
  }

  /** The lesson's place among those of its course, from 0. */
  private nextOrdinal(course: CoursePlan): number {
    const ordinal = this.ordinals.get(course.id) ?? this.firstOrdinal(course)
    this.ordinals.set(course.id, ordinal + 1)
    return ordinal
  }

  /** The lesson was given, and nothing was entered. */
  private pass(course: CoursePlan): null {
    this.nextOrdinal(course)
    return null
  }

  private keep(day: number, lesson: DatedLesson, course: CoursePlan): KeepLesson {
    const date = this.days[day]?.date ?? ''
    const ordinal = this.nextOrdinal(course)
    const writing = writingOf(course, ordinal)
    const topic = topicWith(course, ordinal, writing)
    const members = this.members(course, date)
    const kept: KeepLesson = {
      lessonId: lesson.id,
      topic,
      homework: homeworkOf(course.subjectName, course.grade, ordinal, topic),
      absences: members.flatMap((pupil) => this.absence(day, lesson, course, pupil)),
    }
    if (!hasMarks(course)) return kept
    const present = members.filter((pupil) => !this.isAway(day, lesson, pupil))
    return { ...kept, ...this.marker.give({ day, lesson, course, writing, members, present }) }
  }

  private isAway(day: number, lesson: DatedLesson, pupil: PersonPlan): boolean {
    return (this.dayOf(pupil.id, day).awayFrom ?? 99) <= lesson.number
  }

  private absence(day: number, lesson: DatedLesson, course: CoursePlan, pupil: PersonPlan) {
    const state = this.dayOf(pupil.id, day)
    if (this.isAway(day, lesson, pupil))
      return [{ pupilId: pupil.id, code: state.code ?? ('ABSENT' as const) }]
    if (state.lateMinutes && lesson.number === 1) {
      return [{ pupilId: pupil.id, code: 'LATE' as const, minutesLate: state.lateMinutes }]
    }
    const released = state.noSport && /^физ.*культ/i.test(course.subjectName)
    return released ? [{ pupilId: pupil.id, code: 'RELEASED' as const }] : []
  }
}

function without(kept: KeepLesson, what: 'HOMEWORK' | 'TOPIC'): KeepLesson {
  const { homework, topic, ...rest } = kept
  return what === 'HOMEWORK'
    ? { ...rest, ...(topic ? { topic } : {}) }
    : { ...rest, ...(homework ? { homework } : {}) }
}
