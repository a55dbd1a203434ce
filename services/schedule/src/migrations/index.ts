import { logMigration, outboxMigration } from '@zhurnal/kit/tables'
import { troubleMigration } from '@zhurnal/kit/trouble-tables'
import { groupKind } from './group-kind.js'
import { merge } from './merge.js'
import { removal } from './removal.js'
import { start } from './start.js'
import { decidedActs, voidedAtOnce } from './stolen-logins.js'

export const migrations = [
  outboxMigration('schedule'),
  logMigration('schedule'),
  start,
  removal,
  troubleMigration('schedule'),
  merge,
  groupKind,
  decidedActs,
  voidedAtOnce,
] as const
