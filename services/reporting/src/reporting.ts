// Reporting as it answers requests, put together for the process (main.ts) and for tests.
import { join } from 'node:path'
import type { Logger } from '@zhurnal/kit/logging'
import { logTables } from '@zhurnal/kit/log-doors'
import { PassportReader } from '@zhurnal/kit/passport'
import type { QueuePlace } from '@zhurnal/kit/queue'
import { schemaText } from '@zhurnal/kit/schema-text'
import { serveSubgraph, type RunningServer } from '@zhurnal/kit/server'
import { startBase, type ServiceBase } from '@zhurnal/kit/service'
import { viewerSchema } from '@zhurnal/roster/events'
import { contextOf, type Ctx } from './context.js'
import { FileStore, filesDoor, verifyDoor } from './documents/documents.js'
import { entities } from './entities.js'
import { importsDoor, templatesDoor } from './imports/door.js'
import { RawFiles } from './imports/raw-files.js'
import { compromiseHandler } from './letters/compromise.js'
import { migrations } from './migrations/index.js'
import { personTables } from './person-export/person-tables.js'
import { sendPortfolioFile } from './portfolio/portfolio.resolvers.js'
import { sendHomeworkFile } from './homework/homework-files.js'
import { handlers } from './reference/handlers.js'
import { resolversOf } from './resolvers.js'
import { uploadsDoor } from './uploads/uploads-door.js'

export type ReportingSettings = {
  readonly urls: { readonly app: string; readonly owner: string; readonly system: string }
  readonly queuePlace: QueuePlace
  readonly listen: { readonly port: number; readonly host: string }
  readonly passportPublicKey: string
  readonly internalToken: string
  readonly owners: { readonly roster: string; readonly gradebook: string }
  /** Folder of the installation's data; documents lie in it. */
  readonly dataFolder: string
  readonly demo: boolean
  /** True when letters can be sent. */
  readonly mail: boolean
  readonly clock: () => Date
  readonly log: Logger
  readonly timeZone?: string | undefined
}

export type Reporting = { readonly server: RunningServer; readonly base: ServiceBase; stop(): Promise<void> }

/** Files as they were brought in, until they are applied. */
export const importsFolder = (dataFolder: string): string => join(dataFolder, 'imports')
/** Files of portfolios, and those that are attached to nothing yet. */
export const uploadsFolder = (dataFolder: string): string => join(dataFolder, 'uploads')
export const documentsFolder = (dataFolder: string): string => join(dataFolder, 'documents')

export async function startReporting(settings: ReportingSettings): Promise<Reporting> {
  const base = await startBase({
    name: 'reporting',
    urls: settings.urls,
    queuePlace: settings.queuePlace,
    entities,
    migrations,
    handlers: [...handlers, compromiseHandler(settings.mail, settings.clock)],
    exports: logTables,
    personTables,
    internalToken: settings.internalToken,
    owners: settings.owners,
    log: settings.log,
    timeZone: settings.timeZone,
  })
  const passports = new PassportReader(settings.passportPublicKey, viewerSchema)
  const { db, relay } = base
  const parts = {
    db,
    passports,
    log: settings.log,
    clock: settings.clock,
    demo: settings.demo,
    nudge: relay.nudge,
  }
  const files = new FileStore(documentsFolder(settings.dataFolder))
  const rawFiles = new RawFiles(importsFolder(settings.dataFolder))
  const uploads = new RawFiles(uploadsFolder(settings.dataFolder))
  const server = await serveSubgraph<Ctx>(
    {
      typeDefs: schemaText(import.meta.url),
      resolvers: resolversOf(rawFiles, settings.mail),
      context: (request) => contextOf(parts, request),
      doors: [
        ...base.doors,
        filesDoor(
          db,
          files,
          (authorization) => passports.read(authorization),
          settings.clock,
          async (viewer, id, response) =>
            (await sendPortfolioFile({ db, files: uploads, now: settings.clock() }, viewer, id, response)) ||
            (await sendHomeworkFile({ db, files: uploads }, viewer, id, response)),
        ),
        uploadsDoor(uploads, (request) => contextOf(parts, request)),
        verifyDoor(base.system),
        templatesDoor((request) => contextOf(parts, request)),
        importsDoor(rawFiles, (request) => contextOf(parts, request)),
      ],
      ready: () => base.ready(),
      internalToken: settings.internalToken,
      log: settings.log,
    },
    settings.listen,
  )
  return { server, base, stop: () => base.stop(server) }
}
