import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog, type LogInput } from '@zhurnal/kit/record-log'
import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { checkFiles, enterFiles, type HomeworkFileInput } from '../homework/homework-files.js'
import {
  checkIndividual,
  enterIndividual,
  individualTexts,
  type IndividualInput,
} from '../homework/individual.js'
import { markFromPaper } from './from-paper.js'
import { keepRecords } from './holding.js'
import { behalfIn, lessonsToKeep, type RecordRow } from './lesson-facts.js'
import {
  checkPupils,
  refuseAfterWindow,
  refuseCancelled,
  refuseClosed,
  refuseEarly,
  refuseOutside,
} from './rules.js'

export type Description = {
  lesson: RecordRow
  topic?: string | null
  homework?: string | null
  individual?: readonly IndividualInput[] | null
  /** The full list of the homework's files. */
  files?: readonly HomeworkFileInput[] | null
  /** Entered from a blank page after an emergency. */
  fromPaper?: boolean
}
export type DescribeLessonInput = {
  requestId?: string | null
  lessonId: string
  topic?: string | null
  homework?: string | null
  individualHomework?: IndividualInput[] | null
  homeworkFiles?: HomeworkFileInput[] | null
  fromPaper?: boolean | null
  expectedVersion?: number | null
}

const longest = 2000

/** Writes what was taught and what is set for home (3.6.3-3.6.5). */
export async function describeLesson(ctx: Ctx, input: DescribeLessonInput) {
  return mutation(ctx.db, ctx.scope, 'describeLesson', input, async (tx) => {
    const lesson = (await lessonsToKeep(ctx, tx, [input.lessonId])).values().next().value as RecordRow
    if (input.expectedVersion != null && input.expectedVersion !== lesson.version) conflictOf(lesson.id)
    await enterDescriptions(ctx, tx, [
      {
        lesson,
        topic: input.topic ?? null,
        homework: input.homework ?? null,
        individual: input.individualHomework ?? null,
        files: input.homeworkFiles ?? null,
        fromPaper: input.fromPaper ?? false,
      },
    ])
    if (input.fromPaper) await markFromPaper(ctx, tx, [lesson])
    return { record: { id: lesson.id } }
  })
}

export function conflictOf(lessonId: string): never {
  refuse(
    'CONFLICT',
    'Запись урока только что изменил кто-то другой. Посмотрите, что стоит теперь.',
    'expectedVersion',
    { record: { id: lessonId } },
  )
}

/** Enters descriptions of any number of lessons; what is null stays as it is. One statement a table. */
export async function enterDescriptions(
  ctx: Ctx,
  tx: Tx,
  descriptions: readonly Description[],
): Promise<void> {
  const entered = descriptions
    .filter(
      (one) =>
        one.topic != null ||
        one.homework != null ||
        one.individual != null ||
        one.files != null ||
        one.fromPaper,
    )
    .map(trimmed)
  const first = entered[0]
  if (!first) return
  entered.forEach((one) => checkDescription(one, ctx.now))
  await refuseLateChange(ctx, tx, entered)
  await checkPupils(
    tx,
    entered.flatMap(({ lesson, individual }) =>
      (individual ?? []).map((one) => ({ lesson, pupilId: one.pupilId, field: ['individualHomework'] })),
    ),
  )
  const held = entered.filter((one) => one.topic)
  await keepRecords(
    ctx,
    tx,
    held.map((one) => one.lesson),
    true,
  )
  await keepRecords(
    ctx,
    tx,
    entered.filter((one) => !one.topic).map((one) => one.lesson),
    false,
  )
  await updateRecords(ctx, tx, entered)
  await enterIndividual(
    tx,
    entered.flatMap(({ lesson, individual }) => (individual ? [{ lesson, list: individual }] : [])),
  )
  const files = new Map<string, Awaited<ReturnType<typeof enterFiles>>>()
  for (const one of entered)
    if (one.files) files.set(one.lesson.id, await enterFiles(ctx, tx, one.lesson, one.files))
  await appendLog(
    tx,
    'gradebook',
    first.lesson.schoolId,
    ctx.now,
    actorIn(ctx, first.lesson.schoolId),
    entered.map((one) => ({
      ...logOf(one, files.get(one.lesson.id)),
      behalf: behalfIn(ctx, one.lesson),
    })),
  )
}

/** Blanks alone are an empty text: they hold no lesson and clear what stands. */
const trimmed = (one: Description): Description => ({
  ...one,
  topic: one.topic?.trim() ?? null,
  homework: one.homework?.trim() ?? null,
})

function checkDescription({ lesson, topic, homework, individual, files }: Description, now: Date): void {
  refuseOutside(lesson)
  refuseCancelled(lesson)
  refuseClosed(lesson)
  if (topic) refuseEarly(lesson, now)
  if ((topic?.length ?? 0) > longest) refuse('BAD_INPUT', `Тема длиннее ${longest} знаков.`, 'topic')
  if ((homework?.length ?? 0) > longest) refuse('BAD_INPUT', `Задание длиннее ${longest} знаков.`, 'homework')
  if (individual) checkIndividual(individual)
  if (files) checkFiles(files)
  const changes =
    (topic != null && lesson.topic && topic !== lesson.topic) ||
    (homework != null && lesson.homework && homework !== lesson.homework)
  if (changes) refuseAfterWindow(lesson, now)
}

/** Individual homework that stands may be replaced within the window only, as everything else. */
async function refuseLateChange(ctx: Ctx, tx: Tx, entered: readonly Description[]): Promise<void> {
  const replaced = entered.filter((one) => one.individual != null).map((one) => one.lesson)
  if (replaced.length === 0) return
  const standing = await tx.sql<{ id: string }>(sql`select distinct lesson_id as id from individual_homework
    where lesson_id = any(${replaced.map((lesson) => lesson.id)}::uuid[])`)
  const ids = new Set(standing.map((one) => one.id))
  for (const lesson of replaced) if (ids.has(lesson.id)) refuseAfterWindow(lesson, ctx.now)
}

async function updateRecords(ctx: Ctx, tx: Tx, entered: readonly Description[]): Promise<void> {
  const rows = entered.map(({ lesson, topic, homework }) => ({
    id: lesson.id,
    version: lesson.version,
    topic: topic ?? null,
    homework: homework ?? null,
  }))
  // The version decides a race of two writers who both saw the same record: the second finds no row. The ids stand there
  // twice because the planner takes the record set for a hundred rows, and would read the whole table for it.
  const written = await tx.sql<{ id: string }>(sql`
    update lesson_record r set topic = case when t.topic is null then r.topic else nullif(t.topic, '') end,
      homework = case when t.homework is null then r.homework else nullif(t.homework, '') end,
      homework_set_at = case when t.homework is null or t.homework = coalesce(r.homework, '') then r.homework_set_at when t.homework = '' then null else ${ctx.now} end,
      version = r.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, version integer, topic text, homework text)
    where r.id = t.id and r.version = t.version and r.id = any(${rows.map((row) => row.id)}::uuid[]) returning r.id`)
  if (written.length < rows.length)
    conflictOf(rows.find((row) => !written.some((one) => one.id === row.id))?.id ?? '')
}

function logOf(
  { lesson, topic, homework, individual, fromPaper }: Description,
  files: readonly { id: string; name: string }[] | undefined,
): LogInput {
  const texts = {
    ...individualTexts(individual ?? []),
    ...Object.fromEntries((files ?? []).map((file) => [`file:${file.id}`, file.name])),
  }
  return {
    act: 'describeLesson',
    subject: `lesson:${lesson.id}`,
    scopeId: lesson.courseId,
    from: { topic: lesson.topic, homework: lesson.homework },
    to: {
      topic: topic == null ? lesson.topic : topic || null,
      homework: homework == null ? lesson.homework : homework || null,
    },
    facts: {
      course: lesson.courseId,
      lesson: lesson.id,
      day: lesson.day,
      ...(fromPaper ? { fromPaper: true } : {}),
      // An emptied list leaves no text: without their names nobody could put it back.
      ...(individual ? { individual: individual.map((one) => one.pupilId) } : {}),
      ...(files ? { files: files.map((file) => file.id) } : {}),
    },
    ...(Object.keys(texts).length ? { texts } : {}),
  }
}
