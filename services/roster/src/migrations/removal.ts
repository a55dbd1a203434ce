import { migration } from '@zhurnal/kit/migrate'

/**
 * People, classes, groups and grants can be taken out again (undo of an import): a flag, the row stays for the log.
 * A name of a class is free again once the class is taken out. Serves: people of a school by name, page by page.
 */
export const removal = migration(
  'Removal1795446000010',
  `
  alter table person add column removed boolean not null default false;
  alter table school_class add column removed boolean not null default false;
  alter table study_group add column removed boolean not null default false;
  alter table role_grant add column removed boolean not null default false;
  alter table school_class drop constraint school_class_name;
  create unique index school_class_name on school_class (year_id, name) where not removed;
  create index person_by_name on person (school_id, last_name collate "ru-RU-x-icu", first_name collate "ru-RU-x-icu", id);
  `,
)
