import type { IncomingMessage } from 'node:http'
import { Pool } from 'undici'

export type Passport = { readonly passport: string; readonly mustChangePassword: boolean }
export type Asked = Passport | 'NOBODY' | 'UNREACHABLE'

/**
 * While roster does not answer, a passport that it gave serves on for this long at most: nobody can end a session then.
 * Measured by a clock that nobody can put back.
 */
const graceMs = 20_000
/** Roster signs a passport anew every ten seconds: an older one would only be asked with in vain. */
const recentMs = 10_000

/**
 * Trades a session for a passport at roster's internal door, for each request anew: a session that was ended is
 * nobody's from the next request on.
 */
export class Passports {
  private readonly pool: Pool
  private readonly last = new Map<string, Passport & { at: number }>()

  constructor(
    rosterUrl: string,
    private readonly internalToken: string,
  ) {
    this.pool = new Pool(rosterUrl, {
      connections: 32,
      keepAliveTimeout: 30_000,
      headersTimeout: 3000,
      bodyTimeout: 3000,
    })
  }

  async of(request: IncomingMessage): Promise<Asked> {
    const token = tokenOf(request)
    if (!token) return 'NOBODY'
    try {
      const answer = await this.pool.request({
        path: '/internal/passport',
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.internalToken}` },
        body: JSON.stringify({ token }),
      })
      const body = (await answer.body.json()) as Passport
      if (answer.statusCode === 200) return this.keep(token, body)
      this.last.delete(token)
      if (answer.statusCode === 401 || answer.statusCode === 400) return 'NOBODY'
      return 'UNREACHABLE'
    } catch {
      const kept = this.last.get(token)
      return kept && kept.at + graceMs > performance.now() ? kept : 'UNREACHABLE'
    }
  }

  /**
   * The passport that a request's session had a moment ago: to begin a question with while roster is asked, whose
   * answer nobody sees unless roster gives that very passport again.
   */
  recent(request: IncomingMessage): string | undefined {
    const kept = this.last.get(tokenOf(request) ?? '')
    return kept && kept.at + recentMs > performance.now() ? kept.passport : undefined
  }

  private keep(token: string, passport: Passport): Passport {
    if (this.last.size > 10_000) this.last.clear()
    this.last.set(token, { ...passport, at: performance.now() })
    return passport
  }

  async close(): Promise<void> {
    await this.pool.close()
  }
}

/** A bearer token of a program, else the session cookie of the portal. */
export function tokenOf(request: IncomingMessage): string | undefined {
  const { authorization, cookie } = request.headers
  if (authorization?.toLowerCase().startsWith('bearer ')) return authorization.slice(7).trim() || undefined
  const found = cookie?.split(/;\s*/).find((one) => /^(__Secure-)?zhurnal\.session_token=/.test(one))
  return found ? decodeURIComponent(found.slice(found.indexOf('=') + 1)) : undefined
}
