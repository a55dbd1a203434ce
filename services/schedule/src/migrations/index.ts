import { logMigration, outboxMigration } from '@zhurnal/kit/tables'
import { start } from './start.js'

export const migrations = [outboxMigration('schedule'), logMigration('schedule'), start] as const
