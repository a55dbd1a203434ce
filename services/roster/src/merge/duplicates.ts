import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { maySetUp } from '../policy.js'

type Pair = { first: string; second: string; bySnils: boolean; birthDate: string | null }

/**
 * Entries that may be one human being, at most 200 pairs by name: the same number (СНИЛС), or the same name (ё and
 * hyphen folded) and birth date; of adults whose birth date is not known, the same name with patronymic.
 */
export async function duplicates(ctx: Ctx, schoolId: string) {
  if (!maySetUp(ctx.viewer, schoolId)) return null
  const rows = await ctx.db.read<Pair>(
    ctx.scope,
    sql`with people as (
        select id, snils_hmac, birth_date, is_pupil, patronymic is not null as whole, version,
          folded_name(last_name, first_name, patronymic) as name
        from person where school_id = ${schoolId} and not removed)
      select a.id as first, b.id as second, coalesce(a.snils_hmac = b.snils_hmac, false) as "bySnils", a.birth_date as "birthDate"
      from people a join people b on a.id < b.id and a.is_pupil = b.is_pupil and (a.snils_hmac = b.snils_hmac
        or a.name = b.name and coalesce(a.birth_date = b.birth_date, a.whole and a.birth_date is null and b.birth_date is null))
      order by a.name, a.id, b.id limit 200`,
  )
  return rows.map(({ first, second, bySnils, birthDate }) => ({
    first: { id: first },
    second: { id: second },
    why: bySnils
      ? 'Один и тот же СНИЛС'
      : birthDate
        ? 'Совпадают имя и дата рождения'
        : 'Совпадают фамилия, имя и отчество; дат рождения нет',
  }))
}
