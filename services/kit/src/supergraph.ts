import { ApolloGateway, type GraphQLDataSource, type GraphQLDataSourceProcessOptions } from '@apollo/gateway'
import { GraphQLError, type FormattedExecutionResult } from 'graphql'
import { Pool } from 'undici'
import { WholeQuestions, type WholeQuestion } from './whole-answers.js'

/** What a request through the graph carries from hop to hop. */
export type GraphContext = { readonly passport: string; readonly requestId: string }

export type ServiceUrls = Readonly<Record<string, string>>

/** Milliseconds that a subgraph has for one hop: a page waits no longer for a column, an act may take its time. */
type Deadlines = { readonly query: number; readonly mutation: number }
const deadlinesMs: Deadlines = { query: 4000, mutation: 30_000 }

/** A subgraph's answer as it came, or one that cannot be sent on so: it holds errors, or did not come (null). */
export type WholeAnswer =
  { readonly bytes: Buffer } | { readonly bytes: null; readonly result: FormattedExecutionResult | null }

export type Graph = {
  readonly gateway: ApolloGateway
  /** A document that was planned before and that one subgraph answers as a whole; else undefined. */
  wholeQuestion(source: string, operationName: string | undefined): WholeQuestion | undefined
  /** Sends the question to its subgraph past the executor. Never rejects. */
  askWhole(
    question: WholeQuestion,
    variables: Readonly<Record<string, unknown>>,
    context: GraphContext,
  ): Promise<WholeAnswer>
  close(): Promise<void>
}

/**
 * The federation in this process: composed from a file, never from running subgraphs. `npm start` serves one to people
 * and programs; the reporting worker has one of its own, so that a school's ledgers do not stand in the queue before
 * its teachers.
 */
export function makeGateway(
  supergraphSdl: string,
  urls: ServiceUrls,
  deadlines: Deadlines = deadlinesMs,
): Graph {
  const pools = new Map<string, Pool>()
  const whole = new WholeQuestions()
  const gateway = new ApolloGateway({
    supergraphSdl,
    experimental_didResolveQueryPlan: ({ queryPlan, requestContext }) => {
      const { source, request, schema, document } = requestContext
      whole.learn(source, request.operationName, queryPlan, schema, document)
    },
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
    wholeQuestion: (source, operationName) => whole.find(source, operationName),
    askWhole: (question, variables, context) =>
      askWhole(pools.get(question.service), deadlines, question, variables, context),
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.close()))),
  }
}

const goodStart = Buffer.from('{"data":')

/**
 * Sends the question past the executor: on a page of 30 x 30 marks, going through the answer field by field once more
 * costs the gateway more than all else that it does. An answer that does not begin with its data holds errors, which
 * the gateway masks.
 */
async function askWhole(
  pool: Pool | undefined,
  deadlines: Deadlines,
  { query, operationName, variableNames, act }: WholeQuestion,
  given: Readonly<Record<string, unknown>>,
  { passport, requestId }: GraphContext,
): Promise<WholeAnswer> {
  const timeout = act ? deadlines.mutation : deadlines.query
  const variables = Object.fromEntries(
    variableNames.flatMap((name) => (name in given ? [[name, given[name]]] : [])),
  )
  try {
    const answer = await pool?.request({
      path: '/graphql',
      method: 'POST',
      headersTimeout: timeout,
      bodyTimeout: timeout,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${passport}`,
        'x-request-id': requestId,
      },
      body: JSON.stringify({ query, variables, operationName }),
    })
    const bytes = Buffer.from((await answer?.body.arrayBuffer()) ?? new ArrayBuffer(0))
    if (answer?.statusCode !== 200) return { bytes: null, result: null }
    if (bytes.subarray(0, goodStart.length).equals(goodStart)) return { bytes }
    return { bytes: null, result: JSON.parse(bytes.toString('utf8')) as FormattedExecutionResult }
  } catch {
    return { bytes: null, result: null }
  }
}

/** One POST with the passport: no redirects, no caching, a deadline, and inner addresses that stay inside. */
class SubgraphSource implements GraphQLDataSource<GraphContext> {
  constructor(
    private readonly name: string,
    private readonly pool: Pool,
    private readonly deadlines: Deadlines,
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
