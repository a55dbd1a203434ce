import { migration, protect } from '@zhurnal/kit/migrate'

/** Two entries of one human being that roster has made one: courses and lessons of the merged teacher are the kept one's. */
export const merge = migration(
  'Merge1795536000020',
  `
  create table ref_merge (
    id uuid constraint ref_merge_pkey primary key, school_id uuid not null, kept_id uuid not null, version integer not null);
  ${protect('schedule', 'ref_merge', { app: 'select', system: 'select, insert, update, delete' })}
  `,
)
