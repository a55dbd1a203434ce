import { z } from 'zod'
import { isZone } from './time.js'

export const defaultZone = 'Europe/Moscow'

/** What every process of ours needs to know; a service adds its own to it. */
export const commonEnv = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  ZHURNAL_DEMO: z.enum(['0', '1']).default('0'),
  PASSPORT_PUBLIC_KEY: z.string().min(1),
  INTERNAL_TOKEN: z.string().min(32),
  QUEUE_DATABASE_URL: z.string().optional(),
  REDIS_URL: z.string().optional(),
  /** Whose night the nightly work is done in; a school's own days go by the school's zone. */
  ZHURNAL_TIME_ZONE: z.string().refine(isZone, 'no such time zone').default(defaultZone),
})

/**
 * Parses the environment by a schema, once, at the start. An error names every variable that is missing or wrong,
 * and shows no value: values are secrets.
 */
export function readEnv<T extends z.ZodType>(schema: T): z.output<T> {
  const parsed = schema.safeParse(process.env)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`environment: ${faults.join('; ')}`)
}
