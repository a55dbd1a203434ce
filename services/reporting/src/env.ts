import { commonEnv, readEnv } from '@zhurnal/kit/env'
import { z } from 'zod'

const reportingEnv = commonEnv.extend({
  REPORTING_DATABASE_URL: z.string(),
  REPORTING_OWNER_DATABASE_URL: z.string(),
  REPORTING_SYSTEM_DATABASE_URL: z.string(),
  ZHURNAL_DATA: z.string(),
  /** Mail server, smtp://USER:PASSWORD@HOST:PORT; without it letters are not offered. */
  SMTP_URL: z.string().optional(),
  ZHURNAL_PUBLIC_URL: z.string().default('http://127.0.0.1:3000'),
  ROSTER_URL: z.string(),
  SCHEDULE_URL: z.string(),
  GRADEBOOK_URL: z.string(),
  REPORTING_URL: z.string(),
})

export const reporting = () => readEnv(reportingEnv)

/** The worker signs snapshots; the process that answers requests does not hold the key. */
export const worker = () =>
  readEnv(reportingEnv.extend({ SNAPSHOT_SIGNING_KEY: z.string(), SNAPSHOT_CERTIFICATE: z.string() }))
