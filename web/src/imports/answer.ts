// What the door of imports says to a file that was sent.
import { troubleWords } from '../graph/ask.js'

export type Brought =
  { readonly importId: string } | { readonly refusal: string; readonly signedOut: boolean }

export const refused = (refusal: string): Brought => ({ refusal, signedOut: false })

/** 202 with the import; 400 and 404 with a reason in words; anything else in ours. */
export function answerOf(status: number, text: string): Brought {
  const said = parsed(text)
  if (status === 202 && typeof said['importId'] === 'string') return { importId: said['importId'] }
  if (status === 401) return { refusal: troubleWords['signed-out'], signedOut: true }
  const { error, errors } = said
  if (isRecord(error) && typeof error['message'] === 'string') return refused(error['message'])
  // The proxy's: another person has signed in in this browser since the page was opened.
  if (status === 200 && errors)
    return refused('В этом браузере вошёл другой человек. Перезагрузите страницу.')
  if (status === 413) return refused('Файл слишком большой.')
  return refused(status === 503 ? troubleWords.offline : troubleWords.service)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}
