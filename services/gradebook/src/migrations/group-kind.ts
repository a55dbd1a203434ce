import { migration } from '@zhurnal/kit/migrate'

/** What a group is for: courses of the kind SPECIALIST are not shown to the inspector. Roster tells it with the group. */
export const groupKind = migration(
  'GroupKind1795539600010',
  `alter table ref_group add column kind text not null default 'OTHER';`,
)
