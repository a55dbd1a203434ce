// The worker as a whole, put together for the process (worker.ts) and for tests.
import { eventQueue } from '@zhurnal/kit/relay'
import { Database } from '@zhurnal/kit/database'
import type { Logger } from '@zhurnal/kit/logging'
import type { EventMessage } from '@zhurnal/kit/outbox'
import { connectQueue, type QueuePlace } from '@zhurnal/kit/queue'
import { FileStore } from './documents/documents.js'
import { classJournalMaker } from './documents/print-class-journal.js'
import { entities } from './entities.js'
import { Graph } from './graph.js'
import { RawFiles } from './imports/raw-files.js'
import { sweepImports } from './imports/sweep.js'
import { applyImportMaker } from './imports/makers/apply.js'
import { checkImportMaker } from './imports/makers/check.js'
import { undoImportMaker } from './imports/makers/undo.js'
import { Deliveries } from './jobs/deliver.js'
import type { Makers } from './jobs/run.js'
import { sendLetterMaker } from './letters/compromise.js'
import { markChangesMaker } from './mark-changes/save-changes.js'
import { mailerOf } from './letters/mailer.js'
import { closeTypesetter } from './ledger/typeset.js'
import { documentsFolder, importsFolder, uploadsFolder } from './reporting.js'
import type { Signer } from './snapshot/signature.js'
import { exportPersonMaker } from './person-export/export-person.js'
import { sweepExpired } from './person-export/sweep.js'
import { issueAccountsMaker } from './slips/issue-accounts.js'
import { sweepSlips } from './slips/sweep.js'
import { snapshotMaker } from './snapshots/take-snapshot.js'
import { sweepUploads } from './uploads/sweep.js'
import { blankPagesMaker } from './blank-pages/print-pages.js'
import { transferSheetMaker } from './transfer-sheet/print-sheet.js'
import { compromiseActMaker } from './void-acts/print-act.js'
import { verifyMaker } from './snapshots/verify-snapshot.js'

export type WorkerSettings = {
  readonly systemUrl: string
  readonly queuePlace: QueuePlace
  readonly supergraphSdl: string
  readonly serviceUrls: {
    readonly roster: string
    readonly schedule: string
    readonly gradebook: string
    readonly reporting: string
  }
  readonly internalToken: string
  readonly dataFolder: string
  readonly publicUrl: string
  /** Without it no letter goes out. */
  readonly smtpUrl?: string | undefined
  readonly signer: Signer
  readonly clock: () => Date
  readonly log: Logger
}

export type JobWorker = { ready(): Promise<string[]>; stop(): Promise<void> }

export async function startWorker(settings: WorkerSettings): Promise<JobWorker> {
  const db = await Database.connect({
    url: settings.systemUrl,
    entities,
    name: 'zhurnal worker',
    poolSize: 6,
  })
  const queue = connectQueue(settings.queuePlace)
  const graph = await Graph.start(settings.supergraphSdl, settings.serviceUrls, settings.internalToken)
  const files = new FileStore(documentsFolder(settings.dataFolder))
  const rawFiles = new RawFiles(importsFolder(settings.dataFolder))
  const uploads = new RawFiles(uploadsFolder(settings.dataFolder))
  const mailer = settings.smtpUrl ? mailerOf(settings.smtpUrl, settings.publicUrl) : null
  const makers: Makers = {
    PRINT_CLASS_JOURNAL: classJournalMaker(files, settings.publicUrl),
    TAKE_SNAPSHOT: snapshotMaker(files, settings.signer),
    VERIFY_SNAPSHOT: verifyMaker(),
    CHECK_IMPORT: checkImportMaker(rawFiles),
    APPLY_IMPORT: applyImportMaker(rawFiles),
    UNDO_IMPORT: undoImportMaker(),
    ISSUE_ACCOUNTS: issueAccountsMaker({ files, publicUrl: settings.publicUrl, mailer }),
    EXPORT_PERSON: exportPersonMaker(files, uploads),
    SEND_LETTER: sendLetterMaker(mailer, settings.publicUrl),
    PRINT_BLANK_PAGES: blankPagesMaker(files),
    PRINT_TRANSFER_SHEET: transferSheetMaker(files, settings.publicUrl),
    SAVE_MARK_CHANGES: markChangesMaker(files),
    PRINT_COMPROMISE_ACT: compromiseActMaker(files),
  }
  const deliveries = new Deliveries({ db, graph, makers, clock: settings.clock, log: settings.log })
  const worker = queue.worker<EventMessage, void>(
    eventQueue('worker'),
    (delivery) => deliveries.take(delivery),
    { concurrency: 2, onError: (error) => settings.log.warn({ err: error }, 'worker: connection') },
  )
  const sweep = (): void => {
    sweepImports(db, rawFiles, settings.clock()).catch((error: unknown) =>
      settings.log.warn({ err: error }, 'worker: old imports were not deleted'),
    )
    sweepExpired(db, files, settings.clock()).catch((error: unknown) =>
      settings.log.warn({ err: error }, 'worker: old documents were not deleted'),
    )
    sweepUploads(db, uploads, settings.clock()).catch((error: unknown) =>
      settings.log.warn({ err: error }, 'worker: old uploads were not deleted'),
    )
    sweepSlips(db, files, settings.clock()).catch((error: unknown) =>
      settings.log.warn({ err: error }, 'worker: old slips were not deleted'),
    )
  }
  sweep()
  const sweeping = setInterval(sweep, 3_600_000).unref()
  return {
    ready: async () => {
      const [database, queued] = await Promise.all([db.answers(), queue.answers()])
      return [...(database ? [] : ['database']), ...(queued ? [] : ['queue'])]
    },
    stop: async () => {
      clearInterval(sweeping)
      // What is under way is left to another worker: its lock runs out within seconds.
      await worker.close(true)
      await deliveries.leave()
      await queue.close()
      mailer?.close()
      await Promise.allSettled([graph.close(), closeTypesetter(), db.close()])
    },
  }
}
