import type { Handler } from '@zhurnal/kit/consumer'
import { keep } from '@zhurnal/kit/kept-facts'
import * as roster from '@zhurnal/roster/events'

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
  keep(roster.classChanged, 'ref_class', {
    year_id: 'uuid',
    name: 'text',
    grade: 'smallint',
    removed: 'boolean',
  }),
]
