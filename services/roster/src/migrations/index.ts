import { logMigration, outboxMigration } from '@zhurnal/kit/tables'
import { auth } from './auth.js'
import { start } from './start.js'

export const migrations = [outboxMigration('roster'), logMigration('roster'), start, auth] as const
