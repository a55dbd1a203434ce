// What has to exist on a PostgreSQL server before a service can start: its roles and its database. Tables, and
// the rights on them, are made by the service's own migrations.
//
// The administrator may be a superuser (the embedded server) or a role of a managed server with CREATEDB and
// CREATEROLE. Everything here can be repeated, and two may run it at once.
import pg from 'pg'

/** Passwords of a service's three roles, in clear. They are kept in `<data>/secrets/`, never in the repository. */
export type RolePasswords = { readonly owner: string; readonly app: string; readonly system: string }

/** Connection strings of a service: migrations, answering requests, and relay, consumers and schedulers. */
export type DatabaseUrls = { readonly owner: string; readonly app: string; readonly system: string }

/** The three roles of service `name`: `zhurnal_<name>_owner`, `_app`, `_system`. */
export const roleNames = (name: string): DatabaseUrls => ({
  owner: `zhurnal_${name}_owner`,
  app: `zhurnal_${name}_app`,
  system: `zhurnal_${name}_system`,
})

/** The one role of the queue: it must own its schema, BullMQ migrates it by itself. */
export const queueRole = 'zhurnal_queue'

const extensions = ['btree_gist', 'pg_trgm', 'unaccent'] as const

// Any number will do as long as everybody who provisions takes the same one.
const provisionLock = 727_001

/**
 * Makes the three roles of service `name` when they are missing, and sets their passwords.
 * Throws when a role of that name exists and is stronger than a runtime role may be: row-level security would
 * not bind it.
 */
export async function ensureRoles(adminUrl: string, name: string, passwords: RolePasswords): Promise<void> {
  const roles = roleNames(name)
  await asAdmin(adminUrl, async (client) => {
    await ensureRole(client, roles.owner, passwords.owner)
    await ensureRole(client, roles.app, passwords.app)
    await ensureRole(client, roles.system, passwords.system)
  })
}

/**
 * Makes `database` for service `name` when it is missing: owned by the service's owner role (one that is there is
 * handed over to it), closed to PUBLIC, with the extensions that migrations count on. The roles must exist (`ensureRoles`).
 * With `template` it is a copy of that database, which nobody may be connected to.
 * Resolves to true when the database was made now, false when it was there.
 */
export async function createDatabase(
  adminUrl: string,
  options: { readonly database: string; readonly name: string; readonly template?: string },
): Promise<boolean> {
  const roles = roleNames(options.name)
  if (options.template !== undefined) {
    // No lock here: each test file clones the template, and PostgreSQL lets copies run side by side.
    return withClient(adminUrl, (client) =>
      cloneDatabase(client, options.database, options.template ?? '', roles),
    )
  }
  const made = await asAdmin(adminUrl, async (client) => {
    const created = await makeDatabase(client, options.database, roles.owner)
    await closeDatabase(client, options.database, roles)
    return created
  })
  await prepareSchema(adminUrl, options.database, roles.owner, [roles.app, roles.system])
  return made
}

/** Makes the queue's role and database. Resolves to true when the database was made now. */
export async function ensureQueue(
  adminUrl: string,
  options: { readonly database: string; readonly password: string },
): Promise<boolean> {
  return asAdmin(adminUrl, async (client) => {
    await ensureRole(client, queueRole, options.password)
    const created = await makeDatabase(client, options.database, queueRole)
    await revokePublic(client, options.database)
    return created
  })
}

/** Drops a database with whoever is connected to it; not being there is fine. For tests. */
export async function dropDatabase(adminUrl: string, database: string): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(`drop database if exists ${pg.escapeIdentifier(database)} with (force)`),
  )
}

/** Connection strings of service `name` in `database`, on the server (and with the options) of `adminUrl`. */
export function databaseUrls(
  adminUrl: string,
  database: string,
  name: string,
  passwords: RolePasswords,
): DatabaseUrls {
  const roles = roleNames(name)
  return {
    owner: urlFor(adminUrl, database, roles.owner, passwords.owner),
    app: urlFor(adminUrl, database, roles.app, passwords.app),
    system: urlFor(adminUrl, database, roles.system, passwords.system),
  }
}

/** Connection string of the queue's role in `database`. */
export const queueUrl = (adminUrl: string, database: string, password: string): string =>
  urlFor(adminUrl, database, queueRole, password)

function urlFor(adminUrl: string, database: string, user: string, password: string): string {
  const url = new URL(adminUrl)
  url.username = encodeURIComponent(user)
  url.password = encodeURIComponent(password)
  url.pathname = `/${encodeURIComponent(database)}`
  return url.href
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const name = pg.escapeIdentifier(role)
  const secret = pg.escapeLiteral(password)
  const found = await client.query<{ strong: boolean }>(
    'select rolsuper or rolbypassrls as strong from pg_roles where rolname = $1',
    [role],
  )
  if (found.rows[0]?.strong) {
    throw new Error(`role ${role} is a superuser or bypasses row-level security; it must not be`)
  }
  // ALTER names the password only: on a managed server even NOSUPERUSER may be said by superusers alone.
  if (found.rows[0]) await client.query(`alter role ${name} login password ${secret}`)
  else
    await client.query(
      `create role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole password ${secret}`,
    )
  // To give a database to a role one must be able to become that role. A superuser can; a mere CREATEROLE gets
  // no more than ADMIN OPTION over what it makes (PostgreSQL 16), and grants itself the rest.
  const mine = await client.query<{ yes: boolean }>(`select pg_has_role(current_user, $1, 'USAGE') as yes`, [
    role,
  ])
  if (!mine.rows[0]?.yes) await client.query(`grant ${name} to current_user`)
}

async function makeDatabase(client: pg.Client, database: string, owner: string): Promise<boolean> {
  const there = await client.query<{ owner: string }>(
    'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
    [database],
  )
  if (there.rows[0]) {
    // An empty database that the administrator made by hand and named to us.
    if (there.rows[0].owner !== owner) {
      await client.query(
        `alter database ${pg.escapeIdentifier(database)} owner to ${pg.escapeIdentifier(owner)}`,
      )
    }
    return false
  }
  // Russian names sort by ICU wherever the server stands; the system's own collations differ from host to host.
  await client.query(
    `create database ${pg.escapeIdentifier(database)} owner ${pg.escapeIdentifier(owner)}
       template template0 encoding 'UTF8' locale_provider icu icu_locale 'ru-RU'`,
  )
  return true
}

async function cloneDatabase(
  client: pg.Client,
  database: string,
  template: string,
  roles: DatabaseUrls,
): Promise<boolean> {
  // file_copy: half the time of the default strategy for a small database (11 against 15 ms).
  const created = await client
    .query(
      `create database ${pg.escapeIdentifier(database)} owner ${pg.escapeIdentifier(roles.owner)}
         template ${pg.escapeIdentifier(template)} strategy file_copy`,
    )
    .then(() => true)
    .catch((error: unknown) => {
      // Two at once: the later one sees the name taken, or, a moment earlier, the catalogue's unique index.
      if (error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505'))
        return false
      throw error
    })
  // The rights on a database are not copied with it; those inside it are.
  await closeDatabase(client, database, roles)
  return created
}

async function closeDatabase(client: pg.Client, database: string, roles: DatabaseUrls): Promise<void> {
  await revokePublic(client, database)
  const [app, system] = [pg.escapeIdentifier(roles.app), pg.escapeIdentifier(roles.system)]
  await client.query(`grant connect on database ${pg.escapeIdentifier(database)} to ${app}, ${system}`)
}

const revokePublic = (client: pg.Client, database: string) =>
  client.query(`revoke connect on database ${pg.escapeIdentifier(database)} from public`)

async function prepareSchema(
  adminUrl: string,
  database: string,
  owner: string,
  users: readonly string[],
): Promise<void> {
  const url = new URL(adminUrl)
  url.pathname = `/${encodeURIComponent(database)}`
  await asAdmin(url.href, async (client) => {
    // The three are "trusted": the owner of a database may install them without being a superuser.
    await client.query(`set role ${pg.escapeIdentifier(owner)}`)
    for (const extension of extensions) await client.query(`create extension if not exists ${extension}`)
    await client.query(
      `grant usage on schema public to ${users.map((user) => pg.escapeIdentifier(user)).join(', ')}`,
    )
  })
}

/** Runs `work` while nobody else provisions this server: roles are shared by all its databases. */
async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [provisionLock])
    return work(client)
  })
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  // A server that goes away tells it twice, here and by the query; the query's error is the one that we hand on.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    // Closing the connection also gives back the advisory lock.
    await client.end()
  }
}
