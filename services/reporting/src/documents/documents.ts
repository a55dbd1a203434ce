import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createHash, randomUUID } from 'node:crypto'
import { everything, type Database, type Scope } from '@zhurnal/kit/database'
import { sendJson, type Door } from '@zhurnal/kit/server'
import { sql } from '@zhurnal/kit/sql'
import type { Viewer } from '@zhurnal/roster/events'
import type { Ctx } from '../context.js'
import { mayRead, readersSchema, type Readers } from '../policy.js'

export type DocumentRow = {
  id: string
  schoolId: string
  title: string
  fileName: string
  mediaType: string
  bytes: number
  sha256: string
  pages: number | null
  readers: Readers
  createdAt: Date
  onceOnly: boolean
  expiresAt: Date | null
}

export const documentColumns = sql`d.id, d.school_id as "schoolId", d.title, d.file_name as "fileName", d.media_type as "mediaType", d.bytes,
  d.sha256, d.pages, d.readers, d.created_at as "createdAt", d.once_only as "onceOnly", d.expires_at as "expiresAt"`

export const readable = (ctx: Ctx, rows: readonly DocumentRow[]): DocumentRow[] =>
  rows.filter((row) =>
    mayRead(ctx.viewer, { schoolId: row.schoolId, readers: readersSchema.parse(row.readers) }),
  )

export type KeptFile = { readonly sha256: string; readonly bytes: number }

/** Files are kept by the hash of what is in them: the same bytes are one file, and a file never changes. */
export class FileStore {
  constructor(private readonly folder: string) {}

  path(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256)
  }

  async keep(bytes: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const path = this.path(sha256)
    await mkdir(dirname(path), { recursive: true })
    const fresh = `${path}.${randomUUID()}`
    await writeFile(fresh, bytes, { flush: true })
    await rename(fresh, path)
    return sha256
  }

  /** A path beside the files, for one that is written piece by piece before it is kept. */
  async spool(): Promise<string> {
    await mkdir(this.folder, { recursive: true })
    return join(this.folder, `spool-${randomUUID()}`)
  }

  /** Keeps a file that was spooled; it is read through once and moved, never held whole. */
  async keepFile(spooled: string): Promise<KeptFile> {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of createReadStream(spooled) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.length
    }
    const sha256 = hash.digest('hex')
    const path = this.path(sha256)
    await mkdir(dirname(path), { recursive: true })
    await rename(spooled, path)
    return { sha256, bytes }
  }

  /** Takes a file away for good: its bytes are written over first, as far as the disk lets us. */
  async wipe(sha256: string): Promise<void> {
    const path = this.path(sha256)
    const found = await stat(path).catch(() => null)
    if (!found) return
    await writeFile(path, Buffer.alloc(found.size), { flag: 'r+', flush: true })
    await rm(path, { force: true })
  }
}

/** `GET /files/ID`: the document's bytes for who may read it; not there and not allowed are the same 404. */
export function filesDoor(
  db: Database,
  files: FileStore,
  viewerOf: (authorization: string | undefined) => Promise<Viewer | null>,
  clock: () => Date,
  /** Sends a file that is kept elsewhere; false when there is none that the viewer may see. */
  elsewhere: (viewer: Viewer, id: string, response: ServerResponse) => Promise<boolean>,
): Door {
  return {
    method: 'GET',
    path: '/files/',
    answer: async (request, response, url) => {
      const viewer = await viewerOf(request.headers.authorization)
      if (!viewer) return sendJson(response, 403, { error: { code: 'FORBIDDEN' } })
      const id = url.pathname.slice('/files/'.length)
      const scope = { schools: viewer.schools.map((school) => school.id) }
      const [row] = await db.read<DocumentRow>(
        scope,
        sql`select ${documentColumns} from document d where d.id::text = ${id}`,
      )
      if (!row || !mayRead(viewer, { schoolId: row.schoolId, readers: readersSchema.parse(row.readers) })) {
        if (await elsewhere(viewer, id, response)) return
        return sendJson(response, 404, {
          error: { code: 'NOT_FOUND', message: 'Такого документа нет или у вас нет к нему доступа.' },
        })
      }
      if (row.onceOnly) return sendOnce({ db, files, now: clock() }, scope, response, row)
      if (row.expiresAt && row.expiresAt <= clock())
        return sendJson(response, 410, {
          error: { code: 'GONE', message: 'Срок документа вышел. Сделайте его ещё раз.' },
        })
      await sendFile(response, files.path(row.sha256), row)
    },
  }
}

/**
 * A document that can be taken once: whoever marks it first gets it, and the file is gone before the first byte leaves.
 * A second one, and one that comes too late, hears that it is gone.
 */
async function sendOnce(
  { db, files, now }: { db: Database; files: FileStore; now: Date },
  scope: Scope,
  response: ServerResponse,
  row: DocumentRow,
): Promise<void> {
  const [mine] = await db.write(scope, (tx) =>
    tx.sql(sql`update document set taken_at = ${now}
      where id = ${row.id} and taken_at is null and expires_at > ${now} returning id`),
  )
  const bytes = mine ? await readFile(files.path(row.sha256)).catch(() => null) : null
  if (mine) await files.wipe(row.sha256)
  if (!bytes)
    return sendJson(response, 410, {
      error: {
        code: 'GONE',
        message: 'Листки уже забраны или их срок вышел. Выдайте новые: старые пароли не действуют.',
      },
    })
  response.writeHead(200, { ...headersOf(row), 'content-length': bytes.byteLength })
  response.end(bytes)
}

const headersOf = (row: DocumentRow) => ({
  'content-type': row.mediaType,
  // RFC 6266: the name in full for those who read it, and nothing that a header cannot hold.
  'content-disposition': `attachment; filename="document"; filename*=UTF-8''${encodeURIComponent(row.fileName)}`,
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
})

async function sendFile(response: ServerResponse, path: string, row: DocumentRow): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (!found)
    return sendJson(response, 404, {
      error: { code: 'NOT_FOUND', message: 'Файл документа утрачен. Сообщите координатору.' },
    })
  response.writeHead(200, { ...headersOf(row), 'content-length': found.size })
  await pipeline(createReadStream(path), response)
}

/**
 * `GET /verify/HASH`: what the code on a printed sheet leads to. Says whole, stale or unknown with the hash, and
 * nothing of the content: the sheet itself says the rest.
 */
export function verifyDoor(system: Database): Door {
  return {
    method: 'GET',
    path: '/verify/',
    answer: async (_, response, url) => {
      const hash = url.pathname.slice('/verify/'.length).toLowerCase()
      const [row] = /^[0-9a-f]{64}$/.test(hash)
        ? await system.read<{ stale: boolean }>(
            everything,
            sql`select exists (select 1 from document newer where newer.school_id = d.school_id and newer.about = d.about
                and newer.data_hash <> d.data_hash and newer.created_at > d.created_at) as stale
              from document d where d.data_hash = ${hash} order by d.created_at desc limit 1`,
          )
        : []
      const state = !row ? 'unknown' : row.stale ? 'stale' : 'whole'
      response.writeHead(row ? 200 : 404, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
      })
      response.end(verdictPage(state, hash))
    },
  }
}

const verdicts = {
  whole: ['Лист подлинный', 'Лист с таким кодом напечатан Журналом, новее его ничего не печатали.'],
  stale: [
    'Лист подлинный, но устарел',
    'После него напечатан другой лист о том же: записи с тех пор менялись.',
  ],
  unknown: ['Лист неизвестен', 'Журнал не печатал листа с таким кодом.'],
} as const

function verdictPage(state: keyof typeof verdicts, hash: string): string {
  const [title, text] = verdicts[state]
  const shown = /^[0-9a-f]{64}$/.test(hash) ? hash.replace(/(.{8})/g, '$1 ').trim() : '—'
  return `<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body{font:18px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.5rem;color:#111;background:#fff}code{font-size:.8em;word-spacing:.2em}</style>
<main data-state="${state}"><h1>${title}</h1><p>${text}</p><p>Код листа: <code>${shown}</code></p></main></html>`
}
