// What was changed, taken away or made void on a page, from the log: the corrections of the printed journal (3.8).
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import type { JournalPage } from './page.js'

export type Correction = {
  entryId: string
  at: Date
  byName: string
  what: 'MARK' | 'PERIOD_MARK'
  pupilId: string
  date: string | null
  from: string | null
  to: string | null
  reason: string | null
  voided: boolean
}

type Found = {
  entryId: string
  at: Date
  pupilId: string
  leaf: string
  reason: string | null
  voided: boolean
}

/** Oldest first, up to the page's place in the log; of pupils whose results the viewer sees there. First entries only where void. */
export async function correctionsOf(page: JournalPage, _: unknown, ctx: Ctx): Promise<Correction[]> {
  const { head } = page
  const shown = page.rows.filter(({ weighed }) => weighed !== null).map(({ pupilId }) => pupilId)
  if (shown.length === 0) return []
  const found = await ctx.db.read<Found>(
    ctx.scope,
    sql`select e.id as "entryId", e.at, coalesce(g.kept_id, e.about_id) as "pupilId", e.leaf, v.voided,
        (select text from log_text t where t.entry_id = e.id and t.name = 'reason') as reason
      from log_entry e left join ref_merge g on g.id = e.about_id
        cross join lateral (select exists (select 1 from decided_act d where d.entry_id = e.id and d.state = 'VOID') as voided) v
      where e.school_id = ${head.schoolId} and e.scope_id = ${head.courseId} and e.seq < ${head.logPosition}
        and coalesce(g.kept_id, e.about_id) = any(${shown}::uuid[])
        and (e.leaf::jsonb ->> 'from' is not null or v.voided)
        and ((e.subject like 'mark:%' and e.leaf::jsonb ->> 'day' between ${head.startsOn} and ${head.endsOn})
          or (e.subject like 'periodMark:%' and e.leaf::jsonb ->> 'period' = ${head.periodId}))
      order by e.seq`,
  )
  return found.map(({ leaf: text, ...rest }) => {
    const leaf = JSON.parse(text) as {
      subject: string
      byName: string
      day?: string
      from: unknown
      to: unknown
    }
    const isMark = leaf.subject.startsWith('mark:')
    return {
      ...rest,
      byName: leaf.byName,
      what: isMark ? 'MARK' : 'PERIOD_MARK',
      date: isMark ? (leaf.day ?? null) : null,
      from: valueOf(leaf.from),
      to: valueOf(leaf.to),
    }
  })
}

const valueOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
