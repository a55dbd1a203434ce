import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import type { Ctx } from '../context.js'
import type { RecordRow } from './lesson-facts.js'

/**
 * Says of records that they were entered from paper after an emergency, and on which day: late stays late, but it is
 * excused. The first day stays. Records that the act has not made (nothing was entered) are not there to be marked.
 */
export async function markFromPaper(ctx: Ctx, tx: Tx, lessons: readonly RecordRow[]): Promise<void> {
  const first = lessons[0]
  if (!first) return
  await tx.sql(sql`update lesson_record set from_paper_on = ${dayIn(first.zone, ctx.now)}
    where id = any(${lessons.map((lesson) => lesson.id)}::uuid[]) and from_paper_on is null`)
}
