import { ApolloGateway, type GraphQLDataSource, type GraphQLDataSourceProcessOptions } from '@apollo/gateway'
import { GraphQLError } from 'graphql'
import { Pool } from 'undici'

/** What a request through the graph carries from hop to hop. */
export type GraphContext = { readonly passport: string; readonly requestId: string }

export type ServiceUrls = Readonly<Record<string, string>>

/** Milliseconds that a subgraph has for one hop: a page waits no longer for a column, an act may take its time. */
const deadlinesMs = { query: 4000, mutation: 30_000 }

/**
 * The federation in this process: composed from a file, never from running subgraphs. `npm start` serves one to people
 * and programs; the reporting worker has one of its own, so that a school's ledgers do not stand in the queue before
 * its teachers.
 */
export function makeGateway(
  supergraphSdl: string,
  urls: ServiceUrls,
  deadlines: { readonly query: number; readonly mutation: number } = deadlinesMs,
): { gateway: ApolloGateway; close(): Promise<void> } {
  const pools = new Map<string, Pool>()
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name, url }) => {
      const target = new URL('/graphql', urls[name] ?? url)
      const pool = new Pool(target.origin, {
        connections: 64,
        keepAliveTimeout: 30_000,
      })
      pools.set(name, pool)
      return new SubgraphSource(name, pool, deadlines)
    },
  })
  return {
    gateway,
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.close()))),
  }
}

/** One POST with the passport: no redirects, no caching, a deadline, and inner addresses that stay inside. */
class SubgraphSource implements GraphQLDataSource<GraphContext> {
  constructor(
    private readonly name: string,
    private readonly pool: Pool,
    private readonly deadlines: { readonly query: number; readonly mutation: number },
  ) {}

  async process(
    options: GraphQLDataSourceProcessOptions<GraphContext>,
  ): ReturnType<GraphQLDataSource['process']> {
    const { request } = options
    // Loading the schema asks nothing of a subgraph; every other hop belongs to a request.
    const { passport, requestId } = options.context
    const timeout = request.query?.trimStart().startsWith('mutation')
      ? this.deadlines.mutation
      : this.deadlines.query
    try {
      const answer = await this.pool.request({
        path: '/graphql',
        method: 'POST',
        headersTimeout: timeout,
        bodyTimeout: timeout,
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${passport}`,
          'x-request-id': requestId,
        },
        body: JSON.stringify({
          query: request.query,
          variables: request.variables,
          operationName: request.operationName,
        }),
      })
      const body = (await answer.body.json()) as Awaited<ReturnType<GraphQLDataSource['process']>>
      if (answer.statusCode === 200 || answer.statusCode === 400) return body
      throw new Error(`${this.name} answered ${answer.statusCode}`)
    } catch (error) {
      throw new GraphQLError('Часть данных сейчас недоступна. Попробуйте ещё раз.', {
        extensions: { code: 'SERVICE_UNAVAILABLE' },
        ...(error instanceof Error ? { originalError: error } : {}),
      })
    }
  }
}
