// Marks of examinations, and the final ones, which go into the certificate (1.11, 3.6.6, 3.6.8; settled.md, Marks). They
// stand on the page of the course's year and are locked with it.
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import type { Ctx } from '../context.js'
import { maySetPeriodMarks } from '../policy.js'
import { enterSetMarks, withdrawSetMark, type MarkInput, type SetMark, type Shelf } from './enter.js'
import { maySetOn, pageAlone, pageOf, yearPageOf, type Page } from './page.js'

export type FinalKind = 'EXAM' | 'FINAL'
export type FinalMarkRow = SetMark & { kind: FinalKind }

const shelfOf = (kind: FinalKind): Shelf => ({
  table: sql`final_mark`,
  keyColumn: sql`kind`,
  key: kind,
  once: sql`final_mark_one`,
  noun: 'finalMark',
  facts: { kind },
  proposed: (of) => (kind === 'FINAL' ? (of?.final ?? null) : null),
})

export type SetFinalMarksInput = {
  requestId?: string | null
  courseId: string
  kind: FinalKind
  marks: MarkInput[]
}

/** Sets marks of an examination, or final ones, all or nothing; by whom and when as of a period mark. */
export async function setFinalMarks(ctx: Ctx, input: SetFinalMarksInput) {
  return mutation(ctx.db, ctx.scope, 'setFinalMarks', input, async (tx) => {
    const page = await yearPage(tx, input.courseId, (one) => maySetOn(ctx, one))
    const marks = input.marks.map((one, i) => ({ ...one, field: ['marks', String(i), 'pupilId'] }))
    return { set: (await enterSetMarks(ctx, tx, page, shelfOf(input.kind), marks)).length }
  })
}

/** The page of the year, alone. A course that may not be known of is NOT_FOUND before it is said that it has no year. */
async function yearPage(tx: Tx, courseId: string, may: (page: Page) => boolean): Promise<Page> {
  const periodId = await yearPageOf(tx, courseId)
  if (periodId) return pageAlone(tx, courseId, periodId, may)
  const [any] = isId(courseId)
    ? await tx.sql<{ id: string }>(
        sql`select p.id from ref_course c join ref_period p on p.year_id = c.year_id where c.id = ${courseId} limit 1`,
      )
    : []
  const seen = any && (await pageOf(tx, courseId, any.id))
  if (!seen || !may(seen)) return notFound('courseId')
  return refuse('BAD_INPUT', 'В учебном году не задан период «Год»: его задаёт координатор.', 'courseId')
}

export type WithdrawFinalMarkInput = {
  requestId?: string | null
  finalMarkId: string
  reason?: string | null
  expectedVersion?: number | null
}

/** Takes one back: the course's teacher. */
export async function withdrawFinalMark(ctx: Ctx, input: WithdrawFinalMarkInput) {
  return mutation(ctx.db, ctx.scope, 'withdrawFinalMark', input, async (tx) => {
    if (!isId(input.finalMarkId)) return notFound('finalMarkId')
    const [found] = await tx.sql<{ courseId: string; kind: FinalKind }>(
      sql`select course_id as "courseId", kind from final_mark where id = ${input.finalMarkId} and withdrawn_at is null`,
    )
    const periodId = found && (await yearPageOf(tx, found.courseId))
    const seen = found && periodId && (await pageOf(tx, found.courseId, periodId))
    if (!found || !seen || !maySetPeriodMarks(ctx.viewer, seen)) return notFound('finalMarkId')
    const page = await pageAlone(tx, seen.courseId, seen.periodId, () => true)
    const mark = await withdrawSetMark(ctx, tx, page, shelfOf(found.kind), {
      ...input,
      id: input.finalMarkId,
    })
    return { finalMark: { ...mark, kind: found.kind } }
  })
}
