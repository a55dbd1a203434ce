import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import type { Logger } from '@zhurnal/kit/logging'
import type { GraphContext, makeGateway } from '@zhurnal/kit/supergraph'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { limits } from './limits.js'

// What a client may be told; anything else is masked: an unmasked error shows inner addresses.
const openCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'SCHOOL_REQUIRED',
  'SERVICE_UNAVAILABLE',
  'UNAUTHENTICATED',
  'RATE_LIMITED',
])

/** Says that something hidden exists: a non-null field of an entity that the viewer may not see. */
const hideValueCompletion: ApolloServerPlugin<GraphContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response }) => {
      if (response.body.kind !== 'single') return
      const { extensions } = response.body.singleResult
      if (extensions) delete extensions.valueCompletion
      if (extensions && Object.keys(extensions).length === 0) delete response.body.singleResult.extensions
    },
  }),
}

export function makeServer(
  graph: ReturnType<typeof makeGateway>,
  options: { demo: boolean; log: Logger },
): ApolloServer<GraphContext> {
  return new ApolloServer<GraphContext>({
    gateway: graph.gateway,
    introspection: options.demo,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    validationRules: limits,
    plugins: [
      hideValueCompletion,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    formatError: (formatted, error) => mask(formatted, error, options.log),
  })
}

export function mask(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const code = String(formatted.extensions?.code ?? '')
  const path = formatted.path ? { path: formatted.path } : {}
  if (openCodes.has(code)) return { message: formatted.message, extensions: { code }, ...path }
  log.error(
    { err: error instanceof GraphQLError ? (error.originalError ?? error) : error, path: formatted.path },
    'broken',
  )
  return {
    message: 'Внутренняя неполадка. Мы её записали; попробуйте ещё раз.',
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
    ...path,
  }
}
