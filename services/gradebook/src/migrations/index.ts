import { logMigration, outboxMigration } from '@zhurnal/kit/tables'
import { troubleMigration } from '@zhurnal/kit/trouble-tables'
import { start } from './start.js'

export const migrations = [
  outboxMigration('gradebook'),
  logMigration('gradebook'),
  start,
  troubleMigration('gradebook'),
] as const
