import { commonEnv, readEnv } from '@zhurnal/kit/env'
import { z } from 'zod'

export const env = readEnv(
  commonEnv.extend({
    GRADEBOOK_DATABASE_URL: z.string(),
    GRADEBOOK_OWNER_DATABASE_URL: z.string(),
    GRADEBOOK_SYSTEM_DATABASE_URL: z.string(),
    LOG_SIGNING_KEY: z.string(),
    ROSTER_URL: z.string(),
    SCHEDULE_URL: z.string(),
  }),
)
