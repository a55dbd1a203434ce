import { logMigration, outboxMigration } from '@zhurnal/kit/tables'
import { troubleMigration } from '@zhurnal/kit/trouble-tables'
import { attendanceOfADay } from './attendance-of-a-day.js'
import { entriesOfPupil } from './entries-of-pupil.js'
import { groupKind } from './group-kind.js'
import { homeworkFiles } from './homework-files.js'
import { merge } from './merge.js'
import { removal } from './removal.js'
import { scopeOnce } from './scope-once.js'
import { setMarks } from './set-marks.js'
import { start } from './start.js'
import { decidedActs, voidedAtOnce } from './stolen-logins.js'
import { theRecord } from './the-record.js'

export const migrations = [
  outboxMigration('gradebook'),
  logMigration('gradebook'),
  start,
  removal,
  troubleMigration('gradebook'),
  scopeOnce,
  entriesOfPupil,
  merge,
  groupKind,
  theRecord,
  attendanceOfADay,
  decidedActs,
  voidedAtOnce,
  setMarks,
  homeworkFiles,
] as const
