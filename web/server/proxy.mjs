// The gateway's doors under the portal's own address, so that a person's browser knows one origin and its cookie
// is that origin's. Bytes stream both ways; nothing is kept.
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
    const upstream = ask(
      new URL(request.url ?? '/', target),
      { method: request.method, headers: headersOf(request), agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, withoutHop(answer.headers))
        answer.pipe(response)
        answer.on('error', () => response.destroy())
      },
    )
    upstream.on('error', () => unreachable(response))
    response.on('close', () => upstream.destroy())
    request.pipe(upstream)
  }
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
