// The database server of an installation: the embedded one, which we watch over, or one that is not ours.
import { setTimeout as sleep } from 'node:timers/promises'
import { Complaint } from '../complaint.js'
import { startPostgres, type EmbeddedPostgres } from '../postgres.js'
import { restartDelayMs } from './child.js'
import type { Credentials } from './credentials.js'
import { provisionSeparate, provisionServer, type DatabaseVariables } from './databases.js'
import type { DatabaseChoice } from './settings.js'

export type DatabaseServer = {
  readonly variables: DatabaseVariables
  stop(): Promise<void>
  /** After `stop`: on the same port as before. */
  start(): Promise<void>
}

export type ServerOptions = {
  readonly data: string
  readonly choice: DatabaseChoice
  readonly credentials: Credentials
  readonly fast: boolean
  readonly say: (line: string) => void
}

/** Starts the server where it is ours, and makes roles and databases where they are missing. */
export async function openDatabases(options: ServerOptions): Promise<DatabaseServer> {
  const { choice, credentials } = options
  if (choice.kind === 'server') return foreign(await provisionServer(choice.adminUrl, credentials))
  if (choice.kind === 'separate') return foreign(await provisionSeparate(choice.given, credentials))
  const watched = await watchPostgres(options)
  try {
    return { ...watched, variables: await provisionServer(watched.adminUrl, credentials) }
  } catch (error) {
    await watched.stop()
    throw error
  }
}

function foreign(variables: DatabaseVariables): DatabaseServer {
  const notOurs = () =>
    Promise.reject(new Error('the database server of DATABASE_URL is not ours to start or stop'))
  return { variables, stop: () => Promise.resolve(), start: notOurs }
}

async function watchPostgres({ data, fast, say }: ServerOptions) {
  let server: EmbeddedPostgres | undefined
  let wanted = true
  // A stop that comes while the server is being started waits for that: else it would stop nothing.
  let starting: Promise<unknown> = Promise.resolve()
  const launch = (port: number | undefined): Promise<EmbeddedPostgres> => {
    const started = startPostgres({ data, fast, ...(port === undefined ? {} : { port }) }).then((made) => {
      server = made
      void made.ended.then(() => {
        server = undefined
        if (wanted) void revive(made.port)
      })
      return made
    })
    starting = started.catch(() => undefined)
    return started
  }
  const revive = async (port: number): Promise<void> => {
    for (let attempt = 1; wanted; attempt += 1) {
      const delayMs = restartDelayMs(attempt)
      say(`PostgreSQL остановился сам, запуск через ${delayMs / 1000} с (журнал: ${data}/logs/postgres.log)`)
      await sleep(delayMs)
      await starting
      // Stopped meanwhile, or stopped and started again: a second start would take the first for an orphan.
      if (!wanted || server) return
      try {
        await launch(port)
        return
      } catch (error) {
        say(error instanceof Complaint ? error.message : String(error))
      }
    }
  }
  const first = await launch(undefined)
  return {
    adminUrl: first.adminUrl,
    stop: async () => {
      wanted = false
      await starting
      await server?.stop()
    },
    start: async () => {
      wanted = true
      if (!server) await launch(first.port)
    },
  }
}
