// The report of mark changes (3.8) and the history of one mark: read from the log, nowhere else.
import { sql, type Sql } from '@zhurnal/kit/sql'
import { addDays, startOfDay } from '@zhurnal/kit/time'
import { GraphQLError } from 'graphql'
import type { Ctx } from '../context.js'
import { seesWholeSchool } from '../policy.js'
import { withoutHiddenCourses } from '../reference/specialists.js'
import { schoolMeant } from '../schools.js'

export type MarkChangeRow = {
  entryId: string
  seq: number
  at: Date
  byId: string
  byName: string
  from: string | null
  to: string | null
  reason: string | null
  voided: boolean
  pupilId: string
  pupilName: string
  courseId: string
  subjectName: string
}

const changeStatement = (where: Sql): Sql => sql`
  select e.id as "entryId", e.seq, e.at, e.by_id as "byId", e.leaf::jsonb ->> 'byName' as "byName", e.leaf::jsonb ->> 'from' as from,
    e.leaf::jsonb ->> 'to' as to, (select text from log_text t where t.entry_id = e.id and t.name = 'reason') as reason, 
    exists (select 1 from decided_act d where d.entry_id = e.id and d.state = 'VOID') as voided,
    coalesce(g.kept_id, e.about_id) as "pupilId", coalesce(concat_ws(' ', p.last_name, p.first_name, p.patronymic), '') as "pupilName",
    e.scope_id as "courseId", coalesce(c.subject_name, '') as "subjectName"
  from log_entry e left join ref_merge g on g.id = e.about_id left join ref_person p on p.id = coalesce(g.kept_id, e.about_id) left join ref_course c on c.id = e.scope_id
  where e.subject like 'mark:%' and ${where}`

/** Every change of one mark, oldest first. Who sees the mark sees its history. */
export async function changesOf(ctx: Ctx, markId: string): Promise<MarkChangeRow[]> {
  return ctx.db.read<MarkChangeRow>(
    ctx.scope,
    sql`${changeStatement(sql`e.subject = ${`mark:${markId}`}`)} order by e.seq`,
  )
}

export type MarkChangesArgs = {
  from: string
  to: string
  schoolId?: string | null
  courseId?: string | null
  actorId?: string | null
  pupilId?: string | null
  schoolClassId?: string | null
  changedOnly?: boolean | null
  first?: number | null
  after?: string | null
}

/** Newest first, by days of the school's zone; null for those who may not see it. */
export async function markChanges(ctx: Ctx, args: MarkChangesArgs) {
  const schoolId = schoolMeant(ctx, args.schoolId)
  if (!schoolId || !seesWholeSchool(ctx.viewer, schoolId)) return null
  const first = args.first ?? 50
  if (first < 1 || first > 100)
    throw new GraphQLError('first: от 1 до 100', { extensions: { code: 'BAD_USER_INPUT' } })
  const cursorText = args.after ? Buffer.from(args.after, 'base64url').toString('utf8') : null
  const after = cursorText === null ? null : Number(cursorText)
  if (cursorText !== null && !/^\d{1,15}$/.test(cursorText))
    throw new GraphQLError('after: не отсюда', { extensions: { code: 'BAD_USER_INPUT' } })
  const [school] = await ctx.db.read<{ zone: string }>(
    ctx.scope,
    sql`select time_zone as zone from ref_school where id = ${schoolId}`,
  )
  if (!school) return null
  const rows = await ctx.db.read<MarkChangeRow>(
    ctx.scope,
    sql`${changeStatement(sql`e.school_id = ${schoolId} and e.at >= ${startOfDay(school.zone, args.from)} and e.at < ${startOfDay(school.zone, addDays(args.to, 1))}
      and (${args.courseId ?? null}::text is null or e.scope_id::text = ${args.courseId ?? null})
      and (${args.actorId ?? null}::text is null or e.by_id::text = ${args.actorId ?? null})
      and (${args.pupilId ?? null}::text is null or coalesce(g.kept_id, e.about_id)::text = ${args.pupilId ?? null})
      and (${args.schoolClassId ?? null}::text is null or ${args.schoolClassId ?? null} = any(c.class_ids::text[]))
      and (not ${args.changedOnly ?? false} or e.leaf::jsonb ->> 'from' is not null)
      and ${withoutHiddenCourses(ctx.viewer, sql`e.school_id`, sql`e.scope_id`)}
      and (${after}::bigint is null or e.seq < ${after})`)} order by e.seq desc limit ${first + 1}`,
  )
  const shown = rows.slice(0, first)
  ctx.readings.note(
    schoolId,
    'изменения отметок',
    shown.map((row) => row.pupilId),
  )
  const cursor = (row: MarkChangeRow) => Buffer.from(String(row.seq)).toString('base64url')
  const last = shown.at(-1)
  return {
    edges: shown.map((node) => ({ node, cursor: cursor(node) })),
    pageInfo: { hasNextPage: rows.length > first, endCursor: last ? cursor(last) : null },
  }
}
