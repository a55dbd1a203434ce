// Orders and movements as they are read: by id for a request, or within a transaction that will be rolled back.
import DataLoader from 'dataloader'
import type { Database, Scope, Tx } from '@zhurnal/kit/database'
import { sql, type Sql } from '@zhurnal/kit/sql'
import type { MovementKind } from './chain.js'

export type OrderRow = {
  id: string
  schoolId: string
  number: string
  date: string
  note: string | null
  enteredByName: string | null
  enteredAt: Date
  withdrawnAt: Date | null
  withdrawnReason: string | null
  version: number
}
export type MovementRow = {
  id: string
  schoolId: string
  orderId: string
  pupilId: string
  kind: MovementKind
  effectiveOn: string
  fromClassId: string | null
  toClassId: string | null
  note: string | null
  state: 'STANDING' | 'WITHDRAWN' | 'REMOVED'
  orderNumber: string
  orderDate: string
}

/** With the order as `o`. */
export const orderColumns: Sql = sql`o.id, o.school_id as "schoolId", o.number, o.date, o.note, o.entered_by_name as "enteredByName",
  o.entered_at as "enteredAt", o.withdrawn_at as "withdrawnAt", o.withdrawn_reason as "withdrawnReason", o.version`

/** With the movement as `v` and its order as `o`. */
export const movementColumns: Sql = sql`v.id, v.school_id as "schoolId", v.order_id as "orderId", v.pupil_id as "pupilId", v.kind,
  v.effective_on as "effectiveOn", v.from_class_id as "fromClassId", v.to_class_id as "toClassId", v.note, v.state,
  o.number as "orderNumber", o.date as "orderDate"`

/** Movements of these orders but those that never were, by pupil's name. */
const movementsOf = (orderIds: readonly string[]): Sql => sql`select ${movementColumns}
  from movement v join contingent_order o on o.id = v.order_id join person p on p.id = v.pupil_id
  where v.order_id = any(${orderIds}::uuid[]) and v.state <> 'REMOVED'
  order by p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id, v.effective_on`

/** An order as a preview shows it: nothing of it is there any more when the answer is made. */
export type ShownOrder = OrderRow & { readonly shown: readonly MovementRow[] }

export async function orderSeen(tx: Tx, id: string): Promise<ShownOrder | null> {
  const [row] = await tx.sql<OrderRow>(sql`select ${orderColumns} from contingent_order o where o.id = ${id}`)
  return row ? { ...row, shown: await tx.sql<MovementRow>(movementsOf([id])) } : null
}

export function contingentLoaders(db: Database, scope: Scope) {
  const one = <T extends { id: string }>(query: (ids: readonly string[]) => Sql) =>
    new DataLoader<string, T | null>(async (ids) => {
      const asked = ids.filter((id) => /^[0-9a-f-]{36}$/i.test(id))
      const rows = asked.length ? await db.read<T>(scope, query(asked)) : []
      const found = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    })
  const many = <T extends object>(query: (ids: readonly string[]) => Sql, owner: (row: T) => string) =>
    new DataLoader<string, T[]>(async (ids) => {
      const found = new Map<string, T[]>(ids.map((id) => [id, []]))
      for (const row of await db.read<T>(scope, query(ids))) found.get(owner(row))?.push(row)
      return ids.map((id) => found.get(id) ?? [])
    })
  return {
    order: one<OrderRow>(
      (ids) => sql`select ${orderColumns} from contingent_order o where o.id = any(${ids}::uuid[])`,
    ),
    movement: one<MovementRow>(
      (ids) => sql`select ${movementColumns} from movement v join contingent_order o on o.id = v.order_id
        where v.id = any(${ids}::uuid[]) and v.state <> 'REMOVED'`,
    ),
    /** By pupil's name: key is the order's id. */
    movementsOfOrder: many<MovementRow>(movementsOf, (row) => row.orderId),
    /** Those that stand, by day of effect: key is the pupil's id. */
    movementsOfPupil: many<MovementRow>(
      (ids) => sql`select ${movementColumns} from movement v join contingent_order o on o.id = v.order_id
        where v.pupil_id = any(${ids}::uuid[]) and v.state = 'STANDING' order by v.effective_on`,
      (row) => row.pupilId,
    ),
  }
}
