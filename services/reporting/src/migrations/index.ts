import { logMigration, outboxMigration } from '@zhurnal/kit/tables'
import { start } from './start.js'

export const migrations = [outboxMigration('reporting'), logMigration('reporting'), start] as const
