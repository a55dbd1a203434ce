// Files that go with a lesson's homework: what of them is given, what stands, who is told. The bytes are reporting's.
import type { Tx } from '@zhurnal/kit/database'
import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId, validate as isId } from 'uuid'
import type { Ctx } from '../context.js'
import { tellHomeworkFiles } from '../facts.js'
import type { RecordRow } from '../records/lesson-facts.js'
import { refuseAfterWindow } from '../records/rules.js'

export type HomeworkFileInput = { fileId: string; name: string; bytes: number }
/** A file as it stands, or stood: `removed` ones stay, so that a void can be taken back. */
export type HomeworkFileRow = {
  id: string
  lessonId: string
  fileId: string
  accountId: string
  name: string
  bytes: number
  removed: boolean
}

const mostFiles = 10
const longestName = 200
/** As POST /files takes it. */
const mostBytes = 20 * 1024 * 1024

export const homeworkFileColumns = sql`f.id, f.lesson_id as "lessonId", f.file_id as "fileId", f.account_id as "accountId", f.name,
  f.bytes::float8 as bytes, f.removed`

/** Refuses a list that is too long, names a file twice, or speaks of what no upload can be. */
export function checkFiles(files: readonly HomeworkFileInput[]): void {
  const field = 'homeworkFiles'
  if (files.length > mostFiles) refuse('BAD_INPUT', `К уроку: не больше ${mostFiles} файлов.`, field)
  if (new Set(files.map((file) => file.fileId.toLowerCase())).size < files.length)
    refuse('BAD_INPUT', 'Один файл приложен дважды.', field)
  for (const { fileId, name, bytes } of files) {
    if (!isId(fileId)) refuse('BAD_INPUT', 'Файл не найден: приложите его ещё раз.', field)
    if (!name.trim() || name.length > longestName || /[<>\p{Cc}]/u.test(name))
      refuse('BAD_INPUT', `Имя файла: от 1 до ${longestName} знаков, без «<» и «>».`, field)
    if (!Number.isInteger(bytes) || bytes <= 0 || bytes > mostBytes)
      refuse('BAD_INPUT', 'Файл: не больше 20 МБ.', field)
  }
}

/**
 * Makes these the files of a lesson; gives the ids of its entries for the log, in the order given. What stands may be
 * changed within the edit window only, as homework itself. The record's version has decided who of two writers is first.
 */
export async function enterFiles(
  ctx: Ctx,
  tx: Tx,
  lesson: RecordRow,
  given: readonly HomeworkFileInput[],
): Promise<readonly { id: string; name: string }[]> {
  const known = await tx.sql<HomeworkFileRow>(
    sql`select ${homeworkFileColumns} from homework_file f where f.lesson_id = ${lesson.id} order by f.id`,
  )
  const standing = known.filter((file) => !file.removed)
  const { account } = ctx.viewer
  const wanted = given.map(({ fileId, name, bytes }) => {
    const asked = fileId.toLowerCase()
    const old =
      standing.find((file) => file.fileId === asked) ??
      known.find((file) => file.fileId === asked && file.accountId === account)
    return { id: old?.id ?? newId(), fileId: asked, name: old?.name ?? name.trim(), bytes, isNew: !old }
  })
  const ids = wanted.map((file) => file.id)
  const same = standing.length === ids.length && standing.every((file) => ids.includes(file.id))
  if (standing.length > 0 && !same) refuseAfterWindow(lesson, ctx.now)
  const rows = wanted.filter((file) => file.isNew)
  await tx.sql(sql`insert into homework_file (id, school_id, lesson_id, file_id, account_id, name, bytes)
    select t.id, ${lesson.schoolId}, ${lesson.id}, t."fileId", ${account}, t.name, t.bytes
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, "fileId" uuid, name text, bytes bigint)`)
  const changed = await keepFiles(tx, lesson.id, ids)
  await tellHomeworkFiles(tx, lesson.schoolId, [...rows.map((file) => file.id), ...changed], ctx)
  return wanted
}

/** Lets the files of these ids stand in a lesson and no others; gives those that changed. */
export async function keepFiles(tx: Tx, lessonId: string, ids: readonly string[]): Promise<string[]> {
  const changed = await tx.sql<{ id: string }>(sql`
    update homework_file f set removed = not (f.id = any(${ids}::uuid[])), version = f.version + 1
    where f.lesson_id = ${lessonId} and f.removed = (f.id = any(${ids}::uuid[])) returning f.id`)
  return changed.map((file) => file.id)
}

/** Who may read files has changed with these courses or lessons: it is told again. */
export async function tellAgain(tx: Tx, schoolId: string, ids: readonly string[]): Promise<void> {
  const files = await tx.sql<{ id: string }>(sql`update homework_file f set version = f.version + 1
    from lesson_record r where r.id = f.lesson_id and not f.removed
      and (r.id = any(${ids}::uuid[]) or r.course_id = any(${ids}::uuid[])) returning f.id`)
  await tellHomeworkFiles(
    tx,
    schoolId,
    files.map((file) => file.id),
    // The relay of this process looks by itself; an event that comes in wakes nobody.
    { now: new Date(), nudge: () => undefined },
  )
}
