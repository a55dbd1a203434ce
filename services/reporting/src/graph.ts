// The graph as the worker asks it: a gateway of its own process, with the authority of who started the job.
import { randomUUID } from 'node:crypto'
import { ApolloServer } from '@apollo/server'
import { makeGateway, type GraphContext, type ServiceUrls } from '@zhurnal/kit/supergraph'

/** Nobody waits at a screen for a job's question. */
const patient = { query: 30_000, mutation: 30_000 }

export type Asker = <T>(query: string, variables: Record<string, unknown>) => Promise<T>

export class Graph {
  private constructor(
    private readonly apollo: ApolloServer<GraphContext>,
    private readonly closePools: () => Promise<void>,
    readonly urls: ServiceUrls,
    private readonly internalToken: string,
  ) {}

  static async start(supergraphSdl: string, urls: ServiceUrls, internalToken: string): Promise<Graph> {
    const { gateway, close } = makeGateway(supergraphSdl, urls, patient)
    const apollo = new ApolloServer<GraphContext>({
      gateway,
      stopOnTerminationSignals: false,
      includeStacktraceInErrorResponses: false,
    })
    await apollo.start()
    return new Graph(apollo, close, urls, internalToken)
  }

  /** Asks as the holder of an account, as it stands now: who was stopped since gets nothing. Null: no such account. */
  async as(accountId: string): Promise<Asker | null> {
    const passport = await this.passportOf(accountId)
    if (!passport) return null
    return async <T>(query: string, variables: Record<string, unknown>): Promise<T> => {
      // A long job outlives a passport: each question carries a fresh one.
      const fresh = (await this.passportOf(accountId)) ?? passport
      const contextValue = { passport: fresh, requestId: randomUUID() }
      const { body } = await this.apollo.executeOperation({ query, variables }, { contextValue })
      if (body.kind !== 'single') throw new Error('the graph answered in parts')
      const { data, errors } = body.singleResult
      if (errors?.length)
        throw new Error(`the graph did not answer: ${errors.map((error) => error.message).join('; ')}`)
      return data as T
    }
  }

  /** A passport of the holder of an account, as it stands now; null: no such account, or it is stopped. */
  async passportOf(account: string): Promise<string | null> {
    const answer = await this.internal('roster', '/internal/passport', {
      method: 'POST',
      body: JSON.stringify({ account }),
    })
    if (answer.status === 401) return null
    if (!answer.ok) throw new Error(`roster gave no passport: ${answer.status}`)
    return ((await answer.json()) as { passport: string }).passport
  }

  /** One of a service's internal doors. */
  async internal(service: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.internalToken}` }
    return fetch(`${this.urls[service] ?? ''}${path}`, { ...init, headers })
  }

  async close(): Promise<void> {
    await this.apollo.stop()
    await this.closePools()
  }
}

/** A log as it stands now, signed by its service. */
export type LogPoint = {
  origin: string
  size: number
  root: string
  note: string
  at: string
  verifierKey: string
}

export async function checkpointOf(graph: Graph, service: string, schoolId: string): Promise<LogPoint> {
  const answer = await graph.internal(service, `/internal/checkpoint?schoolId=${schoolId}`, {
    method: 'POST',
  })
  if (!answer.ok) throw new Error(`${service} signed no checkpoint: ${answer.status}`)
  return (await answer.json()) as LogPoint
}
