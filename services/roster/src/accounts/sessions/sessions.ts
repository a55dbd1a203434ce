import { mutation } from '@zhurnal/kit/mutation'
import { notFound } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../../context.js'

export type SessionRow = {
  id: string
  startedAt: Date
  lastUsedAt: Date
  userAgent: string | null
  address: string | null
  current: boolean
  concurrent: boolean
}

/** Sessions of one login are used at once when both were within this many minutes, from other places (4.1). */
const togetherMinutes = 15

/**
 * The viewer's own sessions, newest first (4.1); none to show while the desk is locked. Another place is another
 * address or another browser: two tabs of one browser are one place.
 */
export async function ownSessions(ctx: Ctx): Promise<SessionRow[]> {
  if (ctx.viewer.deskLocked || ctx.viewer.program) return []
  return ctx.db.read<SessionRow>(
    ctx.scope,
    sql`with mine as (select id, "createdAt", coalesce(last_used_at, "createdAt") as used, "ipAddress", "userAgent"
        from auth.session where "userId" = ${ctx.viewer.account} and "expiresAt" > ${ctx.now})
      select s.id, s."createdAt" as "startedAt", s.used as "lastUsedAt", s."userAgent", s."ipAddress" as address,
        s.id::text = ${ctx.viewer.session ?? ''} as current,
        exists (select 1 from mine o where o.id <> s.id
          and o.used between s.used - ${togetherMinutes} * interval '1 minute' and s.used + ${togetherMinutes} * interval '1 minute'
          and (o."ipAddress" is distinct from s."ipAddress" or o."userAgent" is distinct from s."userAgent")) as concurrent
      from mine s order by s."createdAt" desc, s.id limit 100`,
  )
}

export type EndSessionInput = { requestId?: string | null; sessionId: string }

/** Ends a session of the viewer's own account: the next request with it is nobody's. */
export async function endSession(ctx: Ctx, input: EndSessionInput) {
  return mutation(ctx.db, ctx.scope, 'endSession', input, async (tx) => {
    if (ctx.viewer.deskLocked || ctx.viewer.program) notFound('sessionId')
    const ended = await tx.sql(
      sql`delete from auth.session where id::text = ${input.sessionId} and "userId" = ${ctx.viewer.account} returning id`,
    )
    if (ended.length === 0) notFound('sessionId')
    return {}
  })
}

/** Ends all sessions of the viewer's own account but the one that asks. */
export async function endOtherSessions(ctx: Ctx, input: { requestId?: string | null }) {
  return mutation(ctx.db, ctx.scope, 'endOtherSessions', input, async (tx) => {
    if (ctx.viewer.deskLocked || ctx.viewer.program) return { ended: 0 }
    const ended = await tx.sql(sql`delete from auth.session
      where "userId" = ${ctx.viewer.account} and id::text <> ${ctx.viewer.session ?? ''} returning id`)
    return { ended: ended.length }
  })
}
