// The gateway's doors under the portal's own address, so that a person's browser knows one origin and its cookie
// is that origin's. Bytes stream both ways; nothing is kept.
import { createHash } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'

const doors = ['/graphql', '/auth', '/files', '/imports', '/verify']

// Of one hop only (RFC 9110, 7.6.1), or ours to say.
const ownHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-session-mark',
])

/** Whether a request's path is one of the gateway's. @param {string} url */
export function isGatewayDoor(url) {
  const path = url.split('?', 1)[0] ?? ''
  return doors.some((door) => path === door || path.startsWith(`${door}/`))
}

/**
 * Makes the function that hands a request on to the gateway and its answer back. A gateway that does not answer is
 * 503 with a GraphQL-shaped body, which the portal tells in words.
 * @param {string} gatewayUrl
 * @returns {(request: http.IncomingMessage, response: http.ServerResponse) => void}
 */
export function proxyTo(gatewayUrl) {
  const target = new URL(gatewayUrl)
  const { request: ask, Agent } = target.protocol === 'https:' ? https : http
  const agent = new Agent({ keepAlive: true })
  return (request, response) => {
    const mark = sessionMark(request.headers.cookie)
    const expected = request.headers['x-session-mark']
    if (expected !== undefined && expected !== mark) return otherSession(request, response, mark)
    const upstream = ask(
      new URL(request.url ?? '/', target),
      { method: request.method, headers: headersOf(request), agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, {
          ...withoutHop(answer.headers),
          'x-session-mark': mark,
        })
        answer.pipe(response)
        answer.on('error', () => response.destroy())
      },
    )
    upstream.on('error', () => unreachable(response))
    response.on('close', () => upstream.destroy())
    request.pipe(upstream)
  }
}

/**
 * Names the session of a cookie without telling it: a page is bound to the session that it was opened in.
 * @param {string | undefined} cookie
 */
function sessionMark(cookie) {
  const found = /(?:^|;\s*)(?:__Secure-)?zhurnal\.session_token=([^;]+)/.exec(cookie ?? '')
  return found?.[1] ? createHash('sha256').update(found[1]).digest('base64url').slice(0, 22) : 'nobody'
}

/** Nothing is done in another session's name. @param {http.IncomingMessage} request @param {http.ServerResponse} response @param {string} mark */
function otherSession(request, response, mark) {
  request.resume()
  const errors = [{ message: 'another session', extensions: { code: 'OTHER_SESSION' } }]
  response.writeHead(200, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-session-mark': mark,
  })
  response.end(JSON.stringify({ errors }))
}

/** @param {http.IncomingMessage} request */
function headersOf(request) {
  const { socket, headers } = request
  return {
    ...withoutHop(headers),
    // Of the connection itself: what a client claims about its address is not passed on.
    'x-forwarded-for': socket.remoteAddress ?? '',
    'x-forwarded-host': headers.host ?? '',
    'x-forwarded-proto': 'http',
  }
}

/** @param {http.IncomingHttpHeaders} headers */
const withoutHop = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ownHop.has(name)))

/** @param {http.ServerResponse} response */
function unreachable(response) {
  if (response.headersSent) return void response.destroy()
  response.writeHead(503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ errors: [{ message: 'unreachable', extensions: { code: 'UNREACHABLE' } }] }))
}
