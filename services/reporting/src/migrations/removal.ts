import { migration } from '@zhurnal/kit/migrate'

/** Roster may take a class out that it added: the reference row keeps the flag. */
export const removal = migration(
  'Removal1795446000040',
  `alter table ref_class add column removed boolean not null default false;`,
)
