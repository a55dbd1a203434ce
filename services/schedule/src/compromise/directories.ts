import type { Hand, Settle, Settled, Thing } from '@zhurnal/kit/acts'
import { someOf } from '@zhurnal/kit/batch'
import type { Tx } from '@zhurnal/kit/database'
import type { LogValue } from '@zhurnal/kit/record-log'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { tellNames } from '../directories/change-directories.js'
import { heldBells, heldRooms, heldSubjects, withHolders } from '../directories/remove-directories.js'

type Named = { name: string; removed: boolean }
type SubjectRow = Named & { shortName: string | null; withoutAttestation: boolean }
type RoomRow = Named & { capacity: number | null }
type BellsRow = Named & { bells: string[] }

const text = (value: LogValue | undefined): string | null => (typeof value === 'string' ? value : null)

/** What the entries say of a field, else what stands. */
const asHeld = <T>(thing: Thing, field: string, stands: T, read: (value: LogValue) => T): T => {
  const known = thing.held.get(field)
  return known ? read(known.value) : stands
}
const isThere = (thing: Thing, removed: boolean): boolean =>
  asHeld(thing, 'there', !removed, (value) => value === true)

const written = (hand: Hand, { subject }: Thing, from: LogValue, to: LogValue): Settled => ({
  entries: [{ act: hand.act, subject, from, to, facts: { report: hand.reportId } }],
})
const gone = (what: string): Settled => ({ entries: [], obstacle: `Такого больше нет: ${what}.` })

/** Why a thing cannot go, or come back: others stand on it, or its name is taken. */
async function obstacleTo(
  tx: Tx,
  hand: Hand,
  there: boolean,
  row: Named,
  next: { readonly name: string; readonly taken: Sql; readonly holders: () => Promise<readonly string[]> },
): Promise<string | null> {
  if (!there && !row.removed) {
    const holders = await next.holders()
    if (holders.length > 0)
      return `«${row.name}»: ${someOf(holders)}. Сначала уберите это, потом отмените запись.`
  }
  if (!there) return null
  const [taken] = await tx.sql(
    sql`${next.taken} and school_id = ${hand.schoolId} and name = ${next.name} and not removed`,
  )
  return taken ? `«${next.name}»: это название уже занято другой записью. Переименуйте её.` : null
}

export const settleSubject: Settle = async (tx, hand, thing) => {
  const [row] =
    await tx.sql<SubjectRow>(sql`select name, short_name as "shortName", without_attestation as "withoutAttestation", removed
    from subject where id = ${thing.id}`)
  if (!row) return gone('предмет')
  const there = isThere(thing, row.removed)
  const next = {
    name: there ? asHeld(thing, 'name', row.name, (value) => text(value) ?? row.name) : row.name,
    shortName: there ? asHeld(thing, 'shortName', row.shortName, text) : row.shortName,
    withoutAttestation: there
      ? asHeld(thing, 'withoutAttestation', row.withoutAttestation, (value) => value === true)
      : row.withoutAttestation,
    removed: !there,
  }
  if (JSON.stringify(next) === JSON.stringify({ ...row })) return { entries: [] }
  const obstacle = await obstacleTo(tx, hand, there, row, {
    name: next.name,
    taken: sql`select 1 as one from subject where id <> ${thing.id}`,
    holders: async () =>
      (await heldSubjects(tx, { schoolId: hand.schoolId, subjectIds: [thing.id] })).flatMap(
        (one) => withHolders(one).holders,
      ),
  })
  if (obstacle) return { entries: [], obstacle }
  await tx.sql(sql`update subject set name = ${next.name}, short_name = ${next.shortName},
    without_attestation = ${next.withoutAttestation}, removed = ${next.removed} where id = ${thing.id}`)
  await tellNames(hand, tx, hand.schoolId, [thing.id], [])
  return written(hand, thing, { ...row }, next)
}

export const settleRoom: Settle = async (tx, hand, thing) => {
  const [row] = await tx.sql<RoomRow>(sql`select name, capacity, removed from room where id = ${thing.id}`)
  if (!row) return gone('кабинет')
  const there = isThere(thing, row.removed)
  const next = {
    name: there ? asHeld(thing, 'name', row.name, (value) => text(value) ?? row.name) : row.name,
    capacity: there
      ? asHeld(thing, 'capacity', row.capacity, (value) => (typeof value === 'number' ? value : null))
      : row.capacity,
    removed: !there,
  }
  if (JSON.stringify(next) === JSON.stringify({ ...row })) return { entries: [] }
  const obstacle = await obstacleTo(tx, hand, there, row, {
    name: next.name,
    taken: sql`select 1 as one from room where id <> ${thing.id}`,
    holders: async () =>
      (await heldRooms(tx, hand, { schoolId: hand.schoolId, roomIds: [thing.id] })).flatMap(
        (one) => withHolders(one).holders,
      ),
  })
  if (obstacle) return { entries: [], obstacle }
  await tx.sql(sql`update room set name = ${next.name}, capacity = ${next.capacity}, removed = ${next.removed}
    where id = ${thing.id}`)
  await tellNames(hand, tx, hand.schoolId, [], next.name === row.name ? [] : [thing.id])
  return written(hand, thing, { ...row }, next)
}

/** Bells keep the times of lessons that are dated already, as a change of them does. */
export const settleBells: Settle = async (tx, hand, thing) => {
  const [row] = await tx.sql<BellsRow>(sql`select b.name, b.removed, array(
      select l.number || ' ' || to_char(l.starts_at, 'HH24:MI') || '-' || to_char(l.ends_at, 'HH24:MI')
      from bell l where l.bell_schedule_id = b.id order by l.number) as bells
    from bell_schedule b where b.id = ${thing.id}`)
  if (!row) return gone('звонки')
  const there = isThere(thing, row.removed)
  const bells = there
    ? asHeld(thing, 'bells', row.bells, (value) => (Array.isArray(value) ? value.map(String) : row.bells))
    : row.bells
  const name = there ? asHeld(thing, 'name', row.name, (value) => text(value)?.trim() ?? row.name) : row.name
  const next = {
    name,
    removed: !there,
    bells: bells.toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b)),
  }
  if (JSON.stringify(next) === JSON.stringify({ ...row })) return { entries: [] }
  const obstacle =
    (await obstacleTo(tx, hand, there, row, {
      name,
      taken: sql`select 1 as one from bell_schedule where id <> ${thing.id}`,
      holders: async () =>
        (await heldBells(tx, { schoolId: hand.schoolId, bellScheduleIds: [thing.id] })).flatMap(
          (one) => withHolders(one).holders,
        ),
    })) ?? (await bellInUse(tx, thing.id, next.bells, name))
  if (obstacle) return { entries: [], obstacle }
  await tx.sql(sql`update bell_schedule set name = ${name}, removed = ${!there} where id = ${thing.id}`)
  await writeBells(tx, hand, thing.id, next.bells)
  return written(hand, thing, { ...row }, next)
}

const numberOf = (bell: string): number => Number.parseInt(bell)

async function bellInUse(tx: Tx, id: string, bells: readonly string[], name: string): Promise<string | null> {
  const [slot] = await tx.sql<{ number: number }>(sql`select number from slot where bell_schedule_id = ${id}
    and number <> all(${bells.map(numberOf)}::smallint[]) order by number limit 1`)
  return slot ? `«${name}»: урок ${slot.number} стоит в расписании, его звонок убрать нельзя.` : null
}

async function writeBells(tx: Tx, hand: Hand, id: string, bells: readonly string[]): Promise<void> {
  const rows = bells.map((bell) => {
    const [number, span = ''] = bell.split(' ')
    const [starts, ends] = span.split('-')
    return { number: Number(number), starts, ends }
  })
  await tx.sql(
    sql`delete from bell where bell_schedule_id = ${id} and number <> all(${bells.map(numberOf)}::smallint[])`,
  )
  await tx.sql(sql`insert into bell (bell_schedule_id, number, school_id, starts_at, ends_at)
    select ${id}, t.number, ${hand.schoolId}, t.starts, t.ends
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(number smallint, starts time, ends time)
    on conflict (bell_schedule_id, number) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at`)
}
