import { logMigration, outboxMigration } from '@zhurnal/kit/tables'
import { start } from './start.js'

export const migrations = [outboxMigration('gradebook'), logMigration('gradebook'), start] as const
