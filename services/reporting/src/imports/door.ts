// `POST /imports/KIND`: takes a file in. Only its start is looked at here; a worker reads it.
import { open } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendJson, type Door } from '@zhurnal/kit/server'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { mayImport } from '../policy.js'
import { workOn } from './imports.js'
import { templateOf } from './lists/templates.js'
import { isImportKind, kinds, type ImportKind } from './kinds.js'
import { daysKept, TooLargeError, type RawFiles } from './raw-files.js'
import { whyNotOfKind } from './sniff.js'

const refuse = (response: ServerResponse, status: number, code: string, message: string): void =>
  sendJson(response, status, { error: { code, message } })

/** `GET /imports/templates/NAME`: an empty list to fill in; for anybody who is signed in. */
export function templatesDoor(contextOf: (request: IncomingMessage) => Promise<Ctx | null>): Door {
  return {
    method: 'GET',
    path: '/imports/templates/',
    answer: async (request, response, url) => {
      if (!(await contextOf(request))) return refuse(response, 403, 'FORBIDDEN', 'Войдите в Журнал.')
      const template = await templateOf(url.pathname.slice('/imports/templates/'.length))
      if (!template) return refuse(response, 404, 'NOT_FOUND', 'Такого шаблона нет.')
      response.writeHead(200, {
        'content-type': template.mediaType,
        'content-length': template.bytes.length,
        'content-disposition': `attachment; filename="template"; filename*=UTF-8''${encodeURIComponent(template.fileName)}`,
      })
      response.end(template.bytes)
    },
  }
}

export function importsDoor(
  files: RawFiles,
  contextOf: (request: IncomingMessage) => Promise<Ctx | null>,
): Door {
  return {
    method: 'POST',
    path: '/imports/',
    answer: async (request, response, url) => {
      const ctx = await contextOf(request)
      if (!ctx) return refuse(response, 403, 'FORBIDDEN', 'Войдите в Журнал.')
      const kind = url.pathname.slice('/imports/'.length)
      const schoolId = url.searchParams.get('schoolId') ?? onlySchool(ctx)
      if (!isImportKind(kind) || !schoolId || !mayImport(ctx.viewer, schoolId))
        return refuse(response, 404, 'NOT_FOUND', 'Такой загрузки нет или она вам не поручена.')
      await takeIn({ ctx, files, kind, schoolId }, request, response)
    },
  }
}

const onlySchool = (ctx: Ctx): string | undefined =>
  ctx.viewer.schools.length === 1 ? ctx.viewer.schools[0]?.id : undefined

async function takeIn(
  to: { ctx: Ctx; files: RawFiles; kind: ImportKind; schoolId: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { ctx, files, kind, schoolId } = to
  const id = newId()
  const { mostBytes } = kinds[kind]
  let kept: { bytes: number; sha256: string }
  try {
    kept = await files.keep(id, request, mostBytes)
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error
    response.setHeader('connection', 'close')
    return refuse(response, 400, 'TOO_LARGE', `Файл больше ${Math.round(mostBytes / 1024 / 1024)} МБ.`)
  }
  const fault =
    kept.bytes === 0
      ? { code: 'EMPTY', message: 'Файл пуст.' }
      : whyNotOfKind(kind, await startOf(files.path(id)))
  if (fault) {
    await files.delete(id)
    return refuse(response, 400, fault.code, fault.message)
  }
  const fileName = nameIn(request.headers['content-disposition']) ?? `${kinds[kind].title}`
  await ctx.db.write(ctx.scope, async (tx) => {
    const actor = actorIn(ctx, schoolId)
    await tx.sql(sql`insert into import (id, school_id, kind, file_name, bytes, sha256, started_by_id, started_by_name, created_at, file_kept_until)
      values (${id}, ${schoolId}, ${kind}, ${fileName}, ${kept.bytes}, ${kept.sha256}, ${actor.personId}, ${actor.name}, ${ctx.now},
        ${new Date(ctx.now.getTime() + daysKept * 86_400_000)})`)
    await workOn(ctx, tx, { id, schoolId, kind, fileName }, 'CHECK_IMPORT')
  })
  sendJson(response, 202, { importId: id })
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** The name in a content-disposition header (RFC 6266: `filename*` before `filename`), without folders; at most 200 characters. */
export function nameIn(header: string | undefined): string | undefined {
  const extended = /filename\*=(?:UTF-8'[^']*')?([^;]+)/i.exec(header ?? '')?.[1]
  const plain = /filename="?([^";]+)"?/i.exec(header ?? '')?.[1]
  let name = plain
  try {
    if (extended) name = decodeURIComponent(extended.trim())
  } catch {
    // A badly written name is no reason to refuse the file.
  }
  const bare = name
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 200)
  return bare || undefined
}
