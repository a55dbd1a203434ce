// What a page may load and run (Content Security Policy Level 3): its own files, and of scripts in the page only those
// that carry the nonce of this answer. A comment or a name that becomes markup by some mistake of ours runs nothing.
import { randomBytes } from 'node:crypto'

const nonceBytes = 16

/** @param {string} nonce */
const policy = (nonce) =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    // Widths and grids that a component works out stand in style attributes; they load nothing.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/**
 * Puts the policy on the answer, and on the request, where Next.js finds the nonce for the scripts that it writes.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export function guard(request, response) {
  const value = policy(randomBytes(nonceBytes).toString('base64'))
  request.headers['content-security-policy'] = value
  response.setHeader('content-security-policy', value)
}
