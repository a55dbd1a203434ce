// Which pages stand open to the viewer by an unlock: windows and locks do not bind there (settled.md, 6.2).
import { sql, type Sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'

export type OpenUnlock = {
  readonly id: string
  readonly courseId: string
  readonly periodId: string
  readonly startsOn: string
  readonly endsOn: string
  readonly until: Date
}

/** Unlocks of the viewer that are open now, of any page. */
export function openUnlocks(ctx: Pick<Ctx, 'viewer' | 'now'>): Sql {
  const persons = ctx.viewer.schools.map((school) => school.person)
  return sql`select u.id, u.course_id as "courseId", u.period_id as "periodId", p.starts_on as "startsOn", p.ends_on as "endsOn", u.until
    from unlock u join ref_period p on p.id = u.period_id
    where u.person_id = any(${persons}::uuid[]) and u.ended_at is null and u.opened_at <= ${ctx.now} and u.until > ${ctx.now}`
}

/** The unlock that opens a lesson's page; of several, the one that lasts longest. */
export function unlockOf(
  lesson: { readonly courseId: string; readonly day: string },
  unlocks: readonly OpenUnlock[],
): OpenUnlock | null {
  return unlocks
    .filter(
      (one) => one.courseId === lesson.courseId && one.startsOn <= lesson.day && lesson.day <= one.endsOn,
    )
    .reduce<OpenUnlock | null>((best, one) => (best === null || one.until > best.until ? one : best), null)
}
