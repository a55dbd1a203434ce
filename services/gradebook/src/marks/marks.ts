import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog, type LogInput } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId, validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { keepRecords } from '../records/holding.js'
import { behalfIn, lessonsToKeep, type RecordRow } from '../records/lesson-facts.js'
import {
  checkPupils,
  refuseAfterWindow,
  refuseCancelled,
  refuseClosed,
  refuseEarly,
} from '../records/rules.js'
import { defaultWorks } from '../records/works.js'
import { markColumns, type MarkRow } from './mark-row.js'
import { insertMarks } from './places.js'
import { checkMark } from './scale.js'

export type RecordMarkInput = {
  requestId?: string | null
  markId?: string | null
  lessonId: string
  pupilId: string
  workId?: string | null
  value: string
  comment?: string | null
  reason?: string | null
  expectedVersion?: number | null
  expectedMarks?: number | null
}

/** Sets a mark, or changes one (3.6.1, 3.6.9). */
export async function recordMark(ctx: Ctx, input: RecordMarkInput) {
  return mutation(ctx.db, ctx.scope, 'recordMark', input, async (tx) => {
    const lesson = (await lessonsToKeep(ctx, tx, [input.lessonId])).values().next().value as RecordRow
    checkMark(input.value)
    if (input.markId) return { mark: await changeMark(ctx, tx, lesson, input, input.markId) }
    const [mark] = await enterMarks(ctx, tx, [
      {
        lesson,
        pupilId: input.pupilId,
        workId: input.workId ?? null,
        value: input.value,
        comment: input.comment ?? null,
        expectedMarks: input.expectedMarks ?? null,
        field: ['pupilId'],
      },
    ])
    return { mark }
  })
}

export type NewMark = {
  readonly lesson: RecordRow
  readonly pupilId: string
  readonly workId: string | null
  readonly value: string
  readonly comment: string | null
  readonly expectedMarks: number | null
  readonly field: readonly string[]
}

function refuseMark(lesson: RecordRow, now: Date): void {
  refuseEarly(lesson, now)
  refuseCancelled(lesson)
  refuseClosed(lesson)
  if (lesson.grade === 1) refuse('NO_MARKS', 'Первый класс учится без отметок.', 'value')
}

/** Enters new marks of any number of lessons of one school. One statement a table. */
export async function enterMarks(ctx: Ctx, tx: Tx, entries: readonly NewMark[]): Promise<MarkRow[]> {
  const first = entries[0]
  if (!first) return []
  for (const lesson of new Set(entries.map((entry) => entry.lesson))) refuseMark(lesson, ctx.now)
  await checkPupils(tx, entries)
  const lessons = [...new Set(entries.map((entry) => entry.lesson))]
  await keepRecords(ctx, tx, lessons, true)
  const works = await worksOf(tx, entries)
  const actor = actorIn(ctx, first.lesson.schoolId)
  const rows = entries.map((entry, i) => ({
    id: newId(),
    school_id: entry.lesson.schoolId,
    course_id: entry.lesson.courseId,
    lesson_id: entry.lesson.id,
    work_id: works[i],
    pupil_id: entry.pupilId,
    day: entry.lesson.day,
    // The n-th mark of one pupil in one work within this act comes after those that stand.
    nth:
      entries.slice(0, i).filter((other, k) => other.pupilId === entry.pupilId && works[k] === works[i])
        .length + 1,
    expected: entry.expectedMarks,
    value: entry.value,
    comment: entry.comment?.trim() || null,
  }))
  const marks = await insertMarks(ctx, tx, rows, actor.name)
  await appendLog(
    tx,
    'gradebook',
    first.lesson.schoolId,
    ctx.now,
    actor,
    entries.map((entry, i) => ({
      ...logOf('recordMark', marks[i] as MarkRow, null, entry.value, { comment: entry.comment }),
      behalf: behalfIn(ctx, entry.lesson),
    })),
  )
  return marks
}

function missing(): never {
  throw new Error('a mark that was inserted is not there')
}

/** The work of each entry: the one named, which must be the lesson's, or the lesson's first. */
async function worksOf(tx: Tx, entries: readonly NewMark[]): Promise<string[]> {
  const unnamed = entries.filter((entry) => !entry.workId).map((entry) => entry.lesson)
  const first = unnamed.length > 0 ? await defaultWorks(tx, unnamed) : new Map<string, string>()
  const named = [...new Set(entries.flatMap((entry) => entry.workId?.toLowerCase() ?? []))]
  if (!named.every(isId)) notFound('workId')
  const found =
    named.length > 0
      ? await tx.sql<{ id: string; lesson: string }>(
          sql`select id, lesson_id as lesson from work where id = any(${named}::uuid[])`,
        )
      : []
  const lessonOf = new Map(found.map((work) => [work.id, work.lesson]))
  return entries.map((entry) => {
    if (!entry.workId) return first.get(entry.lesson.id) ?? notFound('workId')
    const id = entry.workId.toLowerCase()
    return lessonOf.get(id) === entry.lesson.id ? id : notFound('workId')
  })
}

type Kept = MarkRow & { withdrawn: boolean }

async function markToChange(
  tx: Tx,
  lesson: RecordRow,
  markId: string,
  expectedVersion: number | null | undefined,
): Promise<Kept> {
  if (!isId(markId)) return notFound('markId')
  const [mark] =
    await tx.sql<Kept>(sql`select ${markColumns}, m.withdrawn_at is not null as withdrawn from mark m
    where m.id = ${markId} and m.lesson_id = ${lesson.id} for update`)
  if (!mark) return notFound('markId')
  if (mark.withdrawn || (expectedVersion != null && expectedVersion !== mark.version)) {
    refuse(
      'CONFLICT',
      'Эту отметку только что изменил кто-то другой. Посмотрите, что стоит теперь.',
      'expectedVersion',
      { mark: mark.withdrawn ? null : mark },
    )
  }
  return mark
}

async function changeMark(
  ctx: Ctx,
  tx: Tx,
  lesson: RecordRow,
  input: RecordMarkInput,
  markId: string,
): Promise<MarkRow> {
  refuseMark(lesson, ctx.now)
  const before = await markToChange(tx, lesson, markId, input.expectedVersion)
  if (before.pupilId !== input.pupilId) notFound('pupilId')
  refuseAfterWindow(lesson, ctx.now)
  await checkPupils(tx, [{ lesson, pupilId: before.pupilId, field: ['pupilId'] }])
  const actor = actorIn(ctx, lesson.schoolId)
  const comment = input.comment === undefined ? before.comment : input.comment?.trim() || null
  const [after] =
    await tx.sql<MarkRow>(sql`update mark m set value = ${input.value}, comment = ${comment}, set_by_name = ${actor.name}, set_at = ${ctx.now},
    version = version + 1 where id = ${before.id} returning ${markColumns}`)
  if (!after) return missing()
  await appendLog(tx, 'gradebook', lesson.schoolId, ctx.now, actor, [
    {
      ...logOf('changeMark', after, before.value, after.value, {
        comment: input.comment ?? null,
        reason: input.reason ?? null,
      }),
      behalf: behalfIn(ctx, lesson),
    },
  ])
  return after
}

/** Withdraws a mark: it leaves the page and stays in the log. */
export async function withdrawMark(
  ctx: Ctx,
  input: {
    requestId?: string | null
    markId: string
    reason?: string | null
    expectedVersion?: number | null
  },
) {
  return mutation(ctx.db, ctx.scope, 'withdrawMark', input, async (tx) => {
    if (!isId(input.markId)) notFound('markId')
    const [found] = await tx.sql<{ lesson: string }>(
      sql`select lesson_id as lesson from mark where id = ${input.markId}`,
    )
    const lesson = (await lessonsToKeep(ctx, tx, [found?.lesson ?? notFound('markId')], 'markId'))
      .values()
      .next().value as RecordRow
    refuseClosed(lesson)
    const before = await markToChange(tx, lesson, input.markId, input.expectedVersion)
    refuseAfterWindow(lesson, ctx.now)
    await checkPupils(tx, [{ lesson, pupilId: before.pupilId, field: ['markId'] }])
    await tx.sql(
      sql`update mark set withdrawn_at = ${ctx.now}, version = version + 1 where id = ${before.id}`,
    )
    await appendLog(tx, 'gradebook', lesson.schoolId, ctx.now, actorIn(ctx, lesson.schoolId), [
      {
        ...logOf('withdrawMark', { ...before, version: before.version + 1 }, before.value, null, {
          reason: input.reason ?? null,
        }),
        behalf: behalfIn(ctx, lesson),
      },
    ])
    return { mark: before }
  })
}

function logOf(
  act: string,
  mark: MarkRow,
  from: string | null,
  to: string | null,
  texts: Readonly<Record<string, string | null>>,
): LogInput {
  const written = Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text?.trim() ? [[name, text.trim()]] : [])),
  ) as Record<string, string>
  return {
    act,
    subject: `mark:${mark.id}`,
    scopeId: mark.courseId,
    aboutId: mark.pupilId,
    from,
    to,
    facts: {
      course: mark.courseId,
      lesson: mark.lessonId,
      work: mark.workId,
      pupil: mark.pupilId,
      day: mark.date,
      version: mark.version,
    },
    ...(Object.keys(written).length ? { texts: written } : {}),
  }
}
