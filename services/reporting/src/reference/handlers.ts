import { on, type Handler } from '@zhurnal/kit/consumer'
import { keepFacts } from '@zhurnal/kit/facts'
import type { EventKind } from '@zhurnal/kit/outbox'
import * as roster from '@zhurnal/roster/events'

const keep = (kind: EventKind, table: string, columns: Readonly<Record<string, string>>): Handler =>
  on(kind, async (tx, school, rows) => {
    await keepFacts(
      tx,
      table,
      school,
      { id: 'uuid', version: 'integer', ...columns },
      rows as readonly Readonly<Record<string, unknown>>[],
    )
  })

export const handlers: readonly Handler[] = [
  keep(roster.schoolChanged, 'ref_school', { name: 'text', short_name: 'text', time_zone: 'text' }),
  keep(roster.yearChanged, 'ref_year', { name: 'text', starts_on: 'date', ends_on: 'date' }),
  keep(roster.periodChanged, 'ref_period', {
    year_id: 'uuid',
    name: 'text',
    kind: 'text',
    starts_on: 'date',
    ends_on: 'date',
  }),
  keep(roster.classChanged, 'ref_class', { year_id: 'uuid', name: 'text', grade: 'smallint' }),
]
