// Where a new mark goes in its cell, decided by the unique index and never by reading first.
import type { Tx } from '@zhurnal/kit/database'
import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { markColumns, type MarkRow } from './mark-row.js'

export type NewRow = {
  readonly id: string
  readonly work_id: string | undefined
  readonly pupil_id: string
  readonly expected: number | null
}

/**
 * Where a mark goes is decided by the unique place: of two at once the second gets none. Who said how many marks they
 * saw gets a CONFLICT then, and also when another number stands now; who did not say is put after those that stand.
 */
export async function insertMarks(ctx: Ctx, tx: Tx, rows: readonly NewRow[], by: string): Promise<MarkRow[]> {
  const inserted = new Map<string, MarkRow>()
  const left = () => rows.filter((row) => !inserted.has(row.id))
  for (let attempt = 0; attempt < attemptsAtPlace && left().length > 0; attempt += 1) {
    const placed = await tx.sql<MarkRow>(sql`
      insert into mark as m (id, school_id, course_id, lesson_id, work_id, pupil_id, day, place, value, comment, retake_of, due_on, source,
        set_by_name, set_at)
      select t.id, t.school_id, t.course_id, t.lesson_id, t.work_id, t.pupil_id, t.day, coalesce(stands.last, 0) + t.nth, t.value, t.comment,
        t.retake_of, t.due_on, t.source, ${by}, ${ctx.now}
      from jsonb_to_recordset(${JSON.stringify(left())}::jsonb) as t(id uuid, school_id uuid, course_id uuid, lesson_id uuid, work_id uuid,
          pupil_id uuid, day date, nth smallint, expected integer, value text, comment text, retake_of uuid, due_on date, source text),
        lateral (select max(o.place) as last, count(*) as count from mark o
          where o.work_id = t.work_id and o.pupil_id = t.pupil_id and o.withdrawn_at is null) as stands
      where t.expected is null or t.expected = stands.count
      on conflict (work_id, pupil_id, place) where withdrawn_at is null do nothing
      returning ${markColumns}`)
    for (const mark of placed) inserted.set(mark.id, mark)
    const refused = left().find((row) => row.expected !== null || attempt === attemptsAtPlace - 1)
    if (refused) await refuseUnseen(tx, refused)
  }
  return rows.map((row) => inserted.get(row.id) ?? missing(row))
}

const attemptsAtPlace = 3

async function refuseUnseen(tx: Tx, row: NewRow): Promise<never> {
  const [mark] = await tx.sql<MarkRow>(sql`select ${markColumns} from mark m
    where m.work_id = ${row.work_id} and m.pupil_id = ${row.pupil_id} and m.withdrawn_at is null order by m.place desc limit 1`)
  return refuse(
    'CONFLICT',
    'В этой клетке теперь не то, что вы видели. Посмотрите, что стоит.',
    'expectedMarks',
    { mark: mark ?? null },
  )
}

function missing(row: NewRow): never {
  throw new Error(`mark ${row.id} was inserted and is not there`)
}
