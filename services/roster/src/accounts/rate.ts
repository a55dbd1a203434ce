import type { Tx } from '@zhurnal/kit/database'
import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'

/**
 * Counts an act under a key, in the caller's transaction, and refuses with TOO_OFTEN the one that is over the limit
 * within the hour. One statement: two at once cannot both be the last. The table is that of failed sign-ins.
 */
export async function atMostHourly(tx: Tx, key: string, limit: number, now: Date): Promise<void> {
  const at = now.getTime()
  const [row] = await tx.sql<{ points: number; expire: number }>(sql`
    insert into auth.sign_in_failure as f (key, points, expire) values (${key}, 1, ${at + 3_600_000})
    on conflict (key) do update set points = case when f.expire <= ${at}::bigint then 1 else f.points + 1 end,
      expire = case when f.expire <= ${at}::bigint then excluded.expire else f.expire end
    returning points, expire`)
  if (!row || row.points <= limit) return
  const minutes = Math.max(1, Math.ceil((Number(row.expire) - at) / 60_000))
  refuse('TOO_OFTEN', `Слишком много раз за час. Повторите через ${minutes} мин.`)
}
