import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { Pool } from 'undici'

// Of one hop only, or ours to write.
const ownHeaders = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'host',
  'expect',
  'te',
  'x-zhurnal-client',
  'x-forwarded-for',
])

/** Streams a request to an inner service and its answer back. */
export class Proxy {
  private readonly pool: Pool
  constructor(url: string) {
    // A document may take long to send; it must not take long to begin.
    this.pool = new Pool(url, {
      connections: 64,
      keepAliveTimeout: 30_000,
      headersTimeout: 30_000,
      bodyTimeout: 120_000,
    })
  }

  async pass(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    own: Record<string, string> = {},
  ): Promise<void> {
    const headers: Record<string, string | string[]> = {}
    for (const [name, value] of Object.entries(request.headers satisfies IncomingHttpHeaders)) {
      if (value !== undefined && !ownHeaders.has(name)) headers[name] = value
    }
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
    const answer = await this.pool.request({
      path,
      method: (request.method ?? 'GET') as 'GET',
      headers: { ...headers, ...own, 'x-zhurnal-client': clientAddress(request) },
      body: hasBody ? request : null,
    })
    response.statusCode = answer.statusCode
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !ownHeaders.has(name)) response.setHeader(name, value)
    }
    await pipeline(answer.body, response)
  }

  async close(): Promise<void> {
    await this.pool.close()
  }
}

/** The portal stands on this machine and tells whom it speaks for; anybody else speaks for themselves. */
export function clientAddress(request: IncomingMessage): string {
  const peer = request.socket.remoteAddress ?? ''
  const told = request.headers['x-forwarded-for']
  const local = peer === '127.0.0.1' || peer === '::1' || peer === '::ffff:127.0.0.1'
  return (local && typeof told === 'string' ? told.split(',')[0]?.trim() : '') || peer
}
