// Teachers who are away, who stands in for them, and lessons that are cancelled: entered by the deputy in the morning.
import { instantAt } from '@zhurnal/kit/time'
import { eachOf, type Door, type Who } from './door.js'
import { lessonsOfDay, type DatedLesson } from './lessons.js'
import { fullNameOf } from './names.js'
import { Random } from './random.js'
import { peopleById, type CoursePlan, type SchoolPlan } from './school-plan.js'
import type { SchoolDay } from './year.js'

type Away = { readonly teacherId: string; readonly reason: string }
type Act =
  | {
      readonly kind: 'substituteTeacher'
      readonly lesson: DatedLesson
      readonly teacherId: string
      readonly reason: string
    }
  | { readonly kind: 'cancelLesson'; readonly lesson: DatedLesson; readonly reason: string }

const reasons = ['Больничный лист', 'Курсы повышения квалификации', 'Командировка', 'Семейные обстоятельства']
const cancellations = ['Отключение воды в здании', 'Олимпиада', 'Экскурсия класса']
const mostAway = 2

/**
 * Enters the changes of all days; the last one is today when `today` is among them, and its changes are known since the
 * afternoon before. Gives how many lessons were changed.
 */
export async function enterChanges(
  door: Door,
  plan: SchoolPlan,
  days: readonly SchoolDay[],
  today: string,
): Promise<{ substituted: number; cancelled: number }> {
  const deputy = deputyOf(plan)
  const away = teachersAway(plan, days, today)
  const counted = { substituted: 0, cancelled: 0 }
  for (const [i, { date }] of days.entries()) {
    const absent = away[i] ?? []
    const cancels = date === today || new Random('cancel', date).chance(0.12)
    if (absent.length === 0 && !cancels) continue
    const lessons = await lessonsOfDay(door, plan, date)
    const before = date === today ? days[i - 1]?.date : undefined
    const at = before ? instantAt(plan.timeZone, before, '15:40') : instantAt(plan.timeZone, date, '07:40')
    const acts = [
      ...actsOf(plan, lessons, absent),
      ...(cancels ? cancellationOf(plan, lessons, absent, date) : []),
    ]
    await eachOf(acts, 3, async (act) => {
      const { kind, lesson, reason } = act
      const input = {
        lessonId: lesson.id,
        reason,
        ...(kind === 'substituteTeacher' ? { teacherId: act.teacherId } : {}),
      }
      await door.act('schedule', deputy, at, kind, lesson.id, input)
      counted[kind === 'substituteTeacher' ? 'substituted' : 'cancelled'] += 1
    })
  }
  await door.applied('schedule')
  return counted
}

export function deputyOf(plan: SchoolPlan): Who {
  const grant = plan.grants.find((one) => one.role === 'DEPUTY')
  if (!grant) throw new Error('the school has no deputy')
  const person = peopleById(plan)(grant.personId)
  const name = fullNameOf({ ...person, patronymic: person.patronymic ?? '' })
  return { schoolId: plan.id, personId: person.id, name, roles: ['DEPUTY'] }
}

/** Who is away on each day: at most two at once, for one to four days; never someone with a login today. */
function teachersAway(plan: SchoolPlan, days: readonly SchoolDay[], today: string): Away[][] {
  const teachers = [...new Set(plan.courses.flatMap((course) => course.teacherId ?? []))]
  const shown = new Set(plan.logins.map((login) => login.personId))
  const away: Away[][] = days.map(() => [])
  for (const teacherId of teachers) {
    const random = new Random('away', teacherId)
    let left = 0
    let reason = ''
    for (const [i, { date }] of days.entries()) {
      if (left > 0) left -= 1
      else if (random.chance(0.006)) [left, reason] = [random.between(1, 4), random.pick(reasons)]
      const list = away[i]
      const isShownToday = date === today && shown.has(teacherId)
      if (left > 0 && list && list.length < mostAway && !isShownToday) list.push({ teacherId, reason })
    }
  }
  const last = days.findIndex(({ date }) => date === today)
  const list = away[last]
  if (list && list.length === 0) {
    const random = new Random('away', today)
    list.push({
      teacherId: random.pick(teachers.filter((id) => !shown.has(id))),
      reason: random.pick(reasons),
    })
  }
  return away
}

function actsOf(plan: SchoolPlan, lessons: readonly DatedLesson[], absent: readonly Away[]): Act[] {
  const courses = new Map(plan.courses.map((course) => [course.id, course]))
  const busy = new Set(lessons.map((lesson) => `${lesson.teacherId} ${lesson.number}`))
  const load = new Map<string, number>()
  for (const { teacherId } of lessons) if (teacherId) load.set(teacherId, (load.get(teacherId) ?? 0) + 1)
  const gone = new Set(absent.map((one) => one.teacherId))
  return absent.flatMap(({ teacherId, reason }) =>
    lessons
      .filter((lesson) => lesson.teacherId === teacherId)
      .map((lesson): Act => {
        const course = courses.get(lesson.courseId)
        const isFree = (id: string) => !gone.has(id) && !busy.has(`${id} ${lesson.number}`)
        const found = course && standIn(plan, course, (id) => (isFree(id) ? (load.get(id) ?? 0) : Infinity))
        if (!found) return { kind: 'cancelLesson', lesson, reason: `${reason}, замены нет` }
        busy.add(`${found} ${lesson.number}`)
        load.set(found, (load.get(found) ?? 0) + 1)
        return { kind: 'substituteTeacher', lesson, teacherId: found, reason }
      }),
  )
}

/** Who teaches the same subject, else anybody of the same steps of the school, with the fewest lessons that day. */
function standIn(
  plan: SchoolPlan,
  course: CoursePlan,
  loadOf: (teacherId: string) => number,
): string | undefined {
  // The specialist, whose only course has no attestation, stands in for nobody.
  const near = (other: CoursePlan) => !other.withoutAttestation && other.grade <= 4 === course.grade <= 4
  for (const fits of [(other: CoursePlan) => other.subjectId === course.subjectId && near(other), near]) {
    const ids = [...new Set(plan.courses.filter(fits).flatMap((other) => other.teacherId ?? []))]
    const free = ids
      .filter((id) => loadOf(id) < 7)
      .sort((a, b) => loadOf(a) - loadOf(b) || a.localeCompare(b))
    if (free[0]) return free[0]
  }
  return undefined
}

/** The last lesson of one class falls out. */
function cancellationOf(
  plan: SchoolPlan,
  lessons: readonly DatedLesson[],
  absent: readonly Away[],
  date: string,
): Act[] {
  const random = new Random('cancelled', date)
  const upper = plan.classes.filter((one) => one.grade > 4 && one.name !== '7А')
  if (upper.length === 0) return []
  const { id } = random.pick(upper)
  const own = new Set(plan.courses.filter((course) => course.schoolClassId === id).map((course) => course.id))
  const gone = new Set(absent.map((one) => one.teacherId))
  const last = lessons.filter((lesson) => own.has(lesson.courseId)).at(-1)
  if (!last || gone.has(last.teacherId ?? '')) return []
  return [{ kind: 'cancelLesson', lesson: last, reason: random.pick(cancellations) }]
}
