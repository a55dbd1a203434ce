import { logEntities, outboxEntities } from '@zhurnal/kit/tables'
import { troubleEntities } from '@zhurnal/kit/trouble-tables'
import { RefHomeworkFile } from './homework/homework-file.entity.js'
import { Document } from './documents/document.entity.js'
import { Import, ImportItem, ImportKey } from './imports/import.entity.js'
import { Job } from './jobs/job.entity.js'
import { IssueLetter } from './letters/issue-letter.entity.js'
import {
  RefClass,
  RefMerge,
  RefMembership,
  RefPeriod,
  RefPerson,
  RefSchool,
  RefYear,
} from './reference/reference.entity.js'
import { PortfolioItem } from './portfolio/portfolio-item.entity.js'
import { RefCompromise } from './void-acts/report.entity.js'
import { UploadedFile } from './uploads/uploaded-file.entity.js'
import { Snapshot, SnapshotCopy, Store } from './snapshots/snapshot.entity.js'

export const entities = [
  ...outboxEntities,
  ...logEntities,
  ...troubleEntities,
  RefSchool,
  RefYear,
  RefPeriod,
  RefClass,
  RefPerson,
  RefMembership,
  RefMerge,
  RefCompromise,
  UploadedFile,
  RefHomeworkFile,
  PortfolioItem,
  Job,
  Document,
  Store,
  Snapshot,
  SnapshotCopy,
  Import,
  ImportItem,
  ImportKey,
  IssueLetter,
]
