// `npm run school` works on an installation that runs, and starts one for as long as it needs it when none does.
import { Door } from '../demo/door.js'
import { serviceDoor } from '../demo/settings.js'
import { credentialsOf } from '../launch/credentials.js'
import { startInstallation } from '../launch/installation.js'
import { readRunFile, type RunFile } from '../launch/run-file.js'
import type { LaunchSettings } from '../launch/settings.js'
import type { Place } from './create.js'

export type Reached = Place & {
  /** Where people sign in; undefined when nothing runs but for us. */
  readonly portal: string | undefined
  close(): Promise<void>
}

/** Throws Complaint when the data folder is in use by a launcher whose services do not answer, or is not fit. */
export async function reach(settings: LaunchSettings, say: (line: string) => void): Promise<Reached> {
  const run = readRunFile(settings.data)
  if (run && (await answers(run.urls.roster))) return running(settings, run)
  say('Журнал не запущен: поднимается его база данных, это займёт несколько секунд')
  const { data, demo, database, passedOn } = settings
  const installation = await startInstallation({
    ...{ data, demo, database, passedOn },
    ports: 'free',
    fill: false,
    web: false,
    quiet: true,
  })
  const { door } = serviceDoor(installation.env)
  return {
    door: new Door(door),
    rosterUrl: installation.urls.roster,
    internalToken: door.internalToken,
    portal: undefined,
    close: () => installation.stop(),
  }
}

async function running(settings: LaunchSettings, { urls, internalToken }: RunFile): Promise<Reached> {
  const { passport } = await credentialsOf(settings.data, new Date())
  const passportPrivateKey = passport.privatePem
  return {
    door: new Door({ urls, internalToken, passportPrivateKey }),
    rosterUrl: urls.roster,
    internalToken,
    portal: settings.publicUrl ?? urls.web,
    close: () => Promise.resolve(),
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`, { signal: AbortSignal.timeout(3000) }).then(
    (response) => response.ok,
    () => false,
  )
