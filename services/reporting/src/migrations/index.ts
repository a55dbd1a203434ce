import { logMigration, outboxMigration } from '@zhurnal/kit/tables'
import { troubleMigration } from '@zhurnal/kit/trouble-tables'
import { imports } from './imports.js'
import { start } from './start.js'

export const migrations = [
  outboxMigration('reporting'),
  logMigration('reporting'),
  start,
  imports,
  troubleMigration('reporting'),
] as const
