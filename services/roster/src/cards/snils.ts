import { createHmac } from 'node:crypto'

/**
 * What is kept of a number (СНИЛС): HMAC-SHA-256 by a key that lies outside of the database, so that who holds the
 * database alone cannot try all numbers (there are fewer than 10^9).
 */
export const snilsHash = (key: string, digits: string): string =>
  createHmac('sha256', key).update(digits).digest('base64url')
