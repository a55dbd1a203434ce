// Keeps the journals of a span of days, one day after another, each entry by its own teacher at its own hour: the log's
// instants never go back.
import { instantAt } from '@zhurnal/kit/time'
import { eachOf, type Door, type Who } from './door.js'
import type { Keeper } from './entries.js'
import type { Change } from './marker.js'
import { lessonsOfDay } from './lessons.js'
import { yearMark } from './marking.js'
import { fullNameOf } from './names.js'
import { membersOf, peopleById, type CoursePlan, type SchoolPlan } from './school-plan.js'
import { hasMarks } from './work.js'
import type { PeriodPlan, SchoolDay } from './year.js'

export type Kept = { lessons: number; marks: number; absences: number; changes: number; periodMarks: number }

/** Requests under way at once: two processors hold no more, and the log of a school takes one writer at a time. */
const atOnce = 5

/** A teacher of the plan as who writes. */
export function teacherWho(plan: SchoolPlan): (teacherId: string) => Who {
  const person = peopleById(plan)
  return (teacherId) => {
    const one = person(teacherId)
    const roles = plan.grants.some((grant) => grant.personId === teacherId && grant.role === 'SPECIALIST')
      ? (['SPECIALIST'] as const)
      : (['TEACHER'] as const)
    const name = fullNameOf({ ...one, patronymic: one.patronymic ?? '' }).trim()
    return { schoolId: plan.id, personId: teacherId, name, roles }
  }
}

/** Keeps all days; `onDay` is told after each. Gives what was entered. */
export async function keepDays(
  door: Door,
  plan: SchoolPlan,
  days: readonly SchoolDay[],
  keeper: Keeper,
  onDay: (day: number) => void = () => undefined,
): Promise<Kept> {
  const who = teacherWho(plan)
  const kept: Kept = { lessons: 0, marks: 0, absences: 0, changes: 0, periodMarks: 0 }
  for (const [day, { date }] of days.entries()) {
    const sittings = keeper.sittings(day, await lessonsOfDay(door, plan, date))
    await eachOf(sittings, atOnce, async ({ teacherId, at, lessons }) => {
      const key = `${teacherId} ${at.toISOString()}`
      await door.act('gradebook', who(teacherId), at, 'keepLessons', key, { lessons })
      kept.lessons += lessons.filter((one) => one.absences).length
      kept.marks += lessons.reduce((sum, one) => sum + (one.marks?.length ?? 0), 0)
      kept.absences += lessons.reduce((sum, one) => sum + (one.absences?.length ?? 0), 0)
    })
    const changedAt = instantAt(plan.timeZone, date, '16:40')
    await eachOf(keeper.changesOn(day), atOnce, (change) =>
      changeMark(door, who(change.teacherId), changedAt, change),
    )
    kept.changes += keeper.changesOn(day).length
    kept.periodMarks += await closePeriods(door, plan, keeper, date, days[day + 1]?.date)
    onDay(day)
  }
  return kept
}

type Page = { lessons: { id: string }[]; rows: { pupilId: string; cells: string[] }[] }

/** Looks the mark up on its page, as the teacher does, and changes it. */
async function changeMark(door: Door, who: Who, at: Date, change: Change): Promise<void> {
  const { courseId, periodId, lessonId, pupilId, value, reason } = change
  const data = await door.ask(
    'gradebook',
    who,
    at,
    'query($courseId: ID!, $periodId: ID!) { journal(courseId: $courseId, periodId: $periodId) { lessons { id } rows { pupilId cells } } }',
    { courseId, periodId },
  )
  const page = data['journal'] as Page | null
  const place = page?.lessons.findIndex((lesson) => lesson.id === lessonId) ?? -1
  const cell = page?.rows.find((row) => row.pupilId === pupilId)?.cells[place] ?? ''
  const [, markId] =
    cell
      .split(' ')
      .map((entry) => entry.split('|'))
      .find(([kind]) => kind === 'm') ?? []
  if (!markId) throw new Error(`no mark of ${pupilId} in lesson ${lessonId}`)
  const input = { markId, lessonId, pupilId, value, reason }
  await door.act('gradebook', who, at, 'recordMark', `${lessonId} ${pupilId} ${value}`, input)
}

/** On the last school day of a period its marks are set, in the evening; on the year's last day the year's too. */
async function closePeriods(
  door: Door,
  plan: SchoolPlan,
  keeper: Keeper,
  date: string,
  next: string | undefined,
): Promise<number> {
  const ending = plan.year.periods.filter((period) => {
    const end = period.kind === 'YEAR' ? plan.year.lessonsEndOn : period.endsOn
    return period.startsOn <= date && date <= end && (next ? next > end : date === lastDayBefore(plan, end))
  })
  let count = 0
  for (const period of [
    ...ending.filter(({ kind }) => kind !== 'YEAR'),
    ...ending.filter(({ kind }) => kind === 'YEAR'),
  ]) {
    count += await setMarksOf(door, plan, keeper, period, date)
  }
  return count
}

// Without a next day the span ends here: a period has ended too only when its own last study day is this one.
function lastDayBefore(plan: SchoolPlan, end: string): string {
  const off = new Set(plan.year.calendar.filter((day) => day.kind !== 'MOVED').map((day) => day.date))
  const day = new Date(`${end}T00:00:00Z`)
  const text = () => day.toISOString().slice(0, 10)
  while (off.has(text()) || !plan.studyDays.includes(day.getUTCDay() || 7))
    day.setUTCDate(day.getUTCDate() - 1)
  return text()
}

async function setMarksOf(
  door: Door,
  plan: SchoolPlan,
  keeper: Keeper,
  period: PeriodPlan,
  date: string,
): Promise<number> {
  const members = membersOf(plan)
  const who = teacherWho(plan)
  const at = instantAt(plan.timeZone, date, period.kind === 'YEAR' ? '18:30' : '17:15')
  const courses = plan.courses.filter(
    (one) => hasMarks(one) && one.teacherId && period.fromGrade <= one.grade && one.grade <= period.toGrade,
  )
  let count = 0
  await eachOf(courses, atOnce, async (course) => {
    const marks = members(course, date).map((pupil) => ({
      pupilId: pupil.id,
      value: markOf(plan, keeper, course, pupil.id, period),
    }))
    const key = `${course.id} ${period.id}`
    const input = { courseId: course.id, periodId: period.id, marks }
    await door.act('gradebook', who(course.teacherId ?? ''), at, 'setPeriodMarks', key, input)
    count += marks.length
  })
  return count
}

function markOf(
  plan: SchoolPlan,
  keeper: Keeper,
  course: CoursePlan,
  pupilId: string,
  period: PeriodPlan,
): string {
  const of = (one: PeriodPlan) => keeper.marker.book.periodMark(course.id, pupilId, one.startsOn, one.endsOn)
  if (period.kind !== 'YEAR') return of(period)
  const parts = plan.year.periods.filter(
    (one) => one.kind !== 'YEAR' && one.fromGrade <= course.grade && course.grade <= one.toGrade,
  )
  return yearMark(parts.map(of))
}
