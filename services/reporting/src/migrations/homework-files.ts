import { migration, protect } from '@zhurnal/kit/migrate'

/**
 * Files of homework, and who may read them: gradebook's facts. Serves: a file by its upload; whether a pupil belongs to a
 * group (rows that were told before get their group with the next nightly comparison).
 */
export const homeworkFiles = migration(
  'HomeworkFiles1795700000020',
  `
  create table ref_homework_file (
    id uuid constraint ref_homework_file_pkey primary key, school_id uuid not null, file_id uuid not null, account_id uuid not null,
    class_id uuid, group_id uuid, class_ids uuid[] not null, teacher_ids uuid[] not null, day date not null,
    of_specialist boolean not null, removed boolean not null, version integer not null);
  create index ref_homework_file_of_upload on ref_homework_file (file_id);
  ${protect('reporting', 'ref_homework_file', { app: 'select', system: 'select, insert, update, delete' })}
  alter table ref_membership add column group_id uuid;
  `,
)
