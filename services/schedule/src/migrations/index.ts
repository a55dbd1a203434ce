import { logMigration, outboxMigration } from '@zhurnal/kit/tables'
import { troubleMigration } from '@zhurnal/kit/trouble-tables'
import { start } from './start.js'

export const migrations = [
  outboxMigration('schedule'),
  logMigration('schedule'),
  start,
  troubleMigration('schedule'),
] as const
