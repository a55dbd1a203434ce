import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendJson, type Door } from '@zhurnal/kit/server'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { nameIn } from '../imports/door.js'
import { TooLargeError, type RawFiles } from '../imports/raw-files.js'
import { mayUpload } from '../policy.js'
import { mediaTypeOf } from './sniff-upload.js'

export const mostUploadBytes = 20 * 1024 * 1024
/** Files of one account that are attached to nothing yet: who fills the disk is stopped here. */
const looseAtMost = 50

/**
 * `POST /files[?schoolId=…]`: the bytes as the body, the name in content-disposition → 201 `{"fileId"}`. At most 20 MB;
 * PDF, PNG, JPEG, DOCX, XLSX, ODT. Attached to nothing within a day, it is deleted. 400 EMPTY, SCHOOL_REQUIRED; 404
 * NOT_FOUND; 413 TOO_LARGE; 415 WRONG_TYPE; 429 TOO_MANY.
 */
export function uploadsDoor(
  files: RawFiles,
  contextOf: (request: IncomingMessage) => Promise<Ctx | null>,
): Door {
  return {
    method: 'POST',
    path: '/files',
    answer: async (request, response, url) => {
      const ctx = await contextOf(request)
      if (!ctx) return refuse(response, 403, 'FORBIDDEN', 'Войдите в Журнал.')
      const named = url.searchParams.get('schoolId')
      if (!named && ctx.viewer.schools.length > 1)
        return refuse(response, 400, 'SCHOOL_REQUIRED', 'У вас несколько школ: назовите schoolId.')
      const schoolId = named ?? ctx.viewer.schools[0]?.id
      if (!schoolId || !mayUpload(ctx.viewer, schoolId))
        return refuse(response, 404, 'NOT_FOUND', 'Такой школы нет или файлы в неё вам не поручены.')
      const [loose] = await ctx.db.read<{ files: number }>(
        ctx.scope,
        sql`select count(*)::int as files from uploaded_file where account_id = ${ctx.viewer.account} and not attached`,
      )
      if ((loose?.files ?? 0) >= looseAtMost)
        return refuse(
          response,
          429,
          'TOO_MANY',
          'Много файлов ждёт, куда их приложить. Приложите их или подождите день.',
        )
      await takeIn({ ctx, files, schoolId }, request, response)
    },
  }
}

const refuse = (response: ServerResponse, status: number, code: string, message: string): void =>
  sendJson(response, status, { error: { code, message } })

async function takeIn(
  { ctx, files, schoolId }: { ctx: Ctx; files: RawFiles; schoolId: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = newId()
  let kept: { bytes: number; sha256: string }
  try {
    kept = await files.keep(id, request, mostUploadBytes)
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error
    response.setHeader('connection', 'close')
    return refuse(response, 413, 'TOO_LARGE', 'Файл больше 20 МБ.')
  }
  const mediaType = kept.bytes === 0 ? null : await mediaTypeOf(files.path(id))
  if (!mediaType) {
    await files.delete(id)
    return kept.bytes === 0
      ? refuse(response, 400, 'EMPTY', 'Файл пуст.')
      : refuse(response, 415, 'WRONG_TYPE', 'Подойдут PDF, PNG, JPEG, DOCX без макросов, XLSX, ODT.')
  }
  const fileName = nameIn(request.headers['content-disposition']) ?? 'файл'
  const { personId, accountId } = actorIn(ctx, schoolId)
  await ctx.db.write(ctx.scope, (tx) =>
    tx.sql(sql`insert into uploaded_file (id, school_id, account_id, person_id, file_name, media_type, bytes, sha256, created_at)
      values (${id}, ${schoolId}, ${accountId}, ${personId}, ${fileName}, ${mediaType}, ${kept.bytes}, ${kept.sha256}, ${ctx.now})`),
  )
  sendJson(response, 201, { fileId: id })
}
