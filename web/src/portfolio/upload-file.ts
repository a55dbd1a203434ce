// A file for the journal's things: sent to `/files`, which gives its id.
import { sessionMark } from '../graph/client.js'

const tooBig = 'Файл больше 20 МБ: уменьшите его или разделите.'
const wrongKind = 'Такой файл не принять. Подходят PDF, фотографии (PNG, JPEG) и документы DOCX, XLSX, ODT.'
const words = new Map([
  [413, tooBig],
  [415, wrongKind],
  [429, 'Слишком много файлов подряд, подождите несколько минут.'],
  [401, 'Вход закончился: войдите ещё раз.'],
])

export type Uploaded = { readonly fileId: string } | { readonly fault: string }

export async function uploadFile(file: File): Promise<Uploaded> {
  const headers = new Headers({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  })
  const mark = sessionMark()
  if (mark) headers.set('x-session-mark', mark)
  try {
    const answer = await fetch('/files', { method: 'POST', headers, body: file })
    const said: unknown = await answer.json().catch(() => null)
    if (answer.ok && typeof said === 'object' && said !== null && 'fileId' in said)
      return { fileId: String(said.fileId) }
    return { fault: words.get(answer.status) ?? 'Файл не принят. Попробуйте ещё раз через минуту.' }
  } catch {
    return { fault: 'Нет связи со школьным сервером. Файл не отправлен.' }
  }
}
