import { readEnv } from '@zhurnal/kit/env'
import { z } from 'zod'

export const env = readEnv(
  z.object({
    GATEWAY_PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
    ZHURNAL_HOST: z.string().default('127.0.0.1'),
    ZHURNAL_DEMO: z.enum(['0', '1']).default('0'),
    INTERNAL_TOKEN: z.string().min(32),
    ROSTER_URL: z.string(),
    SCHEDULE_URL: z.string(),
    GRADEBOOK_URL: z.string(),
    REPORTING_URL: z.string(),
    ZHURNAL_PUBLIC_URL: z.string().default('http://127.0.0.1:3000'),
    /** Further origins whose pages may use the session's cookie, by comma. */
    ZHURNAL_ORIGINS: z.string().default(''),
  }),
)
