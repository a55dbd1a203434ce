// Bytes of a file on their way to the server, with how far they are: fetch does not tell that.
import { sessionMark } from '../graph/client.js'
import { troubleWords } from '../graph/ask.js'
import { answerOf, refused, type Brought } from './answer.js'
import type { ImportKind } from './words.js'

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
