import { hash, verify } from '@node-rs/argon2'
import { betterAuth } from 'better-auth'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { bearer, twoFactor, username } from 'better-auth/plugins'
import pg from 'pg'

export type Auth = ReturnType<typeof makeAuth>

export type AuthSettings = {
  readonly secret: string
  /** Origins whose pages may use the cookie. */
  readonly origins: readonly string[]
  readonly secureCookies: boolean
  readonly clock: () => Date
}

/** OWASP's second choice for argon2id (2 in the library's enumeration): 19 MiB, two passes, one lane; 10 ms here. */
const argon = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The library's pool works in a schema of its own, so that its tables never meet ours. */
export function authPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, options: '-c search_path=auth', max: 6 })
  pool.on('error', () => undefined)
  return pool
}

export function makeAuth(settings: AuthSettings, pool: pg.Pool) {
  return betterAuth({
    database: pool,
    basePath: '/auth',
    secret: settings.secret,
    baseURL: settings.origins[0] ?? 'http://127.0.0.1:3000',
    trustedOrigins: [...settings.origins],
    telemetry: { enabled: false },
    logger: { level: 'error' },
    // Ours counts by login and address (sign-in-limit.ts): a school behind one address must not lock itself out.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 8,
      password: {
        hash: (password) => hash(password, argon),
        verify: ({ hash: known, password }) => verify(known, password),
      },
    },
    session: { expiresIn: 60 * 60 * 24 * 7, updateAge: 60 * 60 * 12, cookieCache: { enabled: false } },
    user: {
      additionalFields: {
        mustChangePassword: { type: 'boolean', defaultValue: true, input: false },
        stopped: { type: 'boolean', defaultValue: false, input: false },
      },
    },
    databaseHooks: {
      session: {
        create: {
          // By whatever way: a stopped login is answered as a wrong password is, in the same time.
          before: async (session) => {
            const { rows } = await pool.query<{ stopped: boolean }>(
              'select stopped from "user" where id = $1',
              [session.userId],
            )
            if (rows[0]?.stopped !== false)
              throw new APIError('UNAUTHORIZED', {
                code: 'INVALID_USERNAME_OR_PASSWORD',
                message: 'Invalid username or password',
              })
          },
          after: async (session) => {
            await pool.query('update "user" set last_sign_in_at = $2 where id = $1', [
              session.userId,
              settings.clock(),
            ])
          },
        },
      },
    },
    advanced: {
      cookiePrefix: 'zhurnal',
      useSecureCookies: settings.secureCookies,
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: ['x-zhurnal-client'] },
    },
    plugins: [
      username({
        validationOrder: { username: 'post-normalization' },
        maxUsernameLength: 60,
        usernameValidator: isUsername,
      }),
      bearer(),
      // A device is never trusted for later: a school's computers are shared. Five tries a challenge, ten an account.
      twoFactor({
        issuer: 'Журнал',
        totpOptions: { digits: 6, period: 30 },
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 15 * 60 },
      }),
    ],
    hooks: {
      after: createAuthMiddleware(async (ctx) => {
        if (ctx.path !== '/change-password' || ctx.context.returned instanceof APIError) return
        const user = ctx.context.session?.user
        if (!user) return
        await ctx.context.internalAdapter.updateUser(user.id, { mustChangePassword: false })
        await pool.query('update "user" set activated_at = coalesce(activated_at, $2) where id = $1', [
          user.id,
          settings.clock(),
        ])
      }),
    },
  })
}

/** Logins are small letters of any alphabet, digits, dot, hyphen, underscore. */
export function isUsername(text: string): boolean {
  return /^[\p{Ll}\d][\p{Ll}\d._-]{1,59}$/u.test(text)
}
