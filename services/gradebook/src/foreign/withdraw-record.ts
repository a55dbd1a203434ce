// What one source has brought is taken out of the journal again, as long as nobody has built on it.
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog, type LogInput, type LogValue } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { logOf } from '../marks/mark-log.js'
import { markColumns, type MarkRow } from '../marks/mark-row.js'
import { mayEnterForeign } from '../policy.js'
import { checkSource } from './enter-record.js'

export type WithdrawForeignRecordInput = { requestId?: string | null; schoolId: string; source: string }

const act = 'withdrawForeignRecord'

/** Withdraws marks, absences and topics of a source; refused, with a count, where one was changed since or is locked. */
export async function withdrawForeignRecord(ctx: Ctx, input: WithdrawForeignRecordInput) {
  return mutation(ctx.db, ctx.scope, act, input, async (tx) => {
    if (!mayEnterForeign(ctx.viewer, input.schoolId)) return notFound('schoolId')
    const source = checkSource(input.source)
    await refuseWhereStuck(tx, input.schoolId, source)
    const marks =
      await tx.sql<MarkRow>(sql`update mark m set withdrawn_at = ${ctx.now}, version = m.version + 1
      where m.school_id = ${input.schoolId} and m.source = ${source} and m.withdrawn_at is null returning ${markColumns}`)
    const absences = await takeAbsences(tx, input.schoolId, source)
    const topics = await takeTopics(tx, input.schoolId, source)
    await appendLog(tx, 'gradebook', input.schoolId, ctx.now, actorIn(ctx, input.schoolId), [
      ...marks.map((mark) => logOf(act, mark, mark.value, null, {})),
      ...absences.entries,
      ...topics,
    ])
    return { marks: marks.length, absences: absences.count, topics: topics.length }
  })
}

/** A mark that was changed, one whose row or page is locked: the list is not undone in parts. */
async function refuseWhereStuck(tx: Tx, schoolId: string, source: string): Promise<void> {
  const [stuck] = await tx.sql<{ changed: number; locked: number }>(sql`
    select (select count(*)::integer from mark where school_id = ${schoolId} and source = ${source} and version > 1 and withdrawn_at is null) as changed,
      (select count(*)::integer from (
          select course_id, pupil_id, day from mark where school_id = ${schoolId} and source = ${source} and withdrawn_at is null
          union all select course_id, pupil_id, day from absence where school_id = ${schoolId} and source = ${source} and not removed) as one
        where exists (select 1 from ref_period p where one.day between p.starts_on and p.ends_on and p.school_id = ${schoolId}
          and (exists (select 1 from page_close pc where pc.course_id = one.course_id and pc.period_id = p.id)
            or exists (select 1 from period_mark pm where pm.course_id = one.course_id and pm.period_id = p.id and pm.pupil_id = one.pupil_id
              and pm.withdrawn_at is null)))) as locked`)
  if (stuck && stuck.locked > 0)
    refuse(
      'LOCKED',
      `Строк, где отметка за период уже выставлена: ${stuck.locked} (п. 6.2). Сначала уберите её.`,
      'source',
    )
  if (stuck && stuck.changed > 0)
    refuse(
      'CHANGED_SINCE',
      `Отметок, которые с тех пор изменили: ${stuck.changed}. Их решает учитель.`,
      'source',
    )
}

type Row = { lesson: string; course: string; day: string; from: LogValue; to: LogValue; taken: number }

async function takeAbsences(
  tx: Tx,
  schoolId: string,
  source: string,
): Promise<{ count: number; entries: LogInput[] }> {
  const listed = sql`coalesce(jsonb_agg(jsonb_build_object('pupil', a.pupil_id, 'code', a.code, 'minutes', a.minutes_late) order by a.pupil_id)`
  const rows =
    await tx.sql<Row>(sql`select a.lesson_id as lesson, a.course_id as course, a.day, ${listed}, '[]') as from,
      ${listed} filter (where a.source is distinct from ${source}), '[]') as to,
      (count(*) filter (where a.source = ${source}))::integer as taken
    from absence a where not a.removed and a.lesson_id in (select lesson_id from absence where school_id = ${schoolId} and source = ${source} and not removed)
    group by a.lesson_id, a.course_id, a.day order by a.lesson_id`)
  await tx.sql(sql`update absence set removed = true, version = version + 1
    where school_id = ${schoolId} and source = ${source} and not removed`)
  await tx.sql(
    sql`update lesson_record set version = version + 1 where id = any(${rows.map((row) => row.lesson)}::uuid[])`,
  )
  return {
    count: rows.reduce((sum, row) => sum + row.taken, 0),
    entries: rows.map((row) => ({
      act,
      subject: `attendance:${row.lesson}`,
      scopeId: row.course,
      from: row.from,
      to: row.to,
      facts: { course: row.course, lesson: row.lesson, day: row.day, source },
    })),
  }
}

/** Topics of records that nobody has described since: the last entry of such a lesson is the source's own. */
async function takeTopics(tx: Tx, schoolId: string, source: string): Promise<LogInput[]> {
  const rows = await tx.sql<{
    lesson: string
    course: string
    day: string
    from: LogValue
    to: LogValue
  }>(sql`
    select r.id as lesson, r.course_id as course, r.day, e.leaf::jsonb -> 'to' as from, e.leaf::jsonb -> 'from' as to
    from lesson_record r, lateral (select leaf, act from log_entry e where e.school_id = r.school_id and e.subject = 'lesson:' || r.id
      order by e.seq desc limit 1) as e
    where r.school_id = ${schoolId} and r.source = ${source} and not r.outside and e.act = 'enterForeignRecord' order by r.id for update of r`)
  await tx.sql(sql`update lesson_record r set topic = t.topic, homework = t.homework,
      homework_set_at = case when t.homework is null then null else r.homework_set_at end, source = null, version = r.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows.map((row) => ({ id: row.lesson, ...(row.to as object) })))}::jsonb) as t(id uuid, topic text, homework text)
    where r.id = t.id`)
  return rows.map((row) => ({
    act,
    subject: `lesson:${row.lesson}`,
    scopeId: row.course,
    from: row.from,
    to: row.to,
    facts: { course: row.course, lesson: row.lesson, day: row.day, source },
  }))
}
