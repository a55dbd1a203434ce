import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { makeLogger } from '@zhurnal/kit/logging'
import { sendJson } from '@zhurnal/kit/server'
import { stopOnSignals } from '@zhurnal/kit/service'
import { worker as readEnv } from './env.js'
import { pemSigner } from './snapshot/signature.js'

// @apollo/gateway looks up outside hosts as soon as it is loaded, unless told not to before.
process.env.APOLLO_TELEMETRY_DISABLED = '1'
const { startWorker } = await import('./worker-parts.js')

const env = readEnv()
const worker = await startWorker({
  systemUrl: env.REPORTING_SYSTEM_DATABASE_URL,
  queuePlace: { redisUrl: env.REDIS_URL, postgresUrl: env.QUEUE_DATABASE_URL },
  supergraphSdl: readFileSync(new URL('../../../../gateway/supergraph.graphql', import.meta.url), 'utf8'),
  serviceUrls: {
    roster: env.ROSTER_URL,
    schedule: env.SCHEDULE_URL,
    gradebook: env.GRADEBOOK_URL,
    reporting: env.REPORTING_URL,
  },
  internalToken: env.INTERNAL_TOKEN,
  dataFolder: env.ZHURNAL_DATA,
  publicUrl: env.ZHURNAL_PUBLIC_URL,
  smtpUrl: env.SMTP_URL,
  signer: pemSigner(env.SNAPSHOT_SIGNING_KEY, env.SNAPSHOT_CERTIFICATE),
  clock: () => new Date(),
  log: makeLogger('worker'),
})

// Nothing but health: the worker is asked by nobody.
const health = createServer((request, response) => {
  if (request.url === '/healthz') return sendJson(response, 200, { alive: true })
  void worker
    .ready()
    .then((faults) => sendJson(response, faults.length ? 503 : 200, { ready: faults.length === 0, faults }))
})
health.listen(env.PORT, '127.0.0.1')

stopOnSignals(async () => {
  health.close()
  await worker.stop()
})
