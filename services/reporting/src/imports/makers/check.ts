import { access } from 'node:fs/promises'
import { sql } from '@zhurnal/kit/sql'
import { JobFailure, type JobHands, type Makers } from '../../jobs/run.js'
import { compare } from '../compare/compare.js'
import type { Decision, Plan } from '../compare/plan.js'
import type { ImportRow } from '../import-row.js'
import { kinds } from '../kinds.js'
import type { RawFiles } from '../raw-files.js'
import { UnreadableFileError, type ImportProblem, type Staged } from '../staged.js'
import { peopleBySnils } from '../state-people.js'
import { lessonsNamed } from '../state-lessons.js'
import { schoolState } from '../state.js'
import { decisionsOf, importOf, keysOf, writePlan } from './items.js'

/** Reads the file and compares it with the school: the dry run. */
export function checkImportMaker(files: RawFiles): Makers['CHECK_IMPORT'] {
  return async (hands, { importId }) => {
    const row = await importOf(hands.db, importId)
    if (!row || row.state !== 'CHECKING') return hands.finish(async () => undefined)
    try {
      const compared = await readAndCompare(hands, files, row, 1)
      await hands.finish((tx) =>
        writePlan(tx, row, compared.yearId, compared.staged.rows, compared.plan, compared.decisions),
      )
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error
      await files.delete(row.id)
      await refuseFile(hands, row, error)
    }
  }
}

async function refuseFile(hands: JobHands, row: ImportRow, error: UnreadableFileError): Promise<void> {
  const problem: ImportProblem = { line: error.line, code: error.code, message: error.message, fatal: true }
  await hands.finish(async (tx) => {
    await tx.sql(sql`update import set state = 'REFUSED', problems = ${JSON.stringify([problem])}::jsonb, problem_count = 1, file_kept_until = null
      where id = ${row.id}`)
  }, error.message)
}

export type Compared = {
  readonly staged: Staged
  readonly plan: Plan
  readonly yearId: string
  readonly decisions: ReadonlyMap<string, Decision>
}

/**
 * Throws UnreadableFileError, or JobFailure when the school is not ready for it. `share`: how much of the whole job this
 * is, 0 to 1.
 */
export async function readAndCompare(
  hands: JobHands,
  files: RawFiles,
  row: ImportRow,
  share: number,
): Promise<Compared> {
  const ask = await hands.graph.as(hands.job.startedByAccount)
  const school = ask && (await schoolState(ask, row.schoolId, kinds[row.kind].looks))
  if (!ask || !school) throw new JobFailure('Учётная запись того, кто запустил загрузку, остановлена.')
  if (!school.year)
    throw new JobFailure(
      'Сначала заведите учебный год с периодами: без него классы и уроки некуда поставить.',
    )
  const path = files.path(row.id)
  await access(path).catch(() => {
    throw new UnreadableFileError('FILE_GONE', 'Файл уже удалён. Принесите его ещё раз.')
  })
  const staged = await kinds[row.kind].read({
    path,
    fileName: row.fileName,
    today: school.today,
    periods: school.year.periods,
    step: (part, text) => hands.step(share * (0.05 + 0.6 * part), text),
  })
  await hands.step(share * 0.7, 'Сверяется со школой')
  const numbers = staged.people.flatMap(({ snils }) => snils ?? [])
  const bySnils = await peopleBySnils(ask, row.schoolId, [...new Set(numbers)])
  const lessons = kinds[row.kind].looks?.lessons ? await lessonsNamed(ask, school, staged) : []
  const [decisions, known] = await Promise.all([
    decisionsOf(hands.db, row.id),
    keysOf(hands.db, row.schoolId, row.kind),
  ])
  return {
    staged,
    plan: compare(staged, { ...school, bySnils, lessons }, row.id, known, decisions),
    yearId: school.year.id,
    decisions,
  }
}
