import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendJson } from '@zhurnal/kit/server'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

/**
 * Counts failed sign-ins by login and address together: a whole school stands behind one address, and a pupil who
 * types a teacher's login wrongly elsewhere must not lock the teacher out. A wider count by login alone stops who
 * changes addresses.
 */
export class SignInLimit {
  private readonly near: RateLimiterPostgres
  private readonly wide: RateLimiterPostgres

  constructor(pool: pg.Pool) {
    const common = {
      storeClient: pool,
      storeType: 'pool',
      schemaName: 'auth',
      tableName: 'sign_in_failure',
      tableCreated: true,
      clearExpiredByTimeout: false,
    }
    this.near = new RateLimiterPostgres({ ...common, keyPrefix: 'near', points: 9, duration: 15 * 60 })
    this.wide = new RateLimiterPostgres({ ...common, keyPrefix: 'wide', points: 60, duration: 15 * 60 })
  }

  private keys(username: string, address: string): readonly [RateLimiterPostgres, string][] {
    const login = username.toLowerCase().slice(0, 60)
    return [
      [this.near, `${login}|${address}`],
      [this.wide, login],
    ]
  }

  /** Seconds to wait, 0 when a try is allowed. */
  async waitSeconds(username: string, address: string): Promise<number> {
    const states = await Promise.all(this.keys(username, address).map(([limiter, key]) => limiter.get(key)))
    const used = states.filter((state, i) => state !== null && state.consumedPoints >= (i === 0 ? 9 : 60))
    return Math.max(0, ...used.map((state) => Math.ceil((state?.msBeforeNext ?? 0) / 1000)))
  }

  async failed(username: string, address: string): Promise<void> {
    await Promise.all(
      this.keys(username, address).map(([limiter, key]) =>
        limiter.consume(key).catch((error: unknown) => {
          if (!(error instanceof RateLimiterRes)) throw error
        }),
      ),
    )
  }

  async succeeded(username: string, address: string): Promise<void> {
    await this.near.delete(`${username.toLowerCase().slice(0, 60)}|${address}`)
  }
}

export function tooOften(response: ServerResponse, seconds: number): void {
  response.setHeader('retry-after', String(seconds))
  sendJson(response, 429, {
    error: {
      code: 'TOO_OFTEN',
      message: 'Слишком много попыток входа. Подождите и попробуйте снова.',
      retryAfter: seconds,
    },
  })
}

/** The client's address as the gateway writes it; the gateway strips what the client says of itself. */
export function clientAddress(request: IncomingMessage): string {
  const told = request.headers['x-zhurnal-client']
  return (typeof told === 'string' ? told : '') || (request.socket.remoteAddress ?? '')
}
