import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog, type LogInput } from '@zhurnal/kit/record-log'
import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { keepRecords } from './holding.js'
import { behalfIn, lessonsToKeep, type RecordRow } from './lesson-facts.js'
import { refuseCancelled, refuseClosed } from './rules.js'
import { kindOf } from './work-kinds.js'

export type NewWork = { id: string; kind: string; title?: string | null; weight?: number | null }

/** Adds a kind of work to a lesson (A6.9); also ahead: a control work is announced before its day. */
export async function addWork(ctx: Ctx, input: { requestId?: string | null; lessonId: string } & NewWork) {
  return mutation(ctx.db, ctx.scope, 'addWork', input, async (tx) => {
    const lesson = (await lessonsToKeep(ctx, tx, [input.lessonId])).values().next().value as RecordRow
    await enterWorks(ctx, tx, [{ lesson, work: input }])
    return { record: { id: lesson.id } }
  })
}

export async function enterWorks(
  ctx: Ctx,
  tx: Tx,
  entries: readonly { lesson: RecordRow; work: NewWork }[],
): Promise<void> {
  const first = entries[0]
  if (!first) return
  const rows = entries.map(({ lesson, work }) => {
    refuseCancelled(lesson)
    refuseClosed(lesson)
    const kind = kindOf(work.kind)
    if (!isId(work.id)) refuse('BAD_INPUT', 'id работы: UUID, который придумал клиент.', 'id')
    if (!kind) refuse('BAD_INPUT', `Нет такого вида работы: ${work.kind}.`, 'kind')
    const weight = work.weight ?? kind.weight
    if (!(weight > 0 && weight <= 10)) refuse('BAD_INPUT', 'Вес работы: больше 0, не больше 10.', 'weight')
    return {
      id: work.id.toLowerCase(),
      lesson: lesson.id,
      school: lesson.schoolId,
      course: lesson.courseId,
      day: lesson.day,
      kind: kind.kind,
      title: work.title?.trim() || kind.title,
      weight,
    }
  })
  await keepRecords(
    ctx,
    tx,
    entries.map((entry) => entry.lesson),
    false,
  )
  await tx
    .sql(
      sql`insert into work (id, school_id, course_id, lesson_id, day, place, kind, title, weight)
      select t.id, t.school, t.course, t.lesson, t.day, coalesce((select max(w.place) from work w where w.lesson_id = t.lesson), 0) + 1, t.kind, t.title, t.weight
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as t(id uuid, school uuid, course uuid, lesson uuid, day date, kind text, title text, weight numeric)`,
    )
    .catch((error: unknown) => {
      const constraint = brokenConstraint(error)
      if (constraint === 'work_pkey') refuse('ALREADY_EXISTS', 'Такая работа уже есть.', 'id')
      if (constraint === 'work_place')
        refuse('CONFLICT', 'В этот урок только что добавили другую работу. Попробуйте ещё раз.', 'lessonId')
      throw error
    })
  await appendLog(
    tx,
    'gradebook',
    first.lesson.schoolId,
    ctx.now,
    actorIn(ctx, first.lesson.schoolId),
    rows.map((row, i): LogInput => ({
      behalf: behalfIn(ctx, entries[i]?.lesson ?? first.lesson),
      act: 'addWork',
      subject: `work:${row.id}`,
      scopeId: row.course,
      from: null,
      to: { kind: row.kind, title: row.title, weight: row.weight },
      facts: { course: row.course, lesson: row.lesson, day: row.day },
    })),
  )
}

/**
 * The lesson's first work, «Ответ на уроке», for marks that name none. It is at place 0, so that two first marks at
 * once make one work.
 */
export async function defaultWorks(tx: Tx, lessons: readonly RecordRow[]): Promise<Map<string, string>> {
  const answer = kindOf('ANSWER')
  const ids = [...new Set(lessons.map((lesson) => lesson.id))]
  // Sent together: the second reads what the first has made.
  const [, works] = await Promise.all([
    tx.sql(sql`insert into work (id, school_id, course_id, lesson_id, day, place, kind, title, weight)
      select gen_random_uuid(), r.school_id, r.course_id, r.id, r.day, 0, 'ANSWER', ${answer?.title}, ${answer?.weight}
      from lesson_record r where r.id = any(${ids}::uuid[]) and not exists (select 1 from work w where w.lesson_id = r.id and w.place = 0)
      on conflict on constraint work_place do nothing`),
    tx.sql<{ lesson: string; id: string }>(
      sql`select lesson_id as lesson, id from work where lesson_id = any(${ids}::uuid[]) and place = 0`,
    ),
  ])
  return new Map(works.map((work) => [work.lesson, work.id]))
}
