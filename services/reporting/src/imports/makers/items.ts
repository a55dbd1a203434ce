// Items of an import as the worker writes and reads them.
import type { Database, Tx } from '@zhurnal/kit/database'
import { everything } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { v5 } from 'uuid'
import type { Act, Action, Decision, EntityKind, Plan } from '../compare/plan.js'
import { countsOf, planHash } from '../compare/compare.js'
import { importColumns, type ImportRow } from '../import-row.js'

/** How many problems are kept; the rest is counted. */
const mostProblems = 1000

export type StoredItem = {
  readonly id: string
  readonly ordinal: number
  readonly entity: EntityKind
  readonly key: string
  readonly name: string
  readonly action: Action
  readonly targetId: string | null
  readonly act: Act
  readonly applied: boolean
  readonly undone: boolean
}

export async function importOf(db: Database, id: string): Promise<ImportRow | undefined> {
  const [row] = await db.read<ImportRow>(
    everything,
    sql`select ${importColumns} from import i where i.id = ${id}`,
  )
  return row
}

export async function itemsOf(db: Database, importId: string): Promise<StoredItem[]> {
  return db.read<StoredItem>(
    everything,
    sql`select id, ordinal, entity, key, name, action, target_id as "targetId", act, applied_at is not null as applied,
      undone_at is not null as undone from import_item where import_id = ${importId} order by ordinal`,
  )
}

/** What somebody has decided so far: `ENTITY key` → decision. */
export async function decisionsOf(db: Database, importId: string): Promise<Map<string, Decision>> {
  const rows = await db.read<{ name: string; decision: Decision }>(
    everything,
    sql`select entity || ' ' || key as name, decision from import_item where import_id = ${importId} and decision is not null`,
  )
  return new Map(rows.map(({ name, decision }) => [name, decision]))
}

/** `ENTITY key` → id, as earlier files of the kind have named them. */
export async function keysOf(db: Database, schoolId: string, kind: string): Promise<Map<string, string>> {
  const rows = await db.read<{ name: string; targetId: string }>(
    everything,
    sql`select entity || ' ' || key as name, target_id as "targetId" from import_key where school_id = ${schoolId} and kind = ${kind}`,
  )
  return new Map(rows.map(({ name, targetId }) => [name, targetId]))
}

/** Puts a plan in the place of the one before, with the decisions that were made; the import is CHECKED then. */
export async function writePlan(
  tx: Tx,
  row: Pick<ImportRow, 'id' | 'schoolId'>,
  yearId: string,
  rows: number,
  plan: Plan,
  decisions: ReadonlyMap<string, Decision>,
): Promise<void> {
  await tx.sql(sql`delete from import_item where import_id = ${row.id}`)
  const stored = plan.items.map((item, ordinal) => ({
    ...item,
    id: v5(`item ${item.entity} ${item.key}`, row.id),
    ordinal,
    target_id: item.targetId,
    decision: decisions.get(`${item.entity} ${item.key}`) ?? null,
  }))
  const atOnce = 2000
  for (let start = 0; start < stored.length; start += atOnce)
    await tx.sql(sql`insert into import_item (id, school_id, import_id, ordinal, entity, key, line, name, action, target_id, changes, note, candidates, decision, act)
      select t.id, ${row.schoolId}, ${row.id}, t.ordinal, t.entity, t.key, t.line, t.name, t.action, t.target_id, t.changes, t.note, t.candidates,
        nullif(t.decision, 'null'::jsonb), t.act
      from jsonb_to_recordset(${JSON.stringify(stored.slice(start, start + atOnce))}::jsonb) as t(id uuid, ordinal integer, entity text, key text,
        line integer, name text, action text, target_id uuid, changes jsonb, note text, candidates jsonb, decision jsonb, act jsonb)`)
  await tx.sql(sql`update import set state = 'CHECKED', year_id = ${yearId}, rows = ${rows}, counts = ${JSON.stringify(countsOf(plan.items))}::jsonb,
    problems = ${JSON.stringify(plan.problems.slice(0, mostProblems))}::jsonb, problem_count = ${plan.problems.length}, plan_hash = ${planHash(plan)},
    valid_from = coalesce(valid_from, ${plan.validFrom}), valid_until = coalesce(valid_until, ${plan.validUntil}) where id = ${row.id}`)
}

export async function note(
  db: Database,
  ids: readonly string[],
  what: 'applied' | 'undone',
  now: Date,
): Promise<void> {
  if (ids.length === 0) return
  await db.write(everything, (tx) =>
    what === 'applied'
      ? tx.sql(sql`update import_item set applied_at = ${now} where id = any(${ids}::uuid[])`)
      : tx.sql(sql`update import_item set undone_at = ${now} where id = any(${ids}::uuid[])`),
  )
}

export function piecesOf<T>(list: readonly T[], size: number): T[][] {
  const pieces: T[][] = []
  for (let start = 0; start < list.length; start += size) pieces.push(list.slice(start, start + size))
  return pieces
}
