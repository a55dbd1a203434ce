import { makeLogger } from '@zhurnal/kit/logging'
import { stopOnSignals } from '@zhurnal/kit/service'
import { env } from './env.js'
import { startSchedule } from './schedule.js'

const schedule = await startSchedule({
  urls: {
    app: env.SCHEDULE_DATABASE_URL,
    owner: env.SCHEDULE_OWNER_DATABASE_URL,
    system: env.SCHEDULE_SYSTEM_DATABASE_URL,
  },
  queuePlace: { redisUrl: env.REDIS_URL, postgresUrl: env.QUEUE_DATABASE_URL },
  listen: { port: env.PORT, host: '127.0.0.1' },
  passportPublicKey: env.PASSPORT_PUBLIC_KEY,
  logSigningKey: env.LOG_SIGNING_KEY,
  internalToken: env.INTERNAL_TOKEN,
  owners: { roster: env.ROSTER_URL, gradebook: env.GRADEBOOK_URL },
  demo: env.ZHURNAL_DEMO === '1',
  clock: () => new Date(),
  log: makeLogger('schedule'),
  timeZone: env.ZHURNAL_TIME_ZONE,
})
stopOnSignals(schedule.stop)
