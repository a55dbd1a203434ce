import { logMigration, outboxMigration } from '@zhurnal/kit/tables'
import { troubleMigration } from '@zhurnal/kit/trouble-tables'
import { blankPages } from './blank-pages.js'
import { homeworkFiles } from './homework-files.js'
import { imports } from './imports.js'
import { jobEnds } from './job-ends.js'
import { portfolio } from './portfolio.js'
import { markChanges } from './mark-changes.js'
import { merge } from './merge.js'
import { removal } from './removal.js'
import { slips } from './slips.js'
import { start } from './start.js'
import { transferSheet } from './transfer-sheet.js'
import { voidActs } from './void-acts.js'

export const migrations = [
  outboxMigration('reporting'),
  logMigration('reporting'),
  start,
  removal,
  imports,
  troubleMigration('reporting'),
  jobEnds,
  slips,
  portfolio,
  merge,
  voidActs,
  blankPages,
  homeworkFiles,
  transferSheet,
  markChanges,
] as const
