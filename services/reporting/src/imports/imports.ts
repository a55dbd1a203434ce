// What a coordinator does with an import: decides, applies, takes back, gives up. The work itself is a job.
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { startJob } from '../jobs/jobs.js'
import { mayImport } from '../policy.js'
import { importColumns, withoutConsent, type ImportRow, type ImportState } from './import-row.js'
import { kinds } from './kinds.js'
import type { RawFiles } from './raw-files.js'

type OfImport = { requestId?: string | null; importId: string }

async function importToChange(ctx: Ctx, tx: Tx, id: string): Promise<ImportRow> {
  const [row] = await tx.sql<ImportRow>(
    sql`select ${importColumns} from import i where i.id::text = ${id} for update`,
  )
  return row && mayImport(ctx.viewer, row.schoolId) ? row : notFound('importId')
}

const jobs = {
  CHECK_IMPORT: { state: 'CHECKING', title: 'Сверка' },
  APPLY_IMPORT: { state: 'APPLYING', title: 'Загрузка' },
  UNDO_IMPORT: { state: 'UNDOING', title: 'Отмена загрузки' },
} as const

/** Starts the work on an import and notes it with it. */
export async function workOn(
  ctx: Ctx,
  tx: Tx,
  row: Pick<ImportRow, 'id' | 'schoolId' | 'kind' | 'fileName'>,
  kind: keyof typeof jobs,
) {
  const title = `${jobs[kind].title}: ${kinds[row.kind].title}, ${row.fileName}`
  const job = await startJob(ctx, tx, row.schoolId, kind, title, { importId: row.id })
  await tx.sql(
    sql`update import set state = ${jobs[kind].state}, job_id = ${job.id}, dependents = '[]'::jsonb where id = ${row.id}`,
  )
  return { job, import: { id: row.id } }
}

export type DecideImportInput = OfImport & {
  decisions: {
    itemId: string
    kind: 'SAME' | 'NEW' | 'SKIP'
    targetId?: string | null
    grade?: number | null
  }[]
}

export async function decideImport(ctx: Ctx, input: DecideImportInput) {
  return mutation(ctx.db, ctx.scope, 'decideImport', input, async (tx) => {
    const row = await importToChange(ctx, tx, input.importId)
    if (row.state !== 'CHECKED')
      refuse('NOT_CHECKED', 'Решать можно, пока файл сверен и ещё не загружен.', 'importId')
    if (input.decisions.length === 0 || input.decisions.length > 500)
      refuse('BAD_INPUT', 'Решений за один раз: от 1 до 500.', 'decisions')
    input.decisions.forEach((one, i) => {
      if ((one.kind === 'SAME') !== Boolean(one.targetId))
        refuse('BAD_INPUT', 'Решение «это он» называет, кто; другие не называют.', [
          'decisions',
          String(i),
          'targetId',
        ])
      if (one.grade !== undefined && one.grade !== null && (one.grade < 1 || one.grade > 11))
        refuse('BAD_INPUT', 'Параллель: от 1 до 11.', ['decisions', String(i), 'grade'])
    })
    const set = await tx.sql(sql`update import_item t set decision = d.decision
      from (select (e ->> 'itemId')::uuid as id, e - 'itemId' as decision from jsonb_array_elements(${JSON.stringify(input.decisions)}::jsonb) e) d
      where t.id = d.id and t.import_id = ${row.id} and t.entity in ('PERSON', 'CLASS', 'GROUP') returning t.id`)
    if (set.length < input.decisions.length) return notFound('decisions')
    return workOn(ctx, tx, row, 'CHECK_IMPORT')
  })
}

export type ApplyImportInput = OfImport & {
  ground?: string | null
  validFrom?: string | null
  validUntil?: string | null
}

export async function applyImport(ctx: Ctx, input: ApplyImportInput) {
  return mutation(ctx.db, ctx.scope, 'applyImport', input, async (tx) => {
    const row = await importToChange(ctx, tx, input.importId)
    const isBrokenOff = row.state === 'APPLYING' && !(await isUnderWay(tx, row))
    if (row.state !== 'CHECKED' && !isBrokenOff) refuse('NOT_CHECKED', whyNot[row.state], 'importId')
    if ((input.ground ?? '').length > 500) refuse('BAD_INPUT', 'Основание длиннее 500 знаков.', 'ground')
    if (!isBrokenOff && !input.ground?.trim()) await refuseWithoutGround(tx, row)
    if (!isBrokenOff) await setSpan(tx, row, input)
    await appendLog(tx, 'reporting', row.schoolId, ctx.now, actorIn(ctx, row.schoolId), [
      {
        act: 'applyImport',
        subject: `import:${row.id}`,
        from: null,
        to: { kind: row.kind, plan: row.planHash },
        texts: { fileName: row.fileName, ...(input.ground ? { ground: input.ground } : {}) },
      },
    ])
    return workOn(ctx, tx, row, 'APPLY_IMPORT')
  })
}

/** Pupils and guardians whom nobody has given a consent for are entered on a ground only (A1.1): roster refuses them. */
async function refuseWithoutGround(tx: Tx, row: ImportRow): Promise<void> {
  const [found] = await tx.sql<{ people: number; names: string[] }>(sql`
    select count(*)::int as people, (array_agg(t.name order by t.ordinal))[1:3] as names from import_item t
    where t.import_id = ${row.id} and ${withoutConsent}`)
  if (!found || found.people === 0) return
  const rest = found.people > 3 ? ` и ещё ${found.people - 3}` : ''
  refuse(
    'GROUND_REQUIRED',
    `Новые люди без согласия на обработку персональных данных: ${found.names.join(', ')}${rest}. Укажите основание, по которому их данные заносятся (приказ о зачислении; 152-ФЗ, ст. 6).`,
    'ground',
  )
}

async function setSpan(tx: Tx, row: ImportRow, input: ApplyImportInput): Promise<void> {
  const [from, until] = [input.validFrom ?? row.validFrom, input.validUntil ?? row.validUntil]
  if (from && until && from > until)
    refuse('BAD_INPUT', 'Первый день расписания позже последнего.', 'validFrom')
  await tx.sql(
    sql`update import set ground = ${input.ground ?? null}, valid_from = ${from}, valid_until = ${until} where id = ${row.id}`,
  )
}

export async function undoImport(ctx: Ctx, input: OfImport) {
  return mutation(ctx.db, ctx.scope, 'undoImport', input, async (tx) => {
    const row = await importToChange(ctx, tx, input.importId)
    const isBrokenOff = ['APPLYING', 'UNDOING'].includes(row.state) && !(await isUnderWay(tx, row))
    if (row.state !== 'APPLIED' && !isBrokenOff)
      refuse('NOT_APPLIED', 'Отменить можно то, что загружено.', 'importId')
    await appendLog(tx, 'reporting', row.schoolId, ctx.now, actorIn(ctx, row.schoolId), [
      {
        act: 'undoImport',
        subject: `import:${row.id}`,
        from: { kind: row.kind, plan: row.planHash },
        to: null,
      },
    ])
    return workOn(ctx, tx, row, 'UNDO_IMPORT')
  })
}

export async function dropImport(ctx: Ctx, input: OfImport, files: RawFiles) {
  return mutation(ctx.db, ctx.scope, 'dropImport', input, async (tx) => {
    const row = await importToChange(ctx, tx, input.importId)
    const isStuck = row.state === 'CHECKING' && !(await isUnderWay(tx, row))
    if (row.state !== 'CHECKED' && row.state !== 'REFUSED' && !isStuck)
      refuse('NOT_CHECKED', whyNot[row.state], 'importId')
    await tx.sql(sql`delete from import_item where import_id = ${row.id}`)
    await tx.sql(sql`update import set state = 'DROPPED', file_kept_until = null where id = ${row.id}`)
    tx.afterCommit(() => void files.delete(row.id))
    return { import: { id: row.id } }
  })
}

async function isUnderWay(tx: Tx, row: ImportRow): Promise<boolean> {
  const found = await tx.sql(
    sql`select 1 from job where id = ${row.jobId} and state in ('WAITING', 'RUNNING') limit 1`,
  )
  return found.length > 0
}

const whyNot: Readonly<Record<ImportState, string>> = {
  CHECKING: 'Файл ещё сверяется. Подождите.',
  CHECKED: 'Файл сверен.',
  APPLYING: 'Файл уже загружается.',
  APPLIED: 'Файл уже загружен.',
  UNDOING: 'Загрузка отменяется.',
  UNDONE: 'Загрузка отменена. Чтобы загрузить снова, принесите файл ещё раз.',
  REFUSED: 'Файл не читается: загружать нечего.',
  DROPPED: 'От файла отказались. Принесите его ещё раз.',
}
