import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { everything } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { JobFailure, type Makers } from '../jobs/run.js'
import { checkBag } from '../snapshot/check.js'
import { copyBag, mendBag } from '../snapshot/copies.js'
import type { CopyState } from './snapshots.js'
import { deviceOf, faultOf } from './take-snapshot.js'

type Kept = { storeId: string; store: string; folder: string; bag: string }
type Looked = Kept & { state: CopyState; fault: string | null; device: string | null }

/** Reads every copy back; a broken or missing one is mended from a whole one, and says so (3.3). */
export function verifyMaker(): Makers['VERIFY_SNAPSHOT'] {
  return async (hands, args) => {
    const copies = await hands.db.read<Kept>(
      everything,
      sql`select c.store_id as "storeId", t.name as store, t.folder, s.folder as bag from snapshot_copy c join snapshot s on s.id = c.snapshot_id
        join store t on t.id = c.store_id where s.id = ${args.snapshotId} and s.school_id = ${hands.job.schoolId} order by t.name`,
    )
    if (copies.length === 0) throw new JobFailure('У этого снимка нет копий.')
    const looked: Looked[] = []
    for (const [i, copy] of copies.entries()) {
      await hands.step(i / (copies.length + 1), `Перечитывается: ${copy.store}`)
      looked.push(await look(copy))
    }
    const good = looked.find((copy) => copy.state === 'WHOLE')
    if (good) {
      for (const copy of looked.filter((one) => one.state !== 'WHOLE')) {
        await hands.step(copies.length / (copies.length + 1), `Восстанавливается: ${copy.store}`)
        await mend(copy, good)
      }
    }
    const bad = looked.filter((copy) => copy.state === 'BROKEN' || copy.state === 'MISSING')
    const failure = bad.length
      ? `Не целы: ${bad.map((copy) => `«${copy.store}» (${copy.fault ?? ''})`).join(', ')}.`
      : undefined
    await hands.finish(async (tx) => {
      const rows = looked.map(({ storeId, state, fault, device }) => ({ storeId, state, fault, device }))
      await tx.sql(sql`update snapshot_copy c set state = t.state, fault = t.fault, device = coalesce(t.device, c.device), verified_at = ${hands.clock()}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t("storeId" uuid, state text, fault text, device text)
        where c.snapshot_id = ${args.snapshotId} and c.store_id = t."storeId"`)
    }, failure)
  }
}

async function look(copy: Kept): Promise<Looked> {
  const folder = join(copy.folder, copy.bag)
  const device = await deviceOf(copy.folder)
  if (!(await stat(folder).catch(() => null)))
    return { ...copy, state: 'MISSING', fault: device ? 'копии нет в папке' : 'папки хранилища нет', device }
  const check = await checkBag(folder)
  const first = check.faults[0]
  return check.whole
    ? { ...copy, state: 'WHOLE', fault: null, device }
    : {
        ...copy,
        state: 'BROKEN',
        fault: `повреждено файлов: ${check.faults.length}, первый: ${first?.file ?? ''}`,
        device,
      }
}

async function mend(copy: Looked, good: Looked): Promise<void> {
  const target = join(copy.folder, copy.bag)
  const source = join(good.folder, good.bag)
  const before = copy.fault
  try {
    if (copy.state === 'MISSING') {
      if (copy.device === null) return
      await copyBag(source, target)
    } else await mendBag(target, source)
    copy.state = 'MENDED'
    copy.fault = `восстановлена по копии «${good.store}»: было ${before ?? ''}`
  } catch (error) {
    copy.fault = `${before ?? ''}; восстановить не вышло: ${faultOf(error)}`
  }
}
