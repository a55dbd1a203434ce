import { migration } from '@zhurnal/kit/migrate'

/**
 * Who has brought a file of homework, for reporting lets nobody read what another has brought; and how often what is
 * told of it has changed. No file was ever kept before.
 */
export const homeworkFiles = migration(
  'HomeworkFiles1795700000020',
  `alter table homework_file add column account_id uuid not null, add column version integer not null default 1;`,
)
