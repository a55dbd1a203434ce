import { migration } from '@zhurnal/kit/migrate'

/** Owners may take out what they added: reference rows keep the flag, the name stays for marks and for the log. */
export const removal = migration(
  'Removal1795446000030',
  `
  alter table ref_class add column removed boolean not null default false;
  alter table ref_group add column removed boolean not null default false;
  alter table ref_person add column removed boolean not null default false;
  alter table ref_course add column removed boolean not null default false;
  `,
)
