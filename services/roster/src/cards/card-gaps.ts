import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { at, keepsCard } from '../policy.js'
import { classNow, gapsOf, type CardGap } from './gaps.js'

type Count = { classId: string | null; gap: CardGap; people: number }

/**
 * How many cards lack what, by class; without a class: staff and guardians (A1.21). One statement. A class teacher is
 * shown the own classes.
 */
export async function cardGaps(ctx: Ctx, schoolId: string) {
  const everything = keepsCard(ctx.viewer, { id: '', schoolId, classIds: [], childIds: [] })
  const own = at(ctx.viewer, schoolId)?.classes ?? []
  if (!everything && own.length === 0) return null
  const rows = await ctx.db.read<Count>(
    ctx.scope,
    sql`select card.class_id as "classId", gap, count(*)::int as people
      from (select case when p.is_pupil then ${classNow(ctx.now)} end as class_id, ${gapsOf(ctx.now)} as gaps
        from person p join school s on s.id = p.school_id where p.school_id = ${schoolId} and not p.removed) card
      cross join unnest(card.gaps) gap left join school_class c on c.id = card.class_id
      ${everything ? sql`` : sql`where card.class_id = any(${own}::uuid[])`}
      group by card.class_id, gap, c.grade, c.letter, c.name
      order by c.grade nulls last, c.letter collate "ru-RU-x-icu", c.name, card.class_id, gap`,
  )
  return rows.map(({ classId, gap, people }) => ({
    schoolClass: classId ? { id: classId } : null,
    gap,
    people,
  }))
}
