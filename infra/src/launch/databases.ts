// Roles and databases of an installation, on whichever server it uses, and the addresses that come out of it.
import { createDatabase, databaseUrls, ensureQueue, ensureRoles, queueUrl } from '@zhurnal/kit/provision'
import pg from 'pg'
import { Complaint } from '../complaint.js'
import type { Credentials } from './credentials.js'
import { serviceNames, type ServiceName } from './plan.js'

/** `ROSTER_DATABASE_URL`, `ROSTER_OWNER_DATABASE_URL`, … and `QUEUE_DATABASE_URL`. */
export type DatabaseVariables = Readonly<Record<string, string>>

/** Makes what is missing on the server of `adminUrl`. Throws Complaint when the server does not let us. */
export async function provisionServer(
  adminUrl: string,
  credentials: Credentials,
): Promise<DatabaseVariables> {
  return withComplaint('DATABASE_URL', async () => {
    const parts = await Promise.all(
      serviceNames.map((name) => provisionService(adminUrl, `zhurnal_${name}`, name, credentials)),
    )
    const database = 'zhurnal_queue'
    await ensureQueue(adminUrl, { database, password: credentials.queue })
    return Object.assign({ QUEUE_DATABASE_URL: queueUrl(adminUrl, database, credentials.queue) }, ...parts)
  })
}

/**
 * For databases with an address each. A service whose three addresses are all given is left as its administrator
 * made it; where only `<SERVICE>_DATABASE_URL` is given it is an administrator's address, and the roles are made.
 * The queue's address is used as it is.
 */
export async function provisionSeparate(
  given: Readonly<Record<string, string>>,
  credentials: Credentials,
): Promise<DatabaseVariables> {
  const found: Record<string, string> = { ...given }
  for (const name of serviceNames) {
    const prefix = name.toUpperCase()
    if (given[`${prefix}_OWNER_DATABASE_URL`] && given[`${prefix}_SYSTEM_DATABASE_URL`]) continue
    const address = new URL(given[`${prefix}_DATABASE_URL`] ?? '')
    const database = decodeURIComponent(address.pathname.slice(1)) || `zhurnal_${name}`
    const made = await withComplaint(`${prefix}_DATABASE_URL`, async () =>
      provisionService(await administered(address), database, name, credentials),
    )
    Object.assign(found, made)
  }
  return found
}

async function provisionService(
  adminUrl: string,
  database: string,
  name: ServiceName,
  credentials: Credentials,
): Promise<DatabaseVariables> {
  await ensureRoles(adminUrl, name, credentials.roles[name])
  await createDatabase(adminUrl, { database, name })
  const urls = databaseUrls(adminUrl, database, name, credentials.roles[name])
  const prefix = name.toUpperCase()
  return {
    [`${prefix}_DATABASE_URL`]: urls.app,
    [`${prefix}_OWNER_DATABASE_URL`]: urls.owner,
    [`${prefix}_SYSTEM_DATABASE_URL`]: urls.system,
  }
}

// The database that the address names may not exist yet: then it is made from the server's own one.
async function administered(address: URL): Promise<string> {
  const client = new pg.Client({ connectionString: address.href, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    return address.href
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '3D000') throw error
    const server = new URL(address)
    server.pathname = '/postgres'
    return server.href
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function withComplaint<T>(variable: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Complaint(
      `Подготовить базы данных не удалось (${why.split('\n')[0]}): проверьте ${variable}; ` +
        'нужен суперпользователь или роль с CREATEDB и CREATEROLE, PostgreSQL 15 или новее.',
    )
  }
}
