// One question to the graph, and the ways in which there may be no answer.
import { createRequest, type CombinedError, type TypedDocumentNode } from '@urql/core'
import { client } from './client.js'

export type Variables = Readonly<Record<string, unknown>>

/** Asks; null when nothing was answered and the same may be asked again. */
export type Ask = <Data, Asked extends Variables>(
  document: TypedDocumentNode<Data, Asked>,
  variables: Asked,
) => Promise<Data | null>

export type Trouble = 'offline' | 'signed-out' | 'too-often' | 'unusable' | 'service'

/** What was asked will never be answered: the server has changed since it was put together. */
export class Unusable extends Error {}

/** What kept the answer away, from the transport's error. Null: nothing did. */
export function troubleOf(error: CombinedError | undefined): Trouble | null {
  if (!error) return null
  const codes = error.graphQLErrors.map(({ extensions }) => extensions['code'])
  if (codes.includes('UNAUTHENTICATED')) return 'signed-out'
  if (codes.includes('RATE_LIMITED')) return 'too-often'
  if (codes.some((code) => code === 'BAD_USER_INPUT' || code === 'GRAPHQL_VALIDATION_FAILED'))
    return 'unusable'
  if (codes.includes('UNREACHABLE') || error.networkError) return 'offline'
  return 'service'
}

export type Answer<Data> = {
  /** What was answered; with `trouble` a part of it may be missing. */
  readonly data: Data | null
  readonly trouble: Trouble | null
  /** Paths of fields that a service should have answered and did not: «journal», «lessons.0.record». */
  readonly missing: readonly string[]
}

// The client gives equal questions that are under way one answer, the first one's. Whoever asks again wants to know
// what is true now, after their own act: every question here is a question of its own.
let questions = 0

export async function question<Data, Asked extends Variables>(
  document: TypedDocumentNode<Data, Asked>,
  variables: Asked,
): Promise<Answer<Data>> {
  questions += 1
  const request = { ...createRequest(document, variables), key: questions }
  const { data, error } = await client.executeQuery(request).toPromise()
  return answerOf(data, error)
}

export async function act<Data, Asked extends Variables>(
  document: TypedDocumentNode<Data, Asked>,
  variables: Asked,
): Promise<Answer<Data>> {
  const { data, error } = await client.mutation(document, variables).toPromise()
  return answerOf(data, error)
}

function answerOf<Data>(data: Data | undefined, error: CombinedError | undefined): Answer<Data> {
  const missing = error?.graphQLErrors.map(({ path }) => (path ?? []).join('.')) ?? []
  return { data: data ?? null, trouble: troubleOf(error), missing }
}

/** In words, for a page that could not be read. */
export const troubleWords: Readonly<Record<Trouble, string>> = {
  offline: 'Нет связи со школьным сервером. Проверьте сеть: страница откроется, как только связь появится.',
  'signed-out': 'Вход закончился: войдите ещё раз.',
  'too-often': 'Слишком много запросов подряд. Подождите минуту и откройте снова.',
  unusable: 'Сервер не понял запрос: журнал, наверное, обновили. Перезагрузите страницу.',
  service: 'Сейчас эта часть журнала не отвечает. Введённое раньше сохранено; попробуйте через минуту.',
}
