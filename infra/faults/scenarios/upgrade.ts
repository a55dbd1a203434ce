// The data folder of the version before: its tables lack what this version adds. It is opened with a copy kept, and
// what it held is there.
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startInstallation, type Installation } from '../../src/launch/installation.js'
import { Claims, type Outcome } from '../result.js'

async function asOwner<T extends pg.QueryResultRow>(
  env: Installation['env'],
  text: string,
  values?: unknown[],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: env['GRADEBOOK_OWNER_DATABASE_URL'] })
  await client.connect()
  try {
    return (await client.query<T>(text, values)).rows
  } finally {
    await client.end()
  }
}

export async function versionBefore(): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'zhurnal-faults-upgrade-'))
  // PostgreSQL's own account passes through it.
  await chmod(folder, 0o711)
  const data = join(folder, 'data')
  const claims = new Claims()
  const said: string[] = []
  const start = () =>
    startInstallation({
      data,
      ports: 'free',
      demo: false,
      fill: false,
      web: false,
      say: (line) => void said.push(line),
    })
  try {
    const before = await start()
    const school = randomUUID()
    await asOwner(before.env, 'alter table ref_class no force row level security')
    await asOwner(
      before.env,
      `insert into ref_class (id, school_id, year_id, name, grade, version) select gen_random_uuid(), $1, $1, n || 'А', n, 1 from generate_series(1, 9) n`,
      [school],
    )
    await asOwner(before.env, 'alter table ref_class force row level security')
    // What the last version did not have yet.
    await asOwner(
      before.env,
      `drop table dead_letter, comparison; delete from migration where name like 'Trouble%'`,
    )
    await before.stop()
    claims.holds(!said.some((line) => line.includes('цела')), 'a copy was made of a new database')
    const after = await start()
    const line = said.find((one) => one.includes('Прежняя база цела')) ?? ''
    const copies = (await readdir(data)).filter((name) => name.startsWith('postgres.before-'))
    claims.holds(copies.length === 1, `copies: ${copies.join(', ') || 'none'} (${line})`)
    await asOwner(after.env, 'alter table ref_class no force row level security')
    const rows = await asOwner(after.env, 'select 1 from ref_class where school_id = $1', [school])
    await asOwner(after.env, 'alter table ref_class force row level security')
    const tables = await asOwner(
      after.env,
      `select to_regclass('dead_letter') is not null and to_regclass('comparison') is not null as yes`,
    )
    claims.holds(tables[0]?.['yes'] === true, 'the tables of this version are not there')
    await after.stop()
    const again = await start()
    await again.stop()
    const kept = (await readdir(data)).filter((name) => name.startsWith('postgres.before-'))
    claims.holds(kept.length === copies.length, 'a second start made another copy')
    return {
      done: 'a data folder of the version before opened by this one',
      acknowledged: 9,
      found: rows.length,
      lost: 9 - rows.length,
      doubled: 0,
      differing: claims.broken.length,
      notes: [...claims.broken, `said: «${line.replaceAll(folder, '…')}»`],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
