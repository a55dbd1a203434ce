import { commonEnv, readEnv } from '@zhurnal/kit/env'
import { z } from 'zod'

export const env = readEnv(
  commonEnv.extend({
    SCHEDULE_DATABASE_URL: z.string(),
    SCHEDULE_OWNER_DATABASE_URL: z.string(),
    SCHEDULE_SYSTEM_DATABASE_URL: z.string(),
    LOG_SIGNING_KEY: z.string(),
    ROSTER_URL: z.string(),
    GRADEBOOK_URL: z.string(),
  }),
)
