import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { ApolloServer, HeaderMap, type BaseContext } from '@apollo/server'
import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { parse, type GraphQLFormattedError } from 'graphql'
import { isMalformedValue } from './database.js'
import type { Logger } from './logging.js'
import { DateScalar, DateTimeScalar } from './scalars.js'

export type Resolvers = Record<string, unknown>

/** A door beside GraphQL. `internal` ones ask for the installation's own token. */
export type Door = {
  readonly method: 'GET' | 'POST' | '*'
  /** An exact path, or a prefix that ends in `/`. */
  readonly path: string
  readonly internal?: boolean
  readonly answer: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>
}

export type SubgraphOptions<C extends BaseContext> = {
  readonly typeDefs: string
  readonly resolvers: Resolvers
  /** Null: no passport, no answer. */
  readonly context: (request: IncomingMessage) => Promise<C | null>
  /** Told once the answer to a GraphQL request has gone: for what nobody should wait for. It must not throw. */
  readonly answered?: (context: C) => void
  readonly doors?: readonly Door[]
  /** Says what does not answer; empty when all is well. */
  readonly ready: () => Promise<readonly string[]>
  readonly internalToken: string
  readonly log: Logger
}

export type RunningServer = {
  readonly port: number
  readonly url: string
  readonly apollo: ApolloServer<never>
  stop(): Promise<void>
}

// Codes that tell the client of its own document; all else is masked, the inside of the house is nobody's business.
const clientCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'SCHOOL_REQUIRED',
])

export function makeApollo<C extends BaseContext>(
  typeDefs: string,
  resolvers: Resolvers,
  log: Logger,
): ApolloServer<C> {
  return new ApolloServer<C>({
    schema: buildSubgraphSchema({
      typeDefs: parse(typeDefs),
      resolvers: { Date: DateScalar, DateTime: DateTimeScalar, ...resolvers } as never,
    }),
    introspection: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    formatError: (formatted, error) => maskError(formatted, error, log),
  })
}

function maskError(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const code = String(formatted.extensions?.code)
  if (clientCodes.has(code))
    return {
      message: formatted.message,
      extensions: { code },
      ...(formatted.path ? { path: formatted.path } : {}),
    }
  if (isMalformedValue(error)) {
    return {
      message: 'Значение записано неверно.',
      extensions: { code: 'BAD_USER_INPUT' },
      ...(formatted.path ? { path: formatted.path } : {}),
    }
  }
  log.error({ err: error, path: formatted.path }, 'broken')
  return {
    message: 'Внутренняя неполадка.',
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
    ...(formatted.path ? { path: formatted.path } : {}),
  }
}

const bodyLimitBytes = 8 * 1024 * 1024

export async function readBody(request: IncomingMessage, limitBytes = bodyLimitBytes): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > limitBytes) throw new Error('request body is too large')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

/** True for the installation's own token: what services say to each other outside the graph. */
export function isInternal(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** A subgraph on node:http: GraphQL behind a passport, health, and the service's own doors. */
export async function serveSubgraph<C extends BaseContext>(
  options: SubgraphOptions<C>,
  listen: { readonly port: number; readonly host: string },
): Promise<RunningServer> {
  const apollo = makeApollo<C>(options.typeDefs, options.resolvers, options.log)
  apollo.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests()
  const doors: Door[] = [
    {
      method: 'GET',
      path: '/healthz',
      answer: async (_, response) => sendJson(response, 200, { alive: true }),
    },
    {
      method: 'GET',
      path: '/readyz',
      answer: async (_, response) => {
        const faults = await options.ready()
        sendJson(response, faults.length ? 503 : 200, { ready: faults.length === 0, faults })
      },
    },
    {
      method: 'POST',
      path: '/graphql',
      answer: (request, response) => answerGraphql(apollo, options, request, response),
    },
    ...(options.doors ?? []),
  ]
  const server = createServer((request, response) => {
    void answerDoor(doors, options.internalToken, request, response).catch((error: unknown) => {
      options.log.error({ err: error }, 'door')
      if (!response.headersSent) sendJson(response, 500, { error: { code: 'INTERNAL_SERVER_ERROR' } })
      else response.destroy()
    })
  })
  return run(server, apollo as unknown as ApolloServer<never>, listen)
}

async function run(
  server: Server,
  apollo: ApolloServer<never>,
  listen: { port: number; host: string },
): Promise<RunningServer> {
  // Longer than the gateway keeps an idle connection, so that it is never closed under a request.
  server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(listen.port, listen.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://${listen.host}:${port}`,
    apollo,
    stop: async () => {
      server.closeIdleConnections()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      setTimeout(() => server.closeAllConnections(), 2000).unref()
      await closed
      await apollo.stop()
    },
  }
}

async function answerDoor(
  doors: readonly Door[],
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://subgraph')
  const door = doors.find(
    (one) =>
      (one.method === '*' || one.method === request.method) &&
      (one.path.endsWith('/') ? url.pathname.startsWith(one.path) : url.pathname === one.path),
  )
  if (!door) return sendJson(response, 404, { error: { code: 'NOT_FOUND' } })
  if (door.internal && !isInternal(request, token))
    return sendJson(response, 403, { error: { code: 'FORBIDDEN' } })
  await door.answer(request, response, url)
}

async function answerGraphql<C extends BaseContext>(
  apollo: ApolloServer<C>,
  options: SubgraphOptions<C>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const context = await options.context(request)
  if (!context) {
    // Not 401: the gateway would tell a signed-in user that they are not.
    return sendJson(response, 403, {
      errors: [{ message: 'A passport is required.', extensions: { code: 'FORBIDDEN' } }],
    })
  }
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string') headers.set(name, value)
  let body: unknown
  try {
    body = JSON.parse((await readBody(request)).toString('utf8'))
  } catch {
    return sendJson(response, 400, {
      errors: [{ message: 'The body is not JSON.', extensions: { code: 'BAD_REQUEST' } }],
    })
  }
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body },
    context: async () => context,
  })
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  response.statusCode = answer.status ?? 200
  if (answer.body.kind === 'complete') response.end(answer.body.string)
  else response.end()
  options.answered?.(context)
}
