// Bytes of a file on their way to the server, with how far they are: fetch does not tell that.
import { sessionMark } from '../graph/client.js'
import { troubleWords } from '../graph/ask.js'
import type { ImportKind } from './words.js'

export type Brought =
  { readonly importId: string } | { readonly refusal: string; readonly signedOut: boolean }

export type Sending = {
  /** Resolves always; never with a part of an import. */
  readonly done: Promise<Brought>
  readonly stop: () => void
}

/** Sends a file. `told`: how much of it is sent, 0 to 1. */
export function sendFile(
  to: { readonly kind: ImportKind; readonly schoolId: string },
  file: File,
  told: (part: number) => void,
): Sending {
  const request = new XMLHttpRequest()
  const done = new Promise<Brought>((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => told(total > 0 ? loaded / total : 0)
    request.onload = () => resolve(answerOf(request.status, request.responseText))
    request.onerror = () => resolve(refused(troubleWords.offline))
    request.onabort = () => resolve(refused('Отправка остановлена. Файл не принят.'))
  })
  request.open('POST', `/imports/${to.kind}?schoolId=${encodeURIComponent(to.schoolId)}`)
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.setRequestHeader(
    'content-disposition',
    `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  )
  const mark = sessionMark()
  if (mark) request.setRequestHeader('x-session-mark', mark)
  request.send(file)
  return { done, stop: () => request.abort() }
}

const refused = (refusal: string): Brought => ({ refusal, signedOut: false })

/** What the door said: 202 with the import; 400 and 404 with a reason in words; anything else in ours. */
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
