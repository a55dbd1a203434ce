// What must hold of every service's database, whatever its tables are. Each check gives what is wrong: empty is well.
import pg from 'pg'
import { Database, type Entities } from '../database.js'
import { asAdministrator, rawQuery, type TestDatabase } from './index.js'

/**
 * SQL that TypeORM would still run to make a migrated database look like the entities. It does not see the text of
 * checks, triggers, policies and rights: those have tests of their own.
 */
export async function pendingSchemaChanges(database: TestDatabase, entities: Entities): Promise<string[]> {
  const db = await Database.connect({
    url: database.urls.owner,
    entities,
    name: 'entities = migrations',
    poolSize: 1,
  })
  const { emitWarning } = process
  // The builder asks in parallel on one connection, of which pg warns: harmless here, and TypeORM's business.
  process.emitWarning = () => undefined
  try {
    return (await db.source.driver.createSchemaBuilder().log()).upQueries.map((query) => query.query)
  } finally {
    process.emitWarning = emitWarning
    await db.close()
  }
}

/** Tables with a school in each row, by name. */
export async function schoolTables(database: TestDatabase): Promise<string[]> {
  const rows = await asAdministrator<{ name: string }>(
    database.name,
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'school_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1`,
  )
  return rows.map((row) => row.name)
}

/** Tables with a school in each row on which row-level security is not enabled, or does not bind their owner. */
export async function unprotectedTables(database: TestDatabase): Promise<string[]> {
  const rows = await asAdministrator<{ name: string }>(
    database.name,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and not (relrowsecurity and relforcerowsecurity)`,
  )
  const open = new Set(rows.map((row) => row.name))
  return (await schoolTables(database)).filter((name) => open.has(name))
}

/** Rows of each school table that the service's own role sees; tables that it may not read at all are left out. */
export async function rowsSeen(
  database: TestDatabase,
  schools: readonly string[] | 'none set',
): Promise<Map<string, number>> {
  const url = new URL(database.urls.app)
  if (schools !== 'none set') url.searchParams.set('options', `-c app.schools=${schools.join(',')}`)
  const seen = new Map<string, number>()
  for (const name of await schoolTables(database)) {
    const counted = await rawQuery<{ count: number }>(
      url.href,
      `select count(*)::int as count from ${pg.escapeIdentifier(name)}`,
    ).catch((error: unknown) => {
      if (error instanceof pg.DatabaseError && error.code === '42501') return []
      throw error
    })
    for (const row of counted) seen.set(name, row.count)
  }
  return seen
}

/**
 * Ways of changing the log that got through: by the service's two roles, and by the owner, who may set row-level
 * security aside. The log must hold an entry.
 */
export async function waysIntoTheLog(database: TestDatabase, schoolId: string): Promise<string[]> {
  const ways: string[] = []
  const asides = {
    app: `set app.schools = '${schoolId}'`,
    system: 'select 1',
    owner: 'alter table log_entry no force row level security',
  }
  for (const role of ['app', 'system', 'owner'] as const) {
    for (const act of [`update log_entry set act = 'x'`, 'delete from log_entry', 'truncate log_entry']) {
      const code = await rawQuery(database.urls[role], `${asides[role]}; ${act}`).then(
        () => 'done',
        (error: unknown) => (error instanceof pg.DatabaseError ? error.code : String(error)),
      )
      if (code !== '42501' && code !== 'ZH001') ways.push(`${role}: ${act}: ${code}`)
    }
  }
  return ways
}
