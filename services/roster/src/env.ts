import { commonEnv, readEnv } from '@zhurnal/kit/env'
import { z } from 'zod'

export const env = readEnv(
  commonEnv.extend({
    ROSTER_DATABASE_URL: z.string(),
    ROSTER_OWNER_DATABASE_URL: z.string(),
    ROSTER_SYSTEM_DATABASE_URL: z.string(),
    PASSPORT_PRIVATE_KEY: z.string(),
    AUTH_SECRET: z.string().min(32),
    /** Keys the hashes of insurance numbers (СНИЛС); never change it: the kept hashes would match nothing. */
    ZHURNAL_SNILS_KEY: z.string().min(32),
    LOG_SIGNING_KEY: z.string(),
    GRADEBOOK_URL: z.string(),
    /** Further origins whose pages may use the session's cookie, by comma. */
    ZHURNAL_ORIGINS: z.string().default(''),
    ZHURNAL_PUBLIC_URL: z.string().default('http://127.0.0.1:3000'),
  }),
)
