import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { RawFiles } from '../imports/raw-files.js'

/** Sends a file that somebody brought, to be saved: what is brought is never run in the page. False when it is gone. */
export async function sendUpload(
  files: RawFiles,
  file: { readonly fileName: string; readonly mediaType: string },
  id: string,
  response: ServerResponse,
): Promise<boolean> {
  const path = files.path(id.toLowerCase())
  const found = await stat(path).catch(() => null)
  if (!found) return false
  response.writeHead(200, {
    'content-type': file.mediaType,
    'content-length': found.size,
    'content-disposition': `attachment; filename="file"; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': 'sandbox',
    'cache-control': 'private, no-store',
  })
  await pipeline(createReadStream(path), response)
  return true
}
