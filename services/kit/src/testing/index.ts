import { createHash, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { migrate, type Migration } from '../migrate.js'
import {
  createDatabase,
  databaseUrls,
  dropDatabase,
  ensureQueue,
  ensureRoles,
  queueUrl,
  type DatabaseUrls,
} from '../provision.js'

/** Address of the test server's administrator; the suite's set-up puts it there. */
export function testServer(): string {
  const url = process.env.TEST_DATABASE_URL
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run the tests by `npm test`')
  return url
}

// Roles are the server's: every test file uses the same ones.
const passwords = { owner: 'test-owner', app: 'test-app', system: 'test-system' }

/** A database of a service, cloned from a migrated template; `drop` when done. */
export type TestDatabase = { readonly name: string; readonly urls: DatabaseUrls; drop(): Promise<void> }

export async function testDatabase(service: string, migrations: readonly Migration[]): Promise<TestDatabase> {
  const admin = testServer()
  const template = await migratedTemplate(admin, service, migrations)
  const name = `t_${service}_${randomBytes(6).toString('hex')}`
  await createDatabase(admin, { database: name, name: service, template })
  return { name, urls: databaseUrls(admin, name, service, passwords), drop: () => dropDatabase(admin, name) }
}

/** The template's name holds a hash of the migrations: another set makes another template. */
async function migratedTemplate(
  admin: string,
  service: string,
  migrations: readonly Migration[],
): Promise<string> {
  const texts = migrations.map((Migration) => Migration.sql).join('\n')
  const name = `tpl_${service}_${createHash('sha256').update(texts).digest('hex').slice(0, 8)}`
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const ready = await client.query('select 1 from pg_database where datname = $1 and not datallowconn', [
      name,
    ])
    if (ready.rowCount) return name
    await ensureRoles(admin, service, passwords)
    await dropDatabase(admin, name)
    await createDatabase(admin, { database: name, name: service })
    await migrate(databaseUrls(admin, name, service, passwords).owner, migrations)
    // Closed: a clone waits for everybody who is connected to its template (spikes §2).
    await client.query(`alter database "${name}" allow_connections false`)
    return name
  } finally {
    await client.end()
  }
}

/** A queue database of its own. */
export async function testQueue(): Promise<{ url: string; drop(): Promise<void> }> {
  const admin = testServer()
  const database = `t_queue_${randomBytes(6).toString('hex')}`
  await ensureQueue(admin, { database, password: 'test-queue' })
  return { url: queueUrl(admin, database, 'test-queue'), drop: () => dropDatabase(admin, database) }
}

/** Runs statements as the server's administrator in one of the test's databases: the attacker with the keys. */
export async function asAdministrator<T extends pg.QueryResultRow>(
  database: string,
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  const url = new URL(testServer())
  url.pathname = `/${database}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    return (await client.query<T>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** Runs statements by a connection string, outside any code of ours. */
export async function rawQuery<T extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(text, values)).rows
  } finally {
    await client.end()
  }
}

const pair = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
/** Keys of one test process. */
export const testKeys = {
  publicKey: pair.publicKey,
  privateKey: pair.privateKey,
  internalToken: randomBytes(24).toString('hex'),
}

export const newUuid = (): string => randomUUID()

export {
  pendingSchemaChanges,
  rowsSeen,
  schoolTables,
  unprotectedTables,
  waysIntoTheLog,
} from './database-checks.js'

export { probesOf, type IdOf, type Probe } from './probes.js'
export { actsWritten } from './acts-written.js'
