import { migration } from '@zhurnal/kit/migrate'

/** Why a mark of a period or of the end goes against what the rule proposes; who filled a mark of the end. */
export const setMarks = migration(
  'SetMarks1795700000010',
  `
  alter table period_mark add column reason text;
  alter table final_mark add column reason text, add column by_class_teacher boolean not null default false;
  `,
)
