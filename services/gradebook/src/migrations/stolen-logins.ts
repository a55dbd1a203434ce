import { actMigration } from '@zhurnal/kit/act-tables'
import { migration } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

const { system } = roleNames('gradebook')

/** Acts of stolen logins and what was decided about them (4.4). */
export const decidedActs = actMigration('gradebook', 'DecidedActs1795601000010')

/** What was written after the notice is void at once: the consumer puts back what it was. */
export const voidedAtOnce = migration(
  'VoidedAtOnce1795601000011',
  `
  grant update on lesson_record, work, mark, absence, period_mark, school_setting to ${system};
  grant insert on absence, page_close, work_kind to ${system};
  grant insert, update, delete on individual_homework to ${system};
  grant delete on page_close to ${system};
  `,
)
