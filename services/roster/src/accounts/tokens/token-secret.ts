import { createHash, randomBytes } from 'node:crypto'

const prefix = 'zht_'

/** The secret of a program's key: a mark by which it is known in a leak, and 32 random bytes. */
export const tokenSecret = (): string => prefix + randomBytes(32).toString('base64url')

export const isTokenSecret = (text: string): boolean => text.startsWith(prefix)

/** How a secret is kept: random bytes need no slow hash. */
export const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest()
