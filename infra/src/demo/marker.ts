// Marks of a lesson: answers of some, written works of all; what is checked later, and what is changed later still.
import { addDays } from '@zhurnal/kit/time'
import type { Ids } from './ids.js'
import type { DatedLesson } from './lessons.js'
import { MarkBook, markFor, type KeptMark } from './marking.js'
import { periodOf } from './period-of.js'
import { Random } from './random.js'
import type { CoursePlan, PersonPlan, SchoolPlan } from './school-plan.js'
import { weightOf } from './topics.js'
import { titleOf, type Writing } from './work.js'
import type { SchoolDay } from './year.js'

export type MarkEntry = { pupilId: string; value: string; comment?: string }
export type WorkEntry = { id: string; kind: string; title: string; weight: number }
/** A work whose marks are entered on a day after the lesson. */
export type CheckedWork = {
  readonly teacherId: string
  readonly lessonId: string
  readonly work: WorkEntry
  readonly marks: readonly MarkEntry[]
}
/** A mark that the teacher changes on a later day. */
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
export type LessonGiven = {
  /** Index of the school day. */
  readonly day: number
  readonly lesson: DatedLesson
  readonly course: CoursePlan
  readonly writing: Writing | null
  readonly members: readonly PersonPlan[]
  readonly present: readonly PersonPlan[]
}
/** A lesson's marks with the index of the day on which they are entered. */
type Entered = LessonGiven & { readonly enteredOn: number }

/** Calendar days for which an entry may be changed: a school's window is two weeks unless it says otherwise (3.6.10). */
const windowDays = 13

const comments = [
  'Отличный ответ у доски',
  'Работа над ошибками выполнена',
  'Отвечал по теме прошлого урока',
  'Решение с недочётом',
  'Задача повышенной сложности',
  'Дополнил ответ товарища',
  'Неполный ответ',
]

export class Marker {
  readonly book = new MarkBook()
  private readonly turns = new Map<string, number>()
  private readonly later = new Map<number, CheckedWork[]>()
  private readonly changes = new Map<number, Change[]>()

  constructor(
    private readonly plan: SchoolPlan,
    private readonly ids: Ids,
    private readonly days: readonly SchoolDay[],
  ) {}

  /** What is entered with the lesson itself; the rest comes by `checkedOn` and `changesOn`. */
  give(given: LessonGiven): { work?: WorkEntry; marks?: MarkEntry[] } {
    return given.writing ? this.written(given, given.writing) : { marks: this.answers(given) }
  }

  /** Works of earlier lessons whose marks are entered on a day. */
  checkedOn(day: number): readonly CheckedWork[] {
    return this.later.get(day) ?? []
  }

  /** Marks that are changed on a day: in the book they are from then on. */
  changesOn(day: number): readonly Change[] {
    const due = this.changes.get(day) ?? []
    for (const change of due) change.kept.value = change.value
    return due
  }

  private answers(given: LessonGiven): MarkEntry[] {
    const { lesson, course, members } = given
    const share = course.weeklyHours <= 1 ? 0.4 : course.weeklyHours <= 2 ? 0.27 : 0.2
    const random = new Random('answers', lesson.id)
    const count = Math.round(members.length * share * (0.7 + random.next() * 0.6))
    return this.inTurn(given, count).map((pupil) =>
      this.mark({ ...given, enteredOn: given.day }, pupil, random),
    )
  }

  /** Everybody is asked in turn, so that nobody is left without marks at the end of a period. */
  private inTurn({ course, members, present }: LessonGiven, count: number): PersonPlan[] {
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

  private written(given: LessonGiven, writing: Writing): { work?: WorkEntry; marks?: MarkEntry[] } {
    const { day, lesson, course, members, present } = given
    const random = new Random('works', lesson.id)
    const wanted = writing.large ? random.between(1, 3) : random.between(0, 1)
    const entered = { ...given, enteredOn: this.checkDay(day, course, wanted) }
    const wrote = writing.large
      ? present
      : present.filter((pupil) => new Random('asked', lesson.id, pupil.id).chance(0.5))
    const marks = wrote.map((pupil) => this.mark(entered, pupil, random))
    const away = writing.large ? members.filter((pupil) => !present.includes(pupil)) : []
    marks.push(...away.filter(() => random.chance(0.06)).map((pupil) => this.point(entered, pupil, random)))
    const { kind } = writing
    const work = { id: this.ids.of('work', lesson.id), kind, title: titleOf(writing), weight: weightOf[kind] }
    if (entered.enteredOn === day) return { work, marks }
    const list = this.later.get(entered.enteredOn) ?? []
    this.later.set(entered.enteredOn, list)
    list.push({ teacherId: course.teacherId ?? '', lessonId: lesson.id, work, marks })
    return {}
  }

  /** The day on which a work has been checked: not after the period, whose marks close the page. */
  private checkDay(day: number, course: CoursePlan, wanted: number): number {
    const end = periodOf(this.plan, course.grade, this.days[day]?.date ?? '')?.endsOn ?? ''
    let checked = day + wanted
    while (checked > day && (this.days[checked]?.date ?? '') > end) checked -= 1
    return checked
  }

  private mark(given: Entered, pupil: PersonPlan, random: Random): MarkEntry {
    const { lesson, course, writing } = given
    const value = markFor(pupil.id, course.subjectId, lesson.id)
    const kept = this.note(given, pupil, value)
    if (writing?.large && value === '2' && random.chance(0.1)) {
      this.change(given, pupil, kept, random.between(3, 6), random.pick(['3', '4']), 'Пересдача работы')
    } else if (random.chance(0.0006)) {
      const other = value === '5' ? '4' : String(Number(value) + 1)
      this.change(given, pupil, kept, random.between(1, 2), other, 'Ошибка при вводе')
    }
    return { pupilId: pupil.id, value, ...(random.chance(0.012) ? { comment: random.pick(comments) } : {}) }
  }

  /** A point: the work is owed. Some write it later. */
  private point(given: Entered, pupil: PersonPlan, random: Random): MarkEntry {
    const kept = this.note(given, pupil, '.')
    const value = markFor(pupil.id, given.course.subjectId, `${given.lesson.id} later`)
    this.change(given, pupil, kept, random.between(4, 7), value, 'Работа написана после болезни')
    return { pupilId: pupil.id, value: '.', comment: 'Работу предстоит написать' }
  }

  private note({ day, course, writing }: LessonGiven, pupil: PersonPlan, value: string): KeptMark {
    const weight = writing ? weightOf[writing.kind] : 1
    return this.book.add(course.id, pupil.id, { day: this.days[day]?.date ?? '', value, weight })
  }

  /** Plans a change so many school days after the mark was entered, if the days and the open page last till then. */
  private change(
    given: Entered,
    pupil: PersonPlan,
    kept: KeptMark,
    after: number,
    value: string,
    reason: string,
  ): void {
    const { day, enteredOn, course, lesson } = given
    const date = this.days[enteredOn + after]?.date
    const period = periodOf(this.plan, course.grade, this.days[day]?.date ?? '')
    const next = this.days[enteredOn + after + 1]?.date
    const lasts = date !== undefined && period !== undefined && (next === undefined || next <= period.endsOn)
    const isOpen = lasts && date <= period.endsOn && date <= addDays(this.days[day]?.date ?? '', windowDays)
    if (!isOpen || !course.teacherId) return
    const list = this.changes.get(enteredOn + after) ?? []
    this.changes.set(enteredOn + after, list)
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
