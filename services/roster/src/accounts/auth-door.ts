import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, sendJson, type Door } from '@zhurnal/kit/server'
import { z } from 'zod'
import type { Auth } from './auth.js'
import { clientAddress, tooOften, type SignInLimit } from './sign-in-limit.js'

/** Paths that stay open; all others of the library are closed: accounts are made by the school, not by visitors. */
const openPaths = new Set([
  '/auth/sign-in/username',
  '/auth/sign-out',
  '/auth/change-password',
  '/auth/get-session',
  '/auth/two-factor/enable',
  '/auth/two-factor/disable',
  '/auth/two-factor/get-totp-uri',
  '/auth/two-factor/verify-totp',
  '/auth/two-factor/verify-backup-code',
])
/** Who holds a session only must not find the password out by trying: an open desk is not the login. */
const asksPassword = new Set([
  '/auth/change-password',
  '/auth/two-factor/enable',
  '/auth/two-factor/disable',
  '/auth/two-factor/get-totp-uri',
])

/** `/auth/*`: the library's handler, with our limit of failed tries in front. */
export function authDoor(auth: Auth, limit: SignInLimit): Door {
  return {
    method: '*',
    path: '/auth/',
    answer: async (request, response, url) => {
      if (!openPaths.has(url.pathname)) return sendJson(response, 404, { error: { code: 'NOT_FOUND' } })
      const body = request.method === 'POST' ? await readBody(request, 64 * 1024) : undefined
      // The library takes the old password as the new one; a password that was handed out would then stay.
      if (url.pathname === '/auth/change-password' && samePassword(body))
        return sendJson(response, 400, {
          code: 'PASSWORD_UNCHANGED',
          message: 'The new password is the old one.',
        })
      if (url.pathname === '/auth/sign-in/username') return signIn(auth, limit, request, response, body)
      if (asksPassword.has(url.pathname)) return withPassword(auth, limit, request, response, body)
      await reply(response, await ask(auth, request, withoutTrust(url.pathname, body)))
    },
  }
}

async function signIn(
  auth: Auth,
  limit: SignInLimit,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer | undefined,
): Promise<void> {
  const username = loginIn(body)
  if (username === null)
    return sendJson(response, 400, {
      error: { code: 'BAD_REQUEST', message: 'Нужны username и password.' },
    })
  const address = clientAddress(request)
  const seconds = await limit.waitSeconds(username, address)
  if (seconds > 0) return tooOften(response, seconds)
  const answer = await ask(auth, request, body)
  // A login that cannot be one is answered as an unknown one: the same as a wrong password.
  if (answer.status === 422 || answer.status === 400) {
    await limit.failed(username, address)
    return sendJson(response, 401, {
      code: 'INVALID_USERNAME_OR_PASSWORD',
      message: 'Invalid username or password',
    })
  }
  if (answer.status === 401) await limit.failed(username, address)
  if (answer.ok) await limit.succeeded(username, address)
  await reply(response, answer)
}

async function withPassword(
  auth: Auth,
  limit: SignInLimit,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer | undefined,
): Promise<void> {
  const { authorization = '', cookie = '' } = request.headers
  const holder = createHash('sha256').update(`${authorization}|${cookie}`).digest('hex').slice(0, 40)
  const seconds = await limit.waitSeconds(holder, 'session')
  if (seconds > 0) return tooOften(response, seconds)
  const answer = await ask(auth, request, body)
  if (answer.ok) await limit.succeeded(holder, 'session')
  else if ((await answer.clone().text()).includes('INVALID_PASSWORD')) await limit.failed(holder, 'session')
  await reply(response, answer)
}

/** No device is trusted for later: computers of a school are shared. */
function withoutTrust(path: string, body: Buffer | undefined): Buffer | undefined {
  const parsed = parsedBody(body)
  if (!path.includes('/two-factor/verify') || typeof parsed !== 'object' || parsed === null) return body
  return Buffer.from(JSON.stringify({ ...parsed, trustDevice: false }))
}

function samePassword(body: Buffer | undefined): boolean {
  const { currentPassword, newPassword } = passwords.parse(parsedBody(body))
  return newPassword !== undefined && newPassword === currentPassword
}
const passwords = z
  .object({ currentPassword: z.string().optional(), newPassword: z.string().optional() })
  .catch({})

function parsedBody(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString('utf8') ?? '')
  } catch {
    return null
  }
}

function loginIn(body: Buffer | undefined): string | null {
  const parsed = z.object({ username: z.string() }).safeParse(parsedBody(body))
  return parsed.success ? parsed.data.username : null
}

/** A login is written in small letters; who types it with a capital means the same one. */
async function ask(auth: Auth, request: IncomingMessage, body: Buffer | undefined): Promise<Response> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && name !== 'content-length' && name !== 'connection')
      headers.set(name, value)
  }
  const url = new URL(request.url ?? '/', 'http://roster')
  return auth.handler(
    new Request(url, {
      method: request.method ?? 'GET',
      headers,
      ...(body ? { body: new Uint8Array(body) } : {}),
    }),
  )
}

async function reply(response: ServerResponse, answer: Response): Promise<void> {
  answer.headers.forEach((value, name) => {
    // Of a sign-in that waits for its second step the library names a token that is no session.
    if (name !== 'set-cookie' && name !== 'content-length') response.setHeader(name, value)
  })
  const cookies = answer.headers.getSetCookie()
  if (cookies.length) response.setHeader('set-cookie', cookies)
  response.statusCode = answer.status
  // The library labels the authenticator's entry by an address that leads nowhere; the login is what a person knows.
  response.end(
    (await answer.text()).replaceAll('%40account.invalid', '').replaceAll('@account.invalid?', '?'),
  )
}
