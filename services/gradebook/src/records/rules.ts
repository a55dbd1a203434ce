// What may be entered into a lesson, and when: the checks that every act on a record shares.
import type { Tx } from '@zhurnal/kit/database'
import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { addDays, dayIn, startOfDay } from '@zhurnal/kit/time'
import { windowEnd } from './deadlines.js'
import type { RecordRow } from './lesson-facts.js'

/** From 00:00 of the lesson's day in the school's zone on. */
export const hasBegun = (lesson: RecordRow, now: Date): boolean => now >= startOfDay(lesson.zone, lesson.day)

export function refuseEarly(lesson: RecordRow, now: Date): void {
  if (!hasBegun(lesson, now))
    refuse('TOO_EARLY', `Урок ${ruDay(lesson.day)} ещё впереди: запись откроется в этот день.`, 'lessonId')
}

export function refuseCancelled(lesson: RecordRow): void {
  if (lesson.cancelled) refuse('CANCELLED', 'Урок отменён.', 'lessonId')
}

/** A work out of lessons has marks and nothing else. */
export function refuseOutside(lesson: RecordRow): void {
  if (lesson.outside)
    refuse('BAD_INPUT', 'Это работа вне уроков: ни пропусков, ни темы, ни задания у неё нет.', 'lessonId')
}

export const editableUntil = (lesson: RecordRow): Date =>
  windowEnd(lesson.window, lesson.zone, lesson.day, lesson.yearEndsOn)

/** Change and withdrawal only: a first entry is never too late for the window (settled.md, 3.6.10). */
export function refuseAfterWindow(lesson: RecordRow, now: Date): void {
  const end = editableUntil(lesson)
  if (now < end || lesson.unlock) return
  const last = addDays(dayIn(lesson.zone, end), -1)
  refuse(
    'WINDOW_CLOSED',
    `Записи этого урока можно было менять до ${ruDay(last)} включительно (п. 3.6.10).`,
    'lessonId',
  )
}

/** The whole page is locked (6.2). */
export function refuseClosed(lesson: RecordRow): void {
  if (lesson.closed && !lesson.unlock)
    refuse('LOCKED', 'Страница закрыта: отметки за период выставлены (п. 6.2).', 'lessonId')
}

export type Entry = {
  readonly lesson: RecordRow
  readonly pupilId: string
  readonly field: readonly string[]
}

/**
 * Every pupil belongs to the class or group on the lesson's day, and no row is locked by its own period mark: that of
 * the shortest period, for the year's mark is made of those and locks no lessons. One statement for any number of entries.
 */
export async function checkPupils(tx: Tx, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return
  const asked = entries.map(({ lesson, pupilId }, n) => ({
    n,
    pupil: pupilId,
    day: lesson.day,
    course: lesson.courseId,
    class: lesson.classId,
    group: lesson.groupId,
    unlocked: Boolean(lesson.unlock),
  }))
  const faults = await tx.sql<{ n: number; member: boolean; locked: string | null }>(sql`
    select * from (
      select t.n,
        exists (select 1 from ref_membership m where m.pupil_id::text = t.pupil and not m.removed and m.from_day <= t.day
          and (m.until_day is null or m.until_day >= t.day) and (m.class_id = t.class or m.group_id = t.group)) as member,
        (select p.name from period_mark pm join ref_period p on p.id = pm.period_id
          where pm.course_id = t.course and pm.pupil_id::text = t.pupil and pm.withdrawn_at is null and not t.unlocked and p.kind <> 'YEAR'
            and t.day between p.starts_on and p.ends_on limit 1) as locked
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as t(n integer, pupil text, day date, course uuid, class uuid, "group" uuid, unlocked boolean)
    ) as checked where not member or locked is not null order by n limit 1`)
  const fault = faults[0]
  const entry = fault && entries[fault.n]
  if (!fault || !entry) return
  if (!fault.member)
    refuse('NOT_MEMBER', `Ученик не учится в этом классе или группе ${ruDay(entry.lesson.day)}.`, entry.field)
  refuse(
    'LOCKED',
    `Отметка за период «${fault.locked}» выставлена: строка ученика закрыта (п. 6.2).`,
    entry.field,
  )
}

const dayFormat = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', timeZone: 'UTC' })

/** «24 ноября» of a calendar day. */
export const ruDay = (day: string): string => dayFormat.format(new Date(`${day}T00:00:00Z`))
