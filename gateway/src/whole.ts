// Who asks, and the short way for what one subgraph answers alone.
import type { Logger } from '@zhurnal/kit/logging'
import type { Graph, GraphContext } from '@zhurnal/kit/supergraph'
import type { WholeQuestion } from '@zhurnal/kit/whole-answers'
import type { NextFunction, Request, Response } from 'express'
import type { FormattedExecutionResult } from 'graphql'
import { mask } from './graph.js'
import { graphqlError } from './graphql-error.js'
import type { Passports } from './passports.js'

type Asked = {
  readonly question: WholeQuestion
  readonly variables: Readonly<Record<string, unknown>>
  /** The kind of answer that the client takes. */
  readonly type: string
}

/**
 * Trades the session for a passport, and answers at once where the document is known to be one subgraph's alone. A query
 * is asked meanwhile, with the passport of a moment ago; what it says is dropped unless roster gives the same one again,
 * so an ended session ends as surely as before. A mutation waits for roster, and is sent once. All else goes on to the
 * gateway, and so does a query whose answer holds errors.
 */
export function answerWhole(graph: Graph, passports: Passports, log: Logger) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const requestId = String(response.locals.requestId)
    const asked = wholeQuestionOf(graph, request)
    const recent = asked && !asked.question.act ? passports.recent(request) : undefined
    const ask = (passport: string) =>
      asked ? graph.askWhole(asked.question, asked.variables, { passport, requestId }) : undefined
    const early = recent === undefined ? undefined : ask(recent)
    const who = await passports.of(request)
    if (who === 'NOBODY') return graphqlError(response, 401, 'UNAUTHENTICATED', 'Войдите в Журнал.')
    if (who === 'UNREACHABLE')
      return graphqlError(
        response,
        503,
        'SERVICE_UNAVAILABLE',
        'Вход сейчас не проверить. Попробуйте ещё раз.',
      )
    const answer = await (early && recent === who.passport ? early : ask(who.passport))
    const body = answer?.bytes ?? (answer && asked?.question.act ? refused(answer.result, log) : undefined)
    if (body) {
      response.setHeader('content-type', `${asked?.type ?? ''}; charset=utf-8`)
      return void response.end(body)
    }
    response.locals.graph = { passport: who.passport, requestId } satisfies GraphContext
    next()
  }
}

const away = {
  message: 'Часть данных сейчас недоступна. Попробуйте ещё раз.',
  extensions: { code: 'SERVICE_UNAVAILABLE' },
}

/** An act's answer with its errors masked, as the gateway masks them; null: it is not known what came of it. */
function refused(result: FormattedExecutionResult | null, log: Logger): string {
  if (!result?.errors) return JSON.stringify({ errors: [away], data: null })
  const errors = result.errors.map((error) => mask(error, error, log))
  return JSON.stringify({ errors, data: result.data ?? null })
}

/** The question of a plain POST whose document the gateway has planned before, with variables as it declares them. */
function wholeQuestionOf(graph: Graph, request: Request): Asked | undefined {
  const body: unknown = request.body
  if (request.method !== 'POST' || typeof body !== 'object' || body === null || 'extensions' in body)
    return undefined
  if (!('query' in body) || typeof body.query !== 'string') return undefined
  const name = 'operationName' in body ? (body.operationName ?? undefined) : undefined
  const given = 'variables' in body ? (body.variables ?? {}) : {}
  if (name !== undefined && typeof name !== 'string') return undefined
  if (typeof given !== 'object' || Array.isArray(given)) return undefined
  const question = graph.wholeQuestion(body.query, name)
  const variables = { ...given }
  const type = request.accepts(['application/json', 'application/graphql-response+json'])
  return type && question?.accepts(variables) ? { question, variables, type } : undefined
}
