import { makeLogger } from '@zhurnal/kit/logging'
import { stopOnSignals } from '@zhurnal/kit/service'
import { reporting as readEnv } from './env.js'
import { startReporting } from './reporting.js'

const env = readEnv()
const reporting = await startReporting({
  urls: {
    app: env.REPORTING_DATABASE_URL,
    owner: env.REPORTING_OWNER_DATABASE_URL,
    system: env.REPORTING_SYSTEM_DATABASE_URL,
  },
  queuePlace: { redisUrl: env.REDIS_URL, postgresUrl: env.QUEUE_DATABASE_URL },
  listen: { port: env.PORT, host: '127.0.0.1' },
  passportPublicKey: env.PASSPORT_PUBLIC_KEY,
  internalToken: env.INTERNAL_TOKEN,
  owners: { roster: env.ROSTER_URL, gradebook: env.GRADEBOOK_URL },
  dataFolder: env.ZHURNAL_DATA,
  demo: env.ZHURNAL_DEMO === '1',
  mail: Boolean(env.SMTP_URL),
  clock: () => new Date(),
  log: makeLogger('reporting'),
  timeZone: env.ZHURNAL_TIME_ZONE,
})
stopOnSignals(reporting.stop)
