import { actMigration } from '@zhurnal/kit/act-tables'
import { migration } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

const { system } = roleNames('schedule')

/** Acts of stolen logins and what was decided about them (4.4). */
export const decidedActs = actMigration('schedule', 'DecidedActs1795546000020')

/** What was written after the notice is void at once: the consumer puts back what it was. */
export const voidedAtOnce = migration(
  'VoidedAtOnce1795546000021',
  `
  grant update on timetable_version, subject, room, bell_schedule to ${system};
  grant insert on lesson to ${system};
  grant insert, update, delete on bell to ${system};
  `,
)
