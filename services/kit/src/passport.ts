import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import type { z } from 'zod'

const issuer = 'zhurnal/roster'
const audience = 'zhurnal/subgraph'

/** Seconds that a passport lives: longer than any one request, shorter than anybody's patience after a theft. */
export const passportSeconds = 30

/** Signs who is asking (EdDSA, RFC 8037). The claims are the owner's own; the kit knows none of their words. */
export class PassportSigner {
  private readonly key: KeyObject
  constructor(privateKeyPem: string) {
    this.key = createPrivateKey(privateKeyPem)
  }
  async sign(claims: Readonly<Record<string, unknown>>, seconds = passportSeconds): Promise<string> {
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${seconds}s`)
      .sign(this.key)
  }
}

/** Reads passports; what is forged, expired, meant for others or signed by another algorithm is null. */
export class PassportReader<T extends z.ZodType> {
  private readonly key: KeyObject
  // A verified token is remembered until it expires: the second hop of a page costs no verification.
  private readonly seen = new Map<string, { claims: z.output<T>; until: number }>()

  constructor(
    publicKeyPem: string,
    private readonly schema: T,
  ) {
    this.key = createPublicKey(publicKeyPem)
  }

  async read(authorization: string | undefined): Promise<z.output<T> | null> {
    const token = authorization?.startsWith('Bearer ') ? authorization.slice(7) : undefined
    if (!token) return null
    const known = this.seen.get(token)
    if (known && known.until > Date.now()) return known.claims
    try {
      const { payload } = await jwtVerify(token, this.key, { algorithms: ['EdDSA'], issuer, audience })
      const claims = this.schema.parse(payload)
      if (this.seen.size > 2000) this.seen.clear()
      this.seen.set(token, { claims, until: (payload.exp ?? 0) * 1000 })
      return claims
    } catch {
      return null
    }
  }
}
