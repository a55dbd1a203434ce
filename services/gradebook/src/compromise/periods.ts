// Marks of periods and of the end, locks of pages and the hours for which one was opened, as they stand.
import type { Settle } from '@zhurnal/kit/acts'
import { sql, Sql } from '@zhurnal/kit/sql'
import { putBack } from './entry.js'

type MarkRow = { value: string; withdrawn: boolean; version: number }

/** A mark of a period or of the end. It locks its row while it stands, and unlocks it when it goes (6.2). */
const settleSetMark =
  (table: 'period_mark' | 'final_mark'): Settle =>
  async (tx, hand, thing) => {
    const from = new Sql(table, [])
    const [row] = await tx.sql<MarkRow>(
      sql`select value, withdrawn_at is not null as withdrawn, version from ${from} where id = ${thing.id}`,
    )
    const held = thing.held.get('value')
    if (!row || !held) return { entries: [] }
    const value = typeof held.value === 'string' ? held.value : null
    const stands = row.withdrawn ? null : row.value
    if (value === stands) return { entries: [] }
    await tx.sql(sql`update ${from} set value = coalesce(${value}, value), withdrawn_at = ${value === null ? hand.now : null},
      set_by_name = ${held.by?.byName ?? hand.actor.name}, set_at = ${held.by?.at ?? hand.now}, version = version + 1
      where id = ${thing.id}`)
    return { entries: [putBack(hand, thing, stands, value, { version: row.version + 1 })] }
  }

export const settlePeriodMark = settleSetMark('period_mark')
export const settleFinalMark = settleSetMark('final_mark')

/** The lock of a page: `page:COURSE/PERIOD`. */
export const settlePage: Settle = async (tx, hand, thing) => {
  const [course, period] = thing.id.split('/')
  const [row] = await tx.sql(
    sql`select 1 as one from page_close where course_id = ${course} and period_id = ${period}`,
  )
  const closed = thing.held.get('state')?.value === 'CLOSED'
  if (closed === (row !== undefined)) return { entries: [] }
  if (closed)
    await tx.sql(sql`insert into page_close (course_id, period_id, school_id, closed_at)
      values (${course}, ${period}, ${hand.schoolId}, ${hand.now}) on conflict do nothing`)
  else await tx.sql(sql`delete from page_close where course_id = ${course} and period_id = ${period}`)
  const state = (is: boolean) => (is ? 'CLOSED' : 'OPEN')
  return { entries: [putBack(hand, thing, state(!closed), state(closed))] }
}

/** A page opened for somebody: void, it is open no longer; back, it is open for what is left of its hours. */
export const settleUnlock: Settle = async (tx, hand, thing) => {
  const [row] = await tx.sql<{ ended: boolean; until: Date }>(
    sql`select ended_at is not null as ended, until from unlock where id = ${thing.id}`,
  )
  if (!row) return { entries: [] }
  const open = thing.held.get('open')?.value === true
  const over = row.until <= hand.now
  if (open === !row.ended) return { entries: [] }
  await tx.sql(
    sql`update unlock set ended_at = ${open ? null : hand.now}, version = version + 1 where id = ${thing.id}`,
  )
  return {
    entries: [putBack(hand, thing, { open: !open }, { open })],
    ...(open && over ? { note: 'Срок, на который страницу открыли, уже прошёл' } : {}),
  }
}
