// What a service does with a report of a stolen login: keeps it, and voids at once what was written since (4.4).
import type { ActBook } from './acts.js'
import { reportOf, type Report } from './acts.js'
import { on, type Handler } from './consumer.js'
import type { Tx } from './database.js'
import { voidLate } from './decide-acts.js'
import { keepFacts } from './facts.js'
import type { EventKind } from './outbox.js'
import { sql } from './sql.js'

const columns = {
  id: 'uuid',
  account_id: 'uuid',
  person_id: 'uuid',
  received_at: 'timestamptz',
  suspected_since: 'timestamptz',
  reported_by: 'uuid',
  reported_by_account: 'uuid',
  of_coordinator: 'boolean',
  version: 'integer',
} as const

/**
 * Told once and not compared by night: a notice is an act, not a state. The entries are written in the name of who gave
 * the notice; `nameOf` says how that person is called.
 */
export function reportHandler(
  kind: EventKind,
  book: ActBook,
  nameOf: (tx: Tx, personId: string) => Promise<string | null>,
  clock: () => Date,
): Handler {
  return on(kind, async (tx, schoolId, rows) => {
    const facts = rows as readonly Readonly<Record<string, unknown>>[]
    const changed = await keepFacts(tx, 'ref_compromise', schoolId, columns, facts)
    const reports = await tx.sql<Report>(reportOf(sql`id = any(${changed}::uuid[])`))
    for (const report of reports) {
      const actor = {
        personId: report.reportedBy,
        name: (await nameOf(tx, report.reportedBy)) ?? 'Журнал',
        accountId: report.reportedByAccount,
        sessionId: null,
      }
      await voidLate(tx, book, report, { now: clock(), nudge: () => undefined, actor })
    }
  })
}
