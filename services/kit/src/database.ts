import { createHash } from 'node:crypto'
import pg from 'pg'
import { DataSource, type EntitySchema, type MixedList } from 'typeorm'
import type { Sql } from './sql.js'

// A day stays the string that it is from end to end; the driver would make a Date of it, in the server's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)
// Counts and log positions fit a double; no number of ours comes near 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

type Row = Record<string, unknown>
export type Entities = MixedList<Function | string | EntitySchema>

/** Whose rows a transaction may see and write: row-level security compares with it. */
export type Scope = { readonly schools: readonly string[]; readonly account?: string }

/** For roles whose policies look at no setting: relay, consumers, replay, schedulers. */
export const everything: Scope = { schools: [] }

declare const inTransaction: unique symbol

/**
 * A transaction under way. Only `Database.write` makes one, and all that writes takes one: writing outside a
 * transaction does not compile.
 */
export interface Tx {
  readonly [inTransaction]: true
  /** Rows that a statement returns, one after another in the transaction. */
  sql<T extends object = Row>(statement: Sql): Promise<T[]>
  /**
   * Sends a statement that nothing of the act waits for: where it fails, nothing is committed and its error is thrown.
   */
  send(statement: Sql): void
  /** To be done in the transaction after everything else, just before it is committed. */
  beforeCommit(act: () => Promise<void>): void
  /** To be done once the transaction is durable; never when it is rolled back. */
  afterCommit(act: () => void): void
}

/**
 * Parts of one act that need nothing of each other's answers: their first statements go out in one round trip, in the
 * order given. Waits for all of them before it throws what failed first, so that no part sends a statement after the
 * rollback.
 */
export async function together<T extends readonly Promise<unknown>[]>(
  parts: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(parts)
  return Promise.all(parts)
}

/** What a transaction does at its end. */
type Ends = {
  readonly last: (() => Promise<void>)[]
  readonly later: (() => void)[]
  readonly sent: Promise<unknown>[]
}

/** Number of statements sent, for tests that count them. */
export type QueryCounter = { count: number; statements: string[] }

export class Database {
  /** Set by a test to count statements; undefined otherwise. */
  counter: QueryCounter | undefined

  constructor(readonly source: DataSource) {}

  static async connect(options: {
    readonly url: string
    readonly entities: Entities
    readonly poolSize?: number
    readonly name: string
  }): Promise<Database> {
    const source = new DataSource({
      type: 'postgres',
      url: options.url,
      entities: options.entities,
      installExtensions: false,
      poolSize: options.poolSize ?? 10,
      applicationName: options.name,
      // pipeline: the four messages of a read go out together, which makes row-level security cost nothing.
      // maxLifetimeSeconds: a prepared statement keeps the plan that it got when its table was nearly empty, until the
      // server has counted the table anew (autovacuum does in seconds, and with that drops its plans). A connection
      // plans each statement some six times before it settles, a journal page for 40 ms each, so it is not short.
      extra: {
        pipeline: true,
        connectionTimeoutMillis: 5000,
        idleTimeoutMillis: 30_000,
        maxLifetimeSeconds: 300,
      },
      poolErrorHandler: () => undefined,
      logging: false,
    })
    await source.initialize()
    return new Database(source)
  }

  private get pool(): pg.Pool {
    // The driver is PostgreSQL's: its master is the pg pool (typeorm/driver/postgres/PostgresDriver).
    return (this.source.driver as unknown as { master: pg.Pool }).master
  }

  /** Rows of one statement, in a read-only transaction of its own that sees `scope` only. One round trip. */
  async read<T extends object = Row>(scope: Scope, statement: Sql): Promise<T[]> {
    const [rows] = await this.readAll(scope, [statement])
    return (rows ?? []) as T[]
  }

  /** Rows of several statements over one snapshot of the database (repeatable read), in one round trip. */
  async readAll(scope: Scope, statements: readonly Sql[]): Promise<Row[][]> {
    this.note(statements.map((s) => s.text))
    const client = await this.connected()
    let broken = false
    try {
      const settled = await Promise.allSettled([
        client.query('begin isolation level repeatable read read only'),
        client.query("select set_config('app.schools', $1, true), set_config('app.account', $2, true)", [
          scope.schools.join(','),
          scope.account ?? '',
        ]),
        ...statements.map((s) => client.query<Row>(prepared(s))),
        client.query('commit'),
      ])
      const failed = settled.find((one) => one.status === 'rejected')
      if (failed) throw failed.reason
      return settled
        .slice(2, -1)
        .map((one) => (one.status === 'fulfilled' ? (one.value as pg.QueryResult<Row>).rows : []))
    } catch (error) {
      broken = isConnectionLost(error)
      throw error
    } finally {
      client.release(broken)
    }
  }

  /** Runs `act` in one transaction: all that it wrote is durable when the promise resolves, or nothing is. */
  async write<T>(scope: Scope, act: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.connected()
    const last: (() => Promise<void>)[] = []
    const later: (() => void)[] = []
    const sent: Promise<unknown>[] = []
    let broken = false
    try {
      // Sent ahead of the act's first statement and not waited for: the connection answers in order, and where one of
      // these fails nothing after it is let through.
      const opened = [
        client.query('begin'),
        client.query("select set_config('app.schools', $1, true), set_config('app.account', $2, true)", [
          scope.schools.join(','),
          scope.account ?? '',
        ]),
      ]
      for (const one of opened) one.catch(() => undefined)
      const result = await act(this.transaction(client, { last, later, sent }))
      for (const finish of last) await finish()
      // A transaction that a statement has aborted ends with ROLLBACK and no error (PostgreSQL, COMMIT); what was sent
      // before says why.
      const committed = client.query('commit')
      committed.catch(() => undefined)
      await Promise.all([...opened, ...sent])
      const { command } = await committed
      if (command !== 'COMMIT') throw new Error('the transaction was aborted by one of its statements')
      for (const act of later) act()
      return result
    } catch (error) {
      await client.query('rollback').catch(() => (broken = true))
      throw error
    } finally {
      client.release(broken)
    }
  }

  /** A connection of the pool; that it is lost is told by its next statement, and must not end the process. */
  private async connected(): Promise<pg.PoolClient> {
    const client = await this.pool.connect()
    if (client.listenerCount('error') === 0) client.on('error', () => undefined)
    return client
  }

  private transaction(client: pg.PoolClient, { last, later, sent }: Ends): Tx {
    const run = async <T extends object>(statement: Sql): Promise<T[]> => {
      this.note([statement.text])
      return (await client.query<T>(prepared(statement))).rows
    }
    return {
      sql: run,
      send: (statement: Sql) => {
        const answered = run(statement)
        answered.catch(() => undefined)
        sent.push(answered)
      },
      beforeCommit: (act: () => Promise<void>) => last.push(act),
      afterCommit: (act: () => void) => later.push(act),
    } as unknown as Tx
  }

  private note(texts: readonly string[]): void {
    if (!this.counter) return
    this.counter.count += texts.length
    this.counter.statements.push(...texts)
  }

  /** True when the database answers within `timeoutMs`. */
  async answers(timeoutMs = 1000): Promise<boolean> {
    const timer = new Promise<false>((resolve) => setTimeout(() => resolve(false), timeoutMs).unref())
    const asked = this.pool.query('select 1').then(
      () => true,
      () => false,
    )
    return Promise.race([asked, timer])
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy()
  }
}

const names = new Map<string, string>()

/**
 * A statement under a name of its own text, so that a connection parses and plans it once: planning a statement of
 * many joins costs several times what running it does. Row-level security reads its setting at each run.
 */
function prepared({ text, values }: Sql): { name: string; text: string; values: unknown[] } {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url')
    names.set(text, name)
  }
  return { name, text, values: [...values] }
}

function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    !(error instanceof pg.DatabaseError) ||
    (error.code ?? '').startsWith('57P') ||
    (error.code ?? '').startsWith('08')
  )
}

/** The constraint that a write broke, for refusals that map from its name; undefined for any other error. */
export function brokenConstraint(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('constraint' in at && typeof at.constraint === 'string') return at.constraint
    if ('driverError' in at && at.driverError instanceof Error && at.driverError !== at) {
      const inner = brokenConstraint(at.driverError)
      if (inner) return inner
    }
  }
  return undefined
}

/** True when a value that should be an id, a day or a number is none (22P02): no such thing can exist. */
export function isMalformedValue(error: unknown): boolean {
  for (
    let at: unknown = error;
    at instanceof Error;
    at = 'originalError' in at ? at.originalError : at.cause
  ) {
    if (at instanceof pg.DatabaseError && at.code === '22P02') return true
  }
  return false
}
