import { sql } from '@zhurnal/kit/sql'
import { JobFailure, type JobHands, type Makers } from '../../jobs/run.js'
import type { ImportRow } from '../import-row.js'
import { dependentsOf } from './dependents.js'
import { importOf, itemsOf, note } from './items.js'
import { ActRefusedError, Owner } from './owner.js'
import { undoSteps } from './undo-steps.js'

/** Takes an applied import back by compensating acts, last things first. */
export function undoImportMaker(): Makers['UNDO_IMPORT'] {
  return async (hands, { importId }) => {
    const row = await importOf(hands.db, importId)
    if (!row || row.state !== 'UNDOING') return hands.finish(async () => undefined)
    const ask = await hands.graph.as(hands.job.startedByAccount)
    if (!ask) throw new JobFailure('Учётная запись того, кто отменяет, остановлена.')
    const owner = new Owner(ask, row.id)
    const items = (await itemsOf(hands.db, row.id)).filter(({ undone }) => !undone)
    await hands.step(0.05, 'Проверяется, что от загруженного зависит')
    const dependents = await dependentsOf(owner, items)
    if (dependents.length > 0) return refuseUndo(hands, row, dependents)
    const steps = undoSteps(row, items)
    for (const [i, step] of steps.entries()) {
      await hands.step(0.1 + (0.85 * i) / steps.length, step.text)
      try {
        await step.run(owner)
      } catch (error) {
        if (!(error instanceof ActRefusedError)) throw error
        return refuseUndo(
          hands,
          row,
          error.errors.map(({ message }) => message),
          i > 0,
        )
      }
      await note(hands.db, step.items, 'undone', hands.clock())
    }
    await hands.finish(async (tx) => {
      await tx.sql(sql`update import set state = 'UNDONE', undone_at = ${hands.clock()} where id = ${row.id}`)
      await tx.sql(sql`delete from import_key k using import_item t where t.import_id = ${row.id} and t.action = 'NEW'
        and k.school_id = t.school_id and k.target_id = t.target_id`)
    })
  }
}

/** Something depends on it. Before the first act the import stays applied as a whole; after it, the undo can go on later. */
async function refuseUndo(
  hands: JobHands,
  row: ImportRow,
  dependents: readonly string[],
  begun = false,
): Promise<void> {
  const listed = dependents.slice(0, 100)
  await hands.finish(
    async (tx) => {
      await tx.sql(
        sql`update import set state = ${begun ? 'UNDOING' : 'APPLIED'}, dependents = ${JSON.stringify(listed)}::jsonb where id = ${row.id}`,
      )
    },
    begun
      ? 'Отменено не всё: от остального что-то уже зависит.'
      : 'Отменить нельзя: от загруженного что-то уже зависит.',
  )
}
