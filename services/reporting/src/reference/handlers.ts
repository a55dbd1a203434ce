import type { Handler } from '@zhurnal/kit/consumer'
import type { Tx } from '@zhurnal/kit/database'
import { keep } from '@zhurnal/kit/kept-facts'
import { sql } from '@zhurnal/kit/sql'
import * as roster from '@zhurnal/roster/events'
import { homeworkHandler } from '../homework/homework-files.js'

/** Jobs of the merged person are the kept one's; so are the portfolio, and documents that name who may read them. */
async function leadJobs(tx: Tx, schoolId: string, ids: readonly string[]): Promise<void> {
  await tx.sql(sql`update job j set started_by_id = g.kept_id from ref_merge g
    where g.id = any(${ids}::uuid[]) and j.school_id = ${schoolId} and j.started_by_id = g.id`)
  await tx.sql(sql`update document d set readers = replace(d.readers::text, g.id::text, g.kept_id::text)::jsonb from ref_merge g
    where g.id = any(${ids}::uuid[]) and d.school_id = ${schoolId} and d.readers -> 'persons' ? g.id::text`)
  await tx.sql(sql`update portfolio_item i set pupil_id = g.kept_id from ref_merge g
    where g.id = any(${ids}::uuid[]) and i.school_id = ${schoolId} and i.pupil_id = g.id`)
}

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
  keep(
    roster.personChanged,
    'ref_person',
    {
      last_name: 'text',
      first_name: 'text',
      patronymic: 'text',
      is_pupil: 'boolean',
      removed: 'boolean',
      erased: 'boolean',
    },
    letGo,
  ),
  keep(roster.membershipChanged, 'ref_membership', {
    pupil_id: 'uuid',
    class_id: 'uuid',
    group_id: 'uuid',
    from_day: 'date',
    until_day: 'date',
    removed: 'boolean',
  }),
  homeworkHandler,
  keep(roster.personMerged, 'ref_merge', { kept_id: 'uuid' }, leadJobs),
]

/** A portfolio is nothing that the law requires to keep: it goes with the person's other data, its files are swept. */
async function letGo(tx: Tx, schoolId: string, ids: readonly string[]): Promise<void> {
  await tx.sql(sql`with gone as (
      delete from portfolio_item i using ref_person p
      where p.id = i.pupil_id and p.erased and p.id = any(${ids}::uuid[]) and p.school_id = ${schoolId} returning i.file_id)
    update uploaded_file f set attached = false from gone where f.id = gone.file_id`)
}
