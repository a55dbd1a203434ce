import { migration, protect } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

const { system } = roleNames('gradebook')

/**
 * Two entries of one human being that roster has made one. Rows go over to the kept pupil and keep in `made_under` the
 * id under which they, and their entries in the log, were made. Serves: whom an id of the log leads to.
 */
export const merge = migration(
  'Merge1795536000020',
  `
  create table ref_merge (
    id uuid constraint ref_merge_pkey primary key, school_id uuid not null, kept_id uuid not null, version integer not null);
  ${protect('gradebook', 'ref_merge', { app: 'select', system: 'select, insert, update, delete' })}
  ${['mark', 'absence', 'period_mark', 'individual_homework']
    .map(
      (table) => `alter table ${table} add column made_under uuid;\n  grant update on ${table} to ${system};`,
    )
    .join('\n  ')}
  grant update on lesson_record to ${system};
  `,
)
