import { makeLogger } from '@zhurnal/kit/logging'
import { stopOnSignals } from '@zhurnal/kit/service'
import { env } from './env.js'
import { supergraphText } from './supergraph-file.js'

// @apollo/gateway looks up outside hosts as soon as it is loaded, unless told not to before.
process.env.APOLLO_TELEMETRY_DISABLED = '1'
const { startGateway } = await import('./gateway.js')

const gateway = await startGateway({
  supergraphSdl: supergraphText(),
  urls: {
    roster: env.ROSTER_URL,
    schedule: env.SCHEDULE_URL,
    gradebook: env.GRADEBOOK_URL,
    reporting: env.REPORTING_URL,
  },
  internalToken: env.INTERNAL_TOKEN,
  origins: [new URL(env.ZHURNAL_PUBLIC_URL).origin, ...env.ZHURNAL_ORIGINS.split(',').filter(Boolean)],
  demo: env.ZHURNAL_DEMO === '1',
  listen: { port: env.GATEWAY_PORT, host: env.ZHURNAL_HOST },
  log: makeLogger('gateway'),
})
stopOnSignals(() => gateway.stop())
