import { makeLogger } from '@zhurnal/kit/logging'
import { stopOnSignals } from '@zhurnal/kit/service'
import { env } from './env.js'
import { startGradebook } from './gradebook.js'

const gradebook = await startGradebook({
  urls: {
    app: env.GRADEBOOK_DATABASE_URL,
    owner: env.GRADEBOOK_OWNER_DATABASE_URL,
    system: env.GRADEBOOK_SYSTEM_DATABASE_URL,
  },
  queuePlace: { redisUrl: env.REDIS_URL, postgresUrl: env.QUEUE_DATABASE_URL },
  listen: { port: env.PORT, host: '127.0.0.1' },
  passportPublicKey: env.PASSPORT_PUBLIC_KEY,
  logSigningKey: env.LOG_SIGNING_KEY,
  internalToken: env.INTERNAL_TOKEN,
  owners: { roster: env.ROSTER_URL, schedule: env.SCHEDULE_URL },
  demo: env.ZHURNAL_DEMO === '1',
  clock: () => new Date(),
  log: makeLogger('gradebook'),
  timeZone: env.ZHURNAL_TIME_ZONE,
})
stopOnSignals(gradebook.stop)
