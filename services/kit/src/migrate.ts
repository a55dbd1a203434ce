import { DataSource, type MigrationInterface, type MixedList, type QueryRunner } from 'typeorm'
import { roleNames } from './provision.js'

/** A migration's class; its SQL can be read, for a fingerprint of the schema. */
export type Migration = (new () => MigrationInterface) & { readonly sql: string }

/** One migration: SQL, forward only. `name` ends in 13 digits, by which they are ordered. */
export function migration(name: string, sql: string): Migration {
  const className = name
  return class implements MigrationInterface {
    static readonly sql = sql
    name = className
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql)
    }
    async down(): Promise<void> {
      throw new Error(`${className} goes forward only`)
    }
  }
}

/**
 * Runs what is missing of `migrations` as the owner, one process at a time (advisory lock), each in a transaction.
 * Throws when the database was migrated by a newer program.
 */
export async function migrate(ownerUrl: string, migrations: readonly Migration[]): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    installExtensions: false,
    poolSize: 2,
    migrations: [...migrations] as MixedList<string | Function>,
    migrationsTransactionMode: 'each',
    migrationsTableName: 'migration',
  })
  await source.initialize()
  const lock = source.createQueryRunner()
  try {
    await lock.query('select pg_advisory_lock(727002)')
    await refuseNewer(
      lock,
      migrations.map((Migration) => new Migration().name ?? ''),
    )
    await source.runMigrations()
  } finally {
    await lock.release()
    await source.destroy()
  }
}

async function refuseNewer(runner: QueryRunner, known: readonly string[]): Promise<void> {
  if (!(await runner.hasTable('migration'))) return
  const done = (await runner.query('select name from migration')) as { name: string }[]
  const strange = done.map((row) => row.name).find((name) => !known.includes(name))
  if (strange) throw new Error(`the database was migrated by a newer program (${strange}); start that one`)
}

/**
 * SQL that puts a table under row-level security and gives rights to the service's two runtime roles. `app` sees the
 * rows of the schools of its transaction; `system` (relay, consumers, replay, schedulers) sees all.
 * nullif: after a transaction with a local setting it is '' on that connection, not null (spikes §3).
 */
export function protect(
  service: string,
  table: string,
  rights: { readonly app: string; readonly system: string; readonly column?: string },
): string {
  const { app, system } = roleNames(service)
  const mine = `${rights.column ?? 'school_id'} = any(string_to_array(nullif(current_setting('app.schools', true), ''), ',')::uuid[])`
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy ${table}_app on ${table} to ${app} using (${mine}) with check (${mine});
    create policy ${table}_system on ${table} to ${system} using (true) with check (true);
    ${rights.app ? `grant ${rights.app} on ${table} to ${app};` : ''}
    ${rights.system ? `grant ${rights.system} on ${table} to ${system};` : ''}`
}
