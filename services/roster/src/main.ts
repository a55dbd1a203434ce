import { makeLogger } from '@zhurnal/kit/logging'
import { stopOnSignals } from '@zhurnal/kit/service'
import { env } from './env.js'
import { startRoster } from './roster.js'

const roster = await startRoster({
  urls: {
    app: env.ROSTER_DATABASE_URL,
    owner: env.ROSTER_OWNER_DATABASE_URL,
    system: env.ROSTER_SYSTEM_DATABASE_URL,
  },
  queuePlace: { redisUrl: env.REDIS_URL, postgresUrl: env.QUEUE_DATABASE_URL },
  listen: { port: env.PORT, host: '127.0.0.1' },
  passportPrivateKey: env.PASSPORT_PRIVATE_KEY,
  passportPublicKey: env.PASSPORT_PUBLIC_KEY,
  logSigningKey: env.LOG_SIGNING_KEY,
  internalToken: env.INTERNAL_TOKEN,
  owners: { gradebook: env.GRADEBOOK_URL },
  authSecret: env.AUTH_SECRET,
  snilsKey: env.ZHURNAL_SNILS_KEY,
  origins: [env.ZHURNAL_PUBLIC_URL, ...env.ZHURNAL_ORIGINS.split(',').filter(Boolean)],
  secureCookies: env.ZHURNAL_PUBLIC_URL.startsWith('https:'),
  demo: env.ZHURNAL_DEMO === '1',
  clock: () => new Date(),
  log: makeLogger('roster'),
  timeZone: env.ZHURNAL_TIME_ZONE,
})
stopOnSignals(roster.stop)
