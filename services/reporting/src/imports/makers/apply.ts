import { everything } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { JobFailure, type JobHands, type Makers } from '../../jobs/run.js'
import { planHash } from '../compare/compare.js'
import type { ImportRow } from '../import-row.js'
import { kinds } from '../kinds.js'
import type { RawFiles } from '../raw-files.js'
import { applySteps } from './apply-steps.js'
import { readAndCompare } from './check.js'
import { importOf, itemsOf, note, writePlan, type StoredItem } from './items.js'
import { Owner } from './owner.js'

/**
 * Does what the dry run showed, thing by thing in their order. Broken off, it goes on where it stopped: each act has a
 * request id of its own, so that none is done twice.
 */
export function applyImportMaker(files: RawFiles): Makers['APPLY_IMPORT'] {
  return async (hands, { importId }) => {
    const row = await importOf(hands.db, importId)
    if (!row || row.state !== 'APPLYING') return hands.finish(async () => undefined)
    const items = await itemsOf(hands.db, row.id)
    if (!row.begunAt && !(await isStillSo(hands, files, row))) return
    await applyAll(hands, row, items, await numbersIn(files, row, items))
    await files.delete(row.id)
    await hands.finish(async (tx) => {
      await tx.sql(
        sql`update import set state = 'APPLIED', applied_at = ${hands.clock()}, file_kept_until = null where id = ${row.id}`,
      )
      // Names that last are remembered for the next file, also of what was known by its name alone so far.
      if (remembersKeys(row))
        await tx.sql(sql`insert into import_key (school_id, kind, entity, key, target_id)
          select school_id, ${row.kind}, entity, key, target_id from import_item where import_id = ${row.id} and target_id is not null
            and action in ('NEW', 'CHANGED', 'UNCHANGED') and key !~ '^(row|guardian|subject) '
          on conflict (school_id, kind, entity, key) do update set target_id = excluded.target_id`)
    })
  }
}

/** Keys of a timetable file are numbers of the program that wrote it, and another file may use them anew; others are names. */
const remembersKeys = ({ kind }: ImportRow): boolean =>
  kind === 'oneroster' || kind === 'pupils' || kind === 'staff'

/** Compares anew. When the school has changed since the dry run, the new one is shown and nothing is done. */
async function isStillSo(hands: JobHands, files: RawFiles, row: ImportRow): Promise<boolean> {
  const compared = await readAndCompare(hands, files, row, 0.1)
  if (planHash(compared.plan) === row.planHash) {
    // From here on the school differs from the dry run by what this import itself does.
    await hands.db.write(everything, (tx) =>
      tx.sql(sql`update import set begun_at = ${hands.clock()} where id = ${row.id}`),
    )
    return true
  }
  await hands.finish(
    (tx) => writePlan(tx, row, compared.yearId, compared.staged.rows, compared.plan, compared.decisions),
    'С тех пор в школе что-то изменилось: посмотрите сверку ещё раз. Ничего не загружено.',
  )
  return false
}

/** СНИЛС by key of the person, read from the file once more: it is kept nowhere else, and goes when the import is applied. */
async function numbersIn(
  files: RawFiles,
  row: ImportRow,
  items: readonly StoredItem[],
): Promise<Map<string, string>> {
  if (!items.some(({ act, applied }) => act.hasSnils && !applied)) return new Map()
  const { people } = await kinds[row.kind].read({
    path: files.path(row.id),
    fileName: row.fileName,
    today: '9999-12-31',
    periods: [],
    step: async () => undefined,
  })
  return new Map(people.flatMap(({ key, snils }) => (snils ? [[key, snils] as const] : [])))
}

async function applyAll(
  hands: JobHands,
  row: ImportRow,
  items: readonly StoredItem[],
  snils: ReadonlyMap<string, string>,
): Promise<void> {
  const ask = await hands.graph.as(hands.job.startedByAccount)
  if (!ask) throw new JobFailure('Учётная запись того, кто загружает, остановлена.')
  const owner = new Owner(ask, row.id)
  const steps = applySteps(row, items, snils)
  for (const [i, step] of steps.entries()) {
    await hands.step(0.1 + (0.85 * i) / steps.length, step.text)
    await step.run(owner)
    await note(hands.db, step.items, 'applied', hands.clock())
  }
}
