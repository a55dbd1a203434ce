import { reportOf, type Report } from '@zhurnal/kit/acts'
import { decideActs, type Verdict } from '@zhurnal/kit/decide-acts'
import { mutation } from '@zhurnal/kit/mutation'
import { notFound } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { decidesCompromise } from '../policy.js'
import { journalActs } from './acts.js'
import { book } from './book.js'
import { concernedBy, type Concerned } from './concerned.js'

type Ref = { id: string }
type DecideInput = { requestId?: string | null; reportId: string; entryIds: string[]; verdict: Verdict }

/** Decides acts of a stolen login in the journals, all or nothing (4.4). */
function decideJournalActs(ctx: Ctx, input: DecideInput) {
  return mutation(ctx.db, ctx.scope, 'decideJournalActs', input, async (tx) => {
    const [report] = await tx.sql<Report>(reportOf(sql`id::text = ${input.reportId.toLowerCase()}`))
    if (!report || !decidesCompromise(ctx.viewer, report)) return notFound('reportId')
    const { now, nudge } = ctx
    await decideActs(tx, book, report, input, { now, nudge, actor: actorIn(ctx, report.schoolId) })
    return { report: { id: report.id } }
  })
}

export const compromiseResolvers = {
  Mutation: {
    decideJournalActs: (_: unknown, { input }: { input: DecideInput }, ctx: Ctx) =>
      decideJournalActs(ctx, input),
  },
  CompromiseReport: {
    __resolveReference: async (ref: Ref) => ({ __typename: 'CompromiseReport', id: ref.id }),
    journalActs: (ref: Ref, args: { state?: string | null }, ctx: Ctx) =>
      journalActs(ctx, ref.id, args.state),
    concerned: (ref: Ref, _: unknown, ctx: Ctx) => concernedBy(ctx, ref.id),
  },
  Concerned: {
    // The coordinator and the director see every pupil and course of the school.
    pupil: ({ pupilId }: Concerned) => (pupilId ? { id: pupilId } : null),
    course: ({ courseId }: Concerned) => (courseId ? { id: courseId } : null),
  },
}
