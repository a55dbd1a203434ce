// Dated lessons as schedule made them, for a day.
import type { Door } from './door.js'
import type { SchoolPlan } from './school-plan.js'
import { operatorOf } from './set-up.js'

export type DatedLesson = {
  readonly id: string
  readonly number: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly cancelled: boolean
  readonly courseId: string
  /** Who gives it, the substitute where there is one. */
  readonly teacherId: string | null
}

type Answered = {
  id: string
  number: number
  startsAt: string
  endsAt: string
  state: string
  course: { id: string }
  teacher: { id: string } | null
}

/** All lessons of a day, by start. */
export async function lessonsOfDay(door: Door, plan: SchoolPlan, day: string): Promise<DatedLesson[]> {
  const data = await door.ask(
    'schedule',
    operatorOf(plan),
    new Date(),
    `query($day: Date!, $school: ID!) { lessons(from: $day, to: $day, schoolId: $school) {
      id number startsAt endsAt state course { id } teacher { id } } }`,
    { day, school: plan.id },
  )
  return (data['lessons'] as Answered[]).map((one) => ({
    id: one.id,
    number: one.number,
    startsAt: new Date(one.startsAt),
    endsAt: new Date(one.endsAt),
    cancelled: one.state === 'CANCELLED',
    courseId: one.course.id,
    teacherId: one.teacher?.id ?? null,
  }))
}
