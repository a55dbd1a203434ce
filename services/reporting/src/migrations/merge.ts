import { migration, protect } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

const { system } = roleNames('reporting')

/**
 * Two entries of one human being that roster has made one: jobs that the merged started are the kept one's to
 * follow and read, and a portfolio is one.
 */
export const merge = migration(
  'Merge1795536000090',
  `
  create table ref_merge (
    id uuid constraint ref_merge_pkey primary key, school_id uuid not null, kept_id uuid not null, version integer not null);
  ${protect('reporting', 'ref_merge', { app: 'select', system: 'select, insert, update, delete' })}
  grant select on job, document, portfolio_item to ${system};
  grant update (started_by_id) on job to ${system};
  grant update (readers) on document to ${system};
  grant update (pupil_id) on portfolio_item to ${system};
  `,
)
