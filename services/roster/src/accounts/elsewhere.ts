// A login belongs to the installation: who cares for its holder at one school has no say about what it opens at another.
import { everything } from '@zhurnal/kit/database'
import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { inCare } from './care.js'

/**
 * Of the logins those with a person in whose school the viewer has no care of it. A new password for such a login would
 * open the other school to who made it. Read as the installation, since the viewer sees no other school's rows.
 */
export async function servingElsewhere(ctx: Ctx, accountIds: readonly string[]): Promise<Set<string>> {
  if (accountIds.length === 0) return new Set()
  const rows = await ctx.system.read<{ account: string; person: string }>(
    everything,
    sql`select a.account_id as account, a.person_id as person from account_person a
      join person p on p.id = a.person_id and not p.removed where a.account_id = any(${accountIds}::uuid[])`,
  )
  const cared = await inCare(
    ctx,
    rows.map((row) => row.person),
  )
  return new Set(rows.filter((row) => !cared.has(row.person)).map((row) => row.account))
}

/** What a slip's list says instead of a login. */
export const servesElsewhere = 'логин служит и в другой школе'

/** OTHER_SCHOOL, with who can do it instead. `what` is the act as the subject of the sentence. */
export async function refuseElsewhere(ctx: Ctx, accountId: string, what: string): Promise<void> {
  if ((await servingElsewhere(ctx, [accountId])).size === 0) return
  refuse(
    'OTHER_SCHOOL',
    `Этот логин служит и в другой школе. ${what} может только координатор обеих школ; свой пароль и второй шаг человек меняет сам в разделе «Мой вход».`,
    'personId',
  )
}
