// Further schools: the first one's rows once more, every id of them another. Read out of the tables in PostgreSQL's binary
// COPY format, changed in memory where ids stand, and read in again: nothing is parsed on either side.
import { readFileSync, writeFileSync } from 'node:fs'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { ServiceName } from '../src/launch/plan.js'
import type { Stage } from './stage.js'

const tables = {
  roster: [
    'school',
    'academic_year',
    'reporting_period',
    'person',
    'school_class',
    'membership',
    'role_grant',
  ],
  gradebook: [
    ...['school', 'year', 'period', 'class', 'person', 'membership', 'course', 'lesson'].map(
      (one) => `ref_${one}`,
    ),
    ...['lesson_record', 'work', 'mark', 'absence', 'period_mark'],
  ],
} as const

/** One table's rows of the first school, and where in them ids begin. */
type Template = {
  readonly service: ServiceName
  readonly table: string
  readonly columns: string
  readonly bytes: Buffer
  readonly ids: Int32Array
}

const uuidOid = 2950
const uuidArrayOid = 2951
const headerBytes = 19

/** Where each id begins: of fields of type uuid, and of the elements of fields of type uuid[]. */
function idsIn(bytes: Buffer, types: readonly number[]): Int32Array {
  const found: number[] = []
  for (let at = headerBytes; ;) {
    const fields = bytes.readInt16BE(at)
    at += 2
    if (fields === -1) return Int32Array.from(found)
    for (let field = 0; field < fields; field += 1) {
      const length = bytes.readInt32BE(at)
      at += 4
      if (length < 0) continue
      if (types[field] === uuidOid) found.push(at)
      // Dimensions, flag, type, size, first index: 20 bytes; then each element with its length.
      if (types[field] === uuidArrayOid) for (let one = at + 24; one < at + length; one += 20) found.push(one)
      at += length
    }
  }
}

export class Copies {
  private readonly templates: Template[] = []
  private made = 1
  /** Statements that make the indexes again that `prepare` took away. */
  private readonly unbuilt: string[] = []
  private constructor(
    private readonly stage: Stage,
    private readonly folder: string,
  ) {}

  /** Reads the first school out. `close` removes what it put on the disk. */
  static async of(stage: Stage, schoolId: string): Promise<Copies> {
    const folder = join(stage.folder, 'copies')
    await mkdir(folder, { recursive: true })
    // The server, which may run as another user, writes and reads files here.
    await chmod(folder, 0o777)
    const copies = new Copies(stage, folder)
    for (const service of ['roster', 'gradebook'] as const)
      for (const table of tables[service]) copies.templates.push(await copies.read(service, table, schoolId))
    return copies
  }

  private async read(service: ServiceName, table: string, schoolId: string): Promise<Template> {
    const db = this.stage.admin(service)
    const { rows } = await db.query<{ name: string; type: number }>(
      `select attname as name, atttypid::int as type from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
      [table],
    )
    const columns = rows.map((row) => `"${row.name}"`).join(', ')
    const file = join(this.folder, `${service}-${table}`)
    const own = table === 'school' ? 'id' : 'school_id'
    await db.query(
      `copy (select ${columns} from ${table} where ${own} = '${schoolId}') to '${file}' (format binary)`,
    )
    const bytes = readFileSync(file)
    await rm(file)
    const ids = idsIn(
      bytes,
      rows.map((row) => row.type),
    )
    return { service, table, columns, bytes, ids }
  }

  get count(): number {
    return this.made
  }

  /**
   * Takes away indexes that hold no constraint, for many rows are read in faster without and indexed at once by
   * `settle`. To be called before the first of many schools.
   */
  async prepare(): Promise<void> {
    const db = this.stage.admin('gradebook')
    const { rows } = await db.query<{ name: string; definition: string }>(
      `select indexname as name, indexdef as definition from pg_indexes i
       where schemaname = 'public' and tablename = any($1) and not exists (select 1 from pg_constraint c where c.conname = i.indexname)`,
      [tables.gradebook],
    )
    for (const { name, definition } of rows) {
      await db.query(`drop index ${name}`)
      this.unbuilt.push(definition)
    }
  }

  /** Adds one school. Its ids are those of the first with their first 16 bits changed by its number. */
  async add(): Promise<void> {
    const change = (this.made - 1) ^ this.made
    // Two at a time: the greatest table, and all others after one another.
    const loads = this.templates.map((template) => {
      for (const at of template.ids)
        template.bytes.writeUInt16BE(template.bytes.readUInt16BE(at) ^ change, at)
      const file = join(this.folder, `${template.service}-${template.table}`)
      writeFileSync(file, template.bytes, { mode: 0o644 })
      return { ...template, file }
    })
    const big = loads.filter((load) => load.table === 'mark')
    await Promise.all([this.load(big), this.load(loads.filter((load) => load.table !== 'mark'))])
    this.made += 1
  }

  private async load(loads: readonly (Template & { file: string })[]): Promise<void> {
    for (const { service, table, columns, file } of loads)
      await asLoader(this.stage.admin(service), (client) =>
        client.query(`copy ${table} (${columns}) from '${file}' (format binary)`),
      )
  }

  /** Lets the server count its rows anew, so that plans are of the size that there is. */
  async settle(): Promise<void> {
    await asLoader(this.stage.admin('gradebook'), async (client) => {
      await client.query(`set maintenance_work_mem = '1GB'; set max_parallel_maintenance_workers = 2`)
      for (let one = this.unbuilt.pop(); one; one = this.unbuilt.pop()) await client.query(one)
      await client.query('reset maintenance_work_mem; reset max_parallel_maintenance_workers')
    })
    for (const { service, table } of this.templates) await this.stage.admin(service).query(`analyze ${table}`)
    await this.stage.admin('gradebook').query('checkpoint')
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** Foreign keys are not asked: the first school's rows hold them, and a copy's hold as they do. */
async function asLoader(pool: pg.Pool, act: (client: pg.PoolClient) => Promise<unknown>): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set session_replication_role = replica; set synchronous_commit = off')
    await act(client)
    await client.query('reset session_replication_role; reset synchronous_commit')
  } finally {
    client.release()
  }
}
