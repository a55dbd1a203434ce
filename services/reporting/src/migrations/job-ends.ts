import { migration } from '@zhurnal/kit/migrate'

/**
 * How often a job failed and how often its worker died under it, since it was last started by a person. The number of
 * its taking goes on over all of them: it is what a worker that comes back late is refused by.
 */
export const jobEnds = migration(
  'JobEnds1795410000042',
  `
  alter table job add column failures integer not null default 0;
  alter table job add column deaths integer not null default 0;
  `,
)
