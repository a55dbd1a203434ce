import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { everything, type Database } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import type { FileStore } from '../documents/documents.js'
import { checkpointOf, type Graph, type LogPoint } from '../graph.js'
import { JobFailure, type JobHands, type Makers } from '../jobs/run.js'
import { removeHalves, writeBag, type BagEntry, type WrittenBag } from '../snapshot/bag.js'
import { copyBag } from '../snapshot/copies.js'
import type { Signer } from '../snapshot/signature.js'
import { recordEntries } from './record-stream.js'
import { storeColumns, type CopyState, type StoreRow } from './snapshots.js'

const services = ['roster', 'schedule', 'gradebook'] as const

type Printed = { title: string; sha256: string; dataSha256: string }
type Plan = { schoolName: string; yearName: string; stores: StoreRow[]; printed: Printed[] }
type Copy = { storeId: string; state: CopyState; device: string | null; fault: string | null }

/** The school's record of a year as a signed bag in every store, each copy read back (3.3, A1.23). */
export function snapshotMaker(files: FileStore, signer: Signer): Makers['TAKE_SNAPSHOT'] {
  return async (hands, args) => {
    const { job, graph, step } = hands
    const plan = await planOf(hands.db, job.schoolId, args.yearId)
    const takenAt = hands.clock()
    const points = new Map<string, LogPoint>()
    await step(0.02, 'Подписывается протокол')
    for (const service of services) points.set(service, await checkpointOf(graph, service, job.schoolId))
    const ending = `-${job.id.slice(-12)}`
    const folder = `${takenAt.toISOString().slice(0, 19).replaceAll(':', '')}Z${ending}`
    await step(0.05, 'Записи собираются')
    const copies: Copy[] = []
    let written: (WrittenBag & { at: string }) | undefined
    for (const [i, store] of plan.stores.entries()) {
      await step(0.1 + (0.8 * i) / plan.stores.length, `Пишется и перечитывается: ${store.name}`)
      try {
        await mkdirIfParent(store)
        await removeHalves(store.folder, ending)
        const target = join(store.folder, folder)
        if (written) await copyBag(written.at, target)
        else {
          const entries = bagEntries(graph, files, plan, job.schoolId, args.yearId, points)
          const info = {
            organization: plan.schoolName,
            title: `Журнал: записи за ${plan.yearName} учебный год`,
            identifier: `${job.schoolId}/${args.yearId}/${job.id}`,
            takenAt,
          }
          written = { ...(await writeBag({ folder: target, entries, info, signer })), at: target }
        }
        copies.push({ storeId: store.id, state: 'WHOLE', device: await deviceOf(store.folder), fault: null })
      } catch (error) {
        copies.push({ storeId: store.id, state: 'MISSING', device: null, fault: faultOf(error) })
      }
    }
    if (!written)
      throw new JobFailure(`Ни одна копия не сделана: ${copies.map((copy) => copy.fault).join('; ')}`)
    await keep(hands, args.yearId, plan, folder, takenAt, written, copies)
  }
}

async function keep(
  hands: JobHands,
  yearId: string,
  plan: Plan,
  folder: string,
  takenAt: Date,
  bag: WrittenBag,
  copies: readonly Copy[],
): Promise<void> {
  const { job } = hands
  const missing = copies.filter((copy) => copy.state === 'MISSING')
  const names = new Map(plan.stores.map((store) => [store.id, store.name]))
  const failure = missing.length
    ? `Копии нет: ${missing.map((copy) => `«${names.get(copy.storeId) ?? ''}» (${copy.fault ?? ''})`).join(', ')}. Остальные копии целы.`
    : undefined
  await hands.finish(async (tx) => {
    const id = newId()
    // A repeated job replaces its own earlier, incomplete snapshot.
    await tx.sql(sql`insert into snapshot (id, school_id, job_id, year_id, year_name, folder, taken_at, bytes, files, sha256)
      values (${id}, ${job.schoolId}, ${job.id}, ${yearId}, ${plan.yearName}, ${folder}, ${takenAt}, ${bag.bytes}, ${bag.files}, ${bag.sha256})
      on conflict on constraint snapshot_once do update set folder = excluded.folder, taken_at = excluded.taken_at, bytes = excluded.bytes, files = excluded.files, sha256 = excluded.sha256`)
    await tx.sql(sql`insert into snapshot_copy (snapshot_id, store_id, school_id, state, device, verified_at, fault)
      select s.id, t."storeId", ${job.schoolId}, t.state, t.device, case when t.state = 'WHOLE' then ${hands.clock()}::timestamptz end, t.fault
      from snapshot s, jsonb_to_recordset(${JSON.stringify(copies)}::jsonb) as t("storeId" uuid, state text, device text, fault text) where s.job_id = ${job.id}
      on conflict on constraint snapshot_copy_pkey do update set state = excluded.state, device = excluded.device, verified_at = excluded.verified_at, fault = excluded.fault`)
  }, failure)
}

async function planOf(db: Database, schoolId: string, yearId: string): Promise<Plan> {
  const [schools = [], years = [], stores = [], printed = []] = await db.readAll(everything, [
    sql`select name from ref_school where id = ${schoolId}`,
    sql`select name from ref_year where id = ${yearId} and school_id = ${schoolId}`,
    sql`select ${storeColumns} from store t where t.school_id = ${schoolId} order by t.name`,
    // The newest print of each journal: a stale one would tell what no longer stands.
    sql`select distinct on (about) title, sha256, data_sha256 as "dataSha256" from document d where d.school_id = ${schoolId}
      and exists (select 1 from ref_period p where p.year_id = ${yearId} and position(p.id::text in d.about) > 0) order by about, created_at desc`,
  ])
  const school = schools[0] as { name: string } | undefined
  const year = years[0] as { name: string } | undefined
  if (!school || !year) throw new JobFailure('Такого учебного года нет.')
  return {
    schoolName: school.name,
    yearName: year.name,
    stores: stores as StoreRow[],
    printed: printed as Printed[],
  }
}

async function* bagEntries(
  graph: Graph,
  files: FileStore,
  plan: Plan,
  schoolId: string,
  yearId: string,
  points: ReadonlyMap<string, LogPoint>,
): AsyncGenerator<BagEntry> {
  for (const service of services) {
    const point = points.get(service) as LogPoint
    yield { path: `data/checkpoints/${service}.note`, content: Buffer.from(point.note) }
    yield { path: `data/keys/${service}.vkey`, content: Buffer.from(`${point.verifierKey}\n`) }
    yield* recordEntries(graph, service, schoolId, yearId, point)
  }
  for (const document of plan.printed) {
    const name = `data/ledgers/${document.title.replaceAll(/[/\\:*?"<>|]/g, '-')}`
    yield { path: `${name}.json`, content: await readFile(files.path(document.dataSha256)) }
    yield { path: `${name}.pdf`, content: await readFile(files.path(document.sha256)) }
  }
}

/** A store's own folder must be there: one that was unmounted or removed must not be made anew on the wrong disk. */
async function mkdirIfParent(store: StoreRow): Promise<void> {
  const found = await stat(store.folder).catch(() => null)
  if (!found?.isDirectory()) throw new StoreGone()
  await mkdir(store.folder, { recursive: true })
}
class StoreGone extends Error {}

export async function deviceOf(folder: string): Promise<string | null> {
  return stat(folder).then(
    (found) => String(found.dev),
    () => null,
  )
}

/** What went wrong with a store, in words, without addresses of the machine. */
export function faultOf(error: unknown): string {
  if (error instanceof StoreGone) return 'папки хранилища нет'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known: Readonly<Record<string, string>> = {
    ENOSPC: 'на диске нет места',
    EROFS: 'диск открыт только для чтения',
    EACCES: 'нет права писать в папку',
    EPERM: 'нет права писать в папку',
    ENOENT: 'папки хранилища нет',
    EIO: 'диск не отвечает',
  }
  if (known[code]) return known[code]
  if (code) return `не записано (${code})`
  throw error
}
