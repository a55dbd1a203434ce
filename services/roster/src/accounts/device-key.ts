import { createHmac } from 'node:crypto'

/**
 * The key under which the portal keeps an account's unsent entries on a device (ADR 7): base64url of the 64 bytes of
 * HMAC-SHA-512 (RFC 2104) of the account's id. The same for as long as the installation's secret stays, so that
 * entries are read again after the next sign-in; told to nobody but a session of that account, so that the next
 * person at the same computer holds bytes without meaning.
 */
export const deviceKey = (secret: string, account: string): string =>
  createHmac('sha512', secret).update(`unsent-entries.v1:${account}`).digest('base64url')
