import { sql, type Sql } from '@zhurnal/kit/sql'
import type { ImportKind } from './kinds.js'

export type ImportState =
  'CHECKING' | 'CHECKED' | 'APPLYING' | 'APPLIED' | 'UNDOING' | 'UNDONE' | 'REFUSED' | 'DROPPED'

export type ImportRow = {
  id: string
  schoolId: string
  kind: ImportKind
  state: ImportState
  fileName: string
  bytes: number
  startedByName: string
  createdAt: Date
  fileKeptUntil: Date | null
  jobId: string | null
  yearId: string | null
  rows: number
  counts: Record<string, number>[]
  problems: Record<string, unknown>[]
  problemCount: number
  planHash: string | null
  validFrom: string | null
  validUntil: string | null
  ground: string | null
  begunAt: Date | null
  appliedAt: Date | null
  undoneAt: Date | null
  dependents: string[]
  needsGround: boolean
}

/**
 * Items of new pupils and guardians for whom the file has no consent: their data are entered on a ground only (A1.1), and
 * roster refuses them without one. `t` is the item.
 */
export const withoutConsent: Sql = sql`t.entity = 'PERSON' and t.action = 'NEW'
  and (t.act -> 'input' -> 'staff' is null or t.act -> 'input' -> 'guardianOf' is not null)
  and (t.act #>> '{input,consent,purpose}') is distinct from 'EDUCATION'`

export const importColumns = sql`i.id, i.school_id as "schoolId", i.kind, i.state, i.file_name as "fileName", i.bytes,
  i.started_by_name as "startedByName", i.created_at as "createdAt", i.file_kept_until as "fileKeptUntil", i.job_id as "jobId",
  i.year_id as "yearId", i.rows, i.counts, i.problems, i.problem_count as "problemCount", i.plan_hash as "planHash",
  i.valid_from as "validFrom", i.valid_until as "validUntil", i.ground, i.begun_at as "begunAt", i.applied_at as "appliedAt", i.undone_at as "undoneAt", i.dependents,
  i.state = 'CHECKED' and exists (select 1 from import_item t where t.import_id = i.id and ${withoutConsent}) as "needsGround"`

export type ItemRow = {
  id: string
  ordinal: number
  entity: string
  key: string
  line: number | null
  name: string
  action: string
  targetId: string | null
  changes: unknown[]
  note: string | null
  candidates: { id: string; name: string }[]
  decision: { kind: 'SAME' | 'NEW' | 'SKIP'; targetId?: string | null; grade?: number | null } | null
}

export const itemColumns = sql`t.id, t.ordinal, t.entity, t.key, t.line, t.name, t.action, t.target_id as "targetId", t.changes, t.note,
  t.candidates, t.decision`
