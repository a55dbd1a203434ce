import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { actorIn, type Ctx } from '../../context.js'
import { at, mayMakeTokens, maySetUp } from '../../policy.js'
import { hashOfSecret, tokenSecret } from './token-secret.js'

const longestDays = 366

export type CreateApiTokenInput = {
  requestId?: string | null
  name: string
  schoolIds: string[]
  expiresAt: string
}

/**
 * Makes a token for a program with the viewer's own rights in these schools. The secret is shown in this one answer;
 * its hash is kept. What the owner may no longer do, the token may no longer do: it holds no rights of its own.
 */
export async function createApiToken(ctx: Ctx, input: CreateApiTokenInput) {
  const secret = tokenSecret()
  let fresh = false
  const answer = await mutation(ctx.db, ctx.scope, 'createApiToken', input, async (tx) => {
    const schoolIds = [...new Set(input.schoolIds)]
    // A token that could make tokens would never run out.
    if (
      ctx.viewer.program ||
      schoolIds.length === 0 ||
      schoolIds.some((id) => !mayMakeTokens(ctx.viewer, id))
    )
      notFound('schoolIds')
    const name = input.name.trim()
    if (!name || name.length > 100) refuse('BAD_INPUT', 'Назовите программу, до 100 знаков.', 'name')
    const days = (new Date(input.expiresAt).getTime() - ctx.now.getTime()) / 86_400_000
    if (!(days > 0 && days <= longestDays))
      refuse('BAD_INPUT', 'Срок ключа: в будущем и не дольше года.', 'expiresAt')
    const id = newId()
    const owner = at(ctx.viewer, schoolIds[0] ?? '')?.name ?? ''
    // The installation itself has passports and no login: it has no token either.
    const made =
      await tx.sql(sql`insert into auth.api_token (id, account_id, name, secret_hash, school_ids, owner_name, created_at, expires_at)
      select ${id}, u.id, ${name}, ${hashOfSecret(secret)}, ${schoolIds}::uuid[], ${owner}, ${ctx.now}, ${input.expiresAt}
      from auth."user" u where u.id = ${ctx.viewer.account} returning id`)
    if (made.length === 0) notFound('schoolIds')
    for (const schoolId of schoolIds)
      await appendLog(tx, 'roster', schoolId, ctx.now, actorIn(ctx, schoolId), [
        {
          act: 'createApiToken',
          subject: `token:${id}`,
          from: null,
          to: { expires: input.expiresAt },
          texts: { name },
        },
      ])
    fresh = true
    return { token: { id } }
  })
  return fresh && answer.errors.length === 0 ? { ...answer, secret } : answer
}

export type RevokeApiTokenInput = { requestId?: string | null; tokenId: string }

/** Ends a token: one's own; for the coordinator anyone's of the school. */
export async function revokeApiToken(ctx: Ctx, input: RevokeApiTokenInput) {
  return mutation(ctx.db, ctx.scope, 'revokeApiToken', input, async (tx) => {
    const [token] = await tx.sql<{ id: string; account: string; schools: string[]; revoked: boolean }>(
      sql`select id, account_id as account, school_ids as schools, revoked_at is not null as revoked
        from auth.api_token where id::text = ${input.tokenId} for update`,
    )
    const mine = token?.schools.filter((id) =>
      token.account === ctx.viewer.account ? at(ctx.viewer, id) : maySetUp(ctx.viewer, id),
    )
    if (!token || !mine?.[0]) return notFound('tokenId')
    if (!token.revoked) {
      await tx.sql(sql`update auth.api_token set revoked_at = ${ctx.now} where id = ${token.id}`)
      for (const schoolId of mine)
        await appendLog(tx, 'roster', schoolId, ctx.now, actorIn(ctx, schoolId), [
          { act: 'revokeApiToken', subject: `token:${token.id}`, from: 'ACTIVE', to: 'REVOKED' },
        ])
    }
    return { token: { id: token.id } }
  })
}

export type TokenRow = {
  id: string
  name: string
  schoolIds: string[]
  createdAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
  ownerName: string
  revoked: boolean
}

const columns = sql`id, name, school_ids as "schoolIds", created_at as "createdAt", expires_at as "expiresAt",
  last_used_at as "lastUsedAt", owner_name as "ownerName", revoked_at is not null as revoked`

/** The viewer's own tokens, newest first. */
export const ownTokens = (ctx: Ctx): Promise<TokenRow[]> =>
  ctx.db.read<TokenRow>(
    ctx.scope,
    sql`select ${columns} from auth.api_token where account_id = ${ctx.viewer.account} order by created_at desc, id limit 200`,
  )

/** Tokens that reach a school, newest first; null for who is not its coordinator. */
export async function tokensOfSchool(ctx: Ctx, schoolId: string): Promise<TokenRow[] | null> {
  if (!maySetUp(ctx.viewer, schoolId)) return null
  return ctx.db.read<TokenRow>(
    ctx.scope,
    sql`select ${columns} from auth.api_token where school_ids @> array[${schoolId}::uuid] order by created_at desc, id limit 200`,
  )
}

/** A token that an act has just named. */
export async function tokenById(ctx: Ctx, id: string): Promise<TokenRow | null> {
  const [row] = await ctx.db.read<TokenRow>(
    ctx.scope,
    sql`select ${columns} from auth.api_token where id = ${id}`,
  )
  return row ?? null
}
