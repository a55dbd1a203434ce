// What teachers enter on a day: attendance, topic, homework, works and marks of each lesson, and what they enter later.
import { instantAt } from '@zhurnal/kit/time'
import { pupilDays, type AbsenceCode } from './attendance.js'
import type { Ids } from './ids.js'
import type { DatedLesson } from './lessons.js'
import { MarkBook, markFor, type KeptMark } from './marking.js'
import { Random } from './random.js'
import { membersOf, type CoursePlan, type PersonPlan, type SchoolPlan } from './school-plan.js'
import { homeworkOf, weightOf } from './topics.js'
import { hasMarks, titleOf, topicWith, writingOf, type Writing } from './work.js'
import { periodOf } from './period-of.js'
import type { SchoolDay } from './year.js'

export type KeepLesson = {
  readonly lessonId: string
  topic?: string
  homework?: string
  work?: { id: string; kind: string; title: string; weight: number }
  absences?: { pupilId: string; code: AbsenceCode; minutesLate?: number }[]
  marks?: { pupilId: string; value: string; comment?: string }[]
}
/** What one teacher enters in one sitting. */
export type Sitting = { readonly teacherId: string; readonly at: Date; readonly lessons: KeepLesson[] }
/** A mark that the teacher will change on a later day. */
export type Change = {
  readonly courseId: string
  readonly lessonId: string
  readonly pupilId: string
  readonly teacherId: string
  readonly periodId: string
  readonly kept: KeptMark
  readonly value: string
  readonly reason: string
}

const comments = [
  'Отличный ответ у доски',
  'Работа над ошибками выполнена',
  'Отвечал по теме прошлого урока',
  'Решение с недочётом',
  'Задача повышенной сложности',
  'Дополнил ответ товарища',
  'Неполный ответ',
]

const minute = 60_000

export class Keeper {
  readonly marks = new MarkBook()
  private readonly courses: ReadonlyMap<string, CoursePlan>
  private readonly members: (course: CoursePlan, day: string) => readonly PersonPlan[]
  private readonly dayOf: ReturnType<typeof pupilDays>
  private readonly ordinals = new Map<string, number>()
  private readonly turns = new Map<string, number>()
  private readonly later = new Map<number, { teacherId: string; lesson: KeepLesson }[]>()
  private readonly changes = new Map<number, Change[]>()
  /** Who tries the school out: something always waits for them. */
  private readonly shown: ReadonlySet<string>

  /** `firstOrdinal`: how many lessons of a course were given before the first of the days. */
  constructor(
    private readonly plan: SchoolPlan,
    private readonly ids: Ids,
    private readonly days: readonly SchoolDay[],
    private readonly firstOrdinal: (course: CoursePlan) => number = () => 0,
  ) {
    this.courses = new Map(plan.courses.map((course) => [course.id, course]))
    this.members = membersOf(plan)
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
    for (const { teacherId, lesson } of this.later.get(day) ?? []) {
      const sitting = sittings.findLast((one) => one.teacherId === teacherId)
      if (sitting) sitting.lessons.push(lesson)
      else sittings.push({ teacherId, at: this.at(day, '15:30'), lessons: [lesson] })
    }
    this.later.delete(day)
    return sittings.filter((one) => one.lessons.length > 0).sort((a, b) => a.at.getTime() - b.at.getTime())
  }

  /** Marks that are changed on a day. They are the book's already: the change has to be written too. */
  changesOn(day: number): readonly Change[] {
    const due = this.changes.get(day) ?? []
    for (const change of due) change.kept.value = change.value
    return due
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
      const kept = this.keep(day, lesson, course)
      const left = this.leftOut(day, teacherId, lesson, i === lessons.length - 1, i === 0)
      if (left !== 'ALL')
        open.kept.push(
          left === 'HOMEWORK' ? without(kept, 'homework') : left === 'TOPIC' ? without(kept, 'topic') : kept,
        )
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

  private keep(day: number, lesson: DatedLesson, course: CoursePlan): KeepLesson {
    const date = this.days[day]?.date ?? ''
    const ordinal = this.ordinals.get(course.id) ?? this.firstOrdinal(course)
    this.ordinals.set(course.id, ordinal + 1)
    const writing = writingOf(course, ordinal)
    const topic = topicWith(course, ordinal, writing)
    const members = this.members(course, date)
    const kept: KeepLesson = {
      lessonId: lesson.id,
      topic,
      homework: homeworkOf(course.subjectName, course.grade, ordinal, topic),
      absences: members.flatMap((pupil) => this.absence(day, lesson, course, pupil)),
    }
    if (hasMarks(course)) this.giveMarks({ day, lesson, course, ordinal, writing, members, kept })
    return kept
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

  private giveMarks(given: Given): void {
    const { day, lesson, course, writing, members, kept } = given
    const present = members.filter((pupil) => !this.isAway(day, lesson, pupil))
    if (!writing) {
      const share = course.weeklyHours <= 1 ? 0.4 : course.weeklyHours <= 2 ? 0.27 : 0.2
      const random = new Random('answers', lesson.id)
      const count = Math.round(members.length * share * (0.7 + random.next() * 0.6))
      kept.marks = this.inTurn(course, members, present, count).map((pupil) =>
        this.mark(given, pupil, random),
      )
      return
    }
    const asked = writing.large
      ? present
      : present.filter((pupil) => new Random('asked', lesson.id, pupil.id).chance(0.5))
    const random = new Random('works', lesson.id)
    const work = {
      id: this.ids.of('work', lesson.id),
      kind: writing.kind,
      title: titleOf(writing),
      weight: weightOf[writing.kind],
    }
    const marks = asked.map((pupil) => this.mark(given, pupil, random))
    const owing = writing.large
      ? members.filter((pupil) => !present.includes(pupil)).filter(() => random.chance(0.06))
      : []
    marks.push(...owing.map((pupil) => this.point(given, pupil, random)))
    const checked = this.checkedOn(day, course, writing.large ? random.between(1, 3) : random.between(0, 1))
    if (checked === day) Object.assign(kept, { work, marks })
    else
      this.laterOn(checked, {
        teacherId: course.teacherId ?? '',
        lesson: { lessonId: lesson.id, work, marks },
      })
  }

  /** The day on which a work has been checked: not after the period, whose marks close the page. */
  private checkedOn(day: number, course: CoursePlan, wanted: number): number {
    const end = periodOf(this.plan, course.grade, this.days[day]?.date ?? '')?.endsOn ?? ''
    let checked = day + wanted
    while (checked > day && (this.days[checked]?.date ?? '') > end) checked -= 1
    return checked
  }

  private laterOn(day: number, entry: { teacherId: string; lesson: KeepLesson }): void {
    const list = this.later.get(day)
    if (list) list.push(entry)
    else this.later.set(day, [entry])
  }

  /** Everybody is asked in turn, so that nobody is left without marks at the end of a period. */
  private inTurn(
    course: CoursePlan,
    members: readonly PersonPlan[],
    present: readonly PersonPlan[],
    count: number,
  ): PersonPlan[] {
    const order = new Random('turn', course.id).shuffled(members)
    const asked: PersonPlan[] = []
    let turn = this.turns.get(course.id) ?? 0
    for (let looked = 0; looked < order.length && asked.length < count; looked += 1, turn += 1) {
      const pupil = order[turn % order.length]
      if (pupil && present.includes(pupil)) asked.push(pupil)
    }
    this.turns.set(course.id, turn)
    return asked
  }

  private mark(given: Given, pupil: PersonPlan, random: Random) {
    const { lesson, course, writing } = given
    const value = markFor(pupil.id, course.subjectId, lesson.id)
    const kept = this.book(given, pupil, value)
    const retaken = writing?.large === true && value === '2' && random.chance(0.1)
    if (retaken)
      this.change(given, pupil, kept, random.between(4, 7), random.pick(['3', '4']), 'Пересдача работы')
    else if (random.chance(0.0006)) {
      const other = value === '5' ? '4' : String(Number(value) + 1)
      this.change(given, pupil, kept, random.between(1, 2), other, 'Ошибка при вводе')
    }
    return { pupilId: pupil.id, value, ...(random.chance(0.012) ? { comment: random.pick(comments) } : {}) }
  }

  /** A point: the work is owed. Some write it later. */
  private point(given: Given, pupil: PersonPlan, random: Random) {
    const kept = this.book(given, pupil, '.')
    const value = markFor(pupil.id, given.course.subjectId, `${given.lesson.id} later`)
    this.change(given, pupil, kept, random.between(5, 8), value, 'Работа написана после болезни')
    return { pupilId: pupil.id, value: '.', comment: 'Работу предстоит написать' }
  }

  private book({ day, course, writing }: Given, pupil: PersonPlan, value: string): KeptMark {
    const weight = writing ? weightOf[writing.kind] : 1
    return this.marks.add(course.id, pupil.id, { day: this.days[day]?.date ?? '', value, weight })
  }

  /** Notes a change so many school days later, if the period and the days still hold it. */
  private change(
    given: Given,
    pupil: PersonPlan,
    kept: KeptMark,
    after: number,
    value: string,
    reason: string,
  ): void {
    const { day, course, lesson } = given
    const on = day + after
    const date = this.days[on]?.date
    const period = periodOf(this.plan, course.grade, this.days[day]?.date ?? '')
    if (!date || !period || date >= period.endsOn || !course.teacherId) return
    const list = this.changes.get(on) ?? []
    this.changes.set(on, list)
    list.push({
      courseId: course.id,
      lessonId: lesson.id,
      pupilId: pupil.id,
      teacherId: course.teacherId,
      periodId: period.id,
      kept,
      value,
      reason,
    })
  }
}

type Given = {
  readonly day: number
  readonly lesson: DatedLesson
  readonly course: CoursePlan
  readonly ordinal: number
  readonly writing: Writing | null
  readonly members: readonly PersonPlan[]
  readonly kept: KeepLesson
}

function without(kept: KeepLesson, name: 'homework' | 'topic'): KeepLesson {
  const { [name]: _, ...rest } = kept
  return rest
}
