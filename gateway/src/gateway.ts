// The one door: composes, authenticates, limits. No school logic.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expressMiddleware } from '@as-integrations/express5'
import type { Logger } from '@zhurnal/kit/logging'
import { makeGateway, type GraphContext } from '@zhurnal/kit/supergraph'
import express, { type NextFunction, type Request, type Response } from 'express'
import helmet from 'helmet'
import { refuseCrossSite, refuseForms } from './cross-site.js'
import { graphqlError } from './graphql-error.js'
import { makeServer } from './graph.js'
import { Passports } from './passports.js'
import { Proxy } from './proxy.js'
import { answerWhole } from './whole.js'

export type GatewaySettings = {
  readonly supergraphSdl: string
  readonly urls: {
    readonly roster: string
    readonly schedule: string
    readonly gradebook: string
    readonly reporting: string
  }
  readonly internalToken: string
  /** Origins whose pages may use the session's cookie. */
  readonly origins: readonly string[]
  readonly demo: boolean
  readonly listen: { readonly port: number; readonly host: string }
  readonly log: Logger
}

export type RunningGateway = { readonly url: string; stop(): Promise<void> }

export async function startGateway(settings: GatewaySettings): Promise<RunningGateway> {
  const graph = makeGateway(settings.supergraphSdl, settings.urls)
  const apollo = makeServer(graph, settings)
  await apollo.start()
  const passports = new Passports(settings.urls.roster, settings.internalToken)
  const proxies = { roster: new Proxy(settings.urls.roster), reporting: new Proxy(settings.urls.reporting) }

  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
      crossOriginResourcePolicy: { policy: 'same-origin' },
    }),
  )
  app.use((_, response, next) => {
    const requestId = randomUUID()
    response.locals.requestId = requestId
    response.setHeader('x-request-id', requestId)
    response.setHeader('cache-control', 'no-store')
    next()
  })
  app.get('/healthz', (_, response) => void response.json({ alive: true }))
  app.get('/readyz', async (_, response) => {
    const faults = await notReady(settings.urls)
    response.status(faults.length ? 503 : 200).json({ ready: faults.length === 0, faults })
  })
  app.use(['/auth', '/files', '/imports', '/graphql'], refuseCrossSite(new Set(settings.origins)))
  app.use(['/auth', '/graphql'], refuseForms)
  app.all('/auth/*rest', (request, response) => proxies.roster.pass(request, response, request.originalUrl))
  app.all(['/files', '/files/*rest', '/imports/*rest', '/verify/*rest'], async (request, response) => {
    // The page that a printed sheet's code leads to is for anybody who holds the sheet.
    if (request.path.startsWith('/verify/'))
      return proxies.reporting.pass(request, response, request.originalUrl)
    const asked = await passports.of(request)
    if (asked === 'NOBODY') return graphqlError(response, 401, 'UNAUTHENTICATED', 'Войдите в Журнал.')
    if (asked === 'UNREACHABLE')
      return graphqlError(
        response,
        503,
        'SERVICE_UNAVAILABLE',
        'Вход сейчас не проверить. Попробуйте ещё раз.',
      )
    await proxies.reporting.pass(request, response, request.originalUrl, {
      authorization: `Bearer ${asked.passport}`,
    })
  })
  app.use(
    '/graphql',
    express.json({ limit: '2mb' }),
    answerWhole(graph, passports, settings.log),
    expressMiddleware(apollo, { context: async ({ res }) => res.locals.graph as GraphContext }),
  )
  app.use((_, response) => graphqlError(response, 404, 'NOT_FOUND', 'Здесь ничего нет.'))
  app.use((error: unknown, _: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error)
    const known =
      typeof error === 'object' &&
      error !== null &&
      'status' in error &&
      typeof error.status === 'number' &&
      error.status < 500
    if (known) return graphqlError(response, 400, 'BAD_REQUEST', 'Запрос не разобрать.')
    settings.log.error({ err: error, requestId: response.locals.requestId as string }, 'broken')
    graphqlError(response, 502, 'SERVICE_UNAVAILABLE', 'Часть системы сейчас недоступна. Попробуйте ещё раз.')
  })
  return listen(app, settings, async () => {
    await apollo.stop()
    await Promise.allSettled([
      graph.close(),
      passports.close(),
      proxies.roster.close(),
      proxies.reporting.close(),
    ])
  })
}

async function notReady(urls: GatewaySettings['urls']): Promise<string[]> {
  const asked = await Promise.all(
    Object.entries(urls).map(async ([name, url]) => {
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3000) }).catch(() => null)
      if (answer?.ok) return []
      const body = (await answer?.json().catch(() => null)) as { faults?: string[] } | null | undefined
      return [`${name}: ${body?.faults?.join(', ') || 'no answer'}`]
    }),
  )
  return asked.flat()
}

async function listen(
  app: express.Express,
  settings: GatewaySettings,
  close: () => Promise<void>,
): Promise<RunningGateway> {
  const server = createServer(app)
  server.keepAliveTimeout = 65_000
  server.requestTimeout = 120_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.listen.port, settings.listen.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${settings.listen.host}:${port}`,
    stop: async () => {
      server.closeIdleConnections()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      setTimeout(() => server.closeAllConnections(), 2000).unref()
      await closed
      await close()
    },
  }
}
