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
import { kindOf, kindsOfSchool } from './work-kinds.js'

export type NewWork = {
  id: string
  kind: string
  title?: string | null
  weight?: number | null
  handedInOn?: string | null
  internalMonitoring?: boolean | null
}

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
  const kinds = await kindsOfSchool(tx, first.lesson.schoolId)
  const rows = entries.map(({ lesson, work }) => {
    refuseCancelled(lesson)
    refuseClosed(lesson)
    const kind = kinds.find((one) => one.kind === work.kind)
    if (!isId(work.id)) refuse('BAD_INPUT', 'id работы: UUID, который придумал клиент.', 'id')
    if (!kind) refuse('BAD_INPUT', `Нет такого вида работы: ${work.kind}.`, 'kind')
    const weight = checkWeight(work.weight ?? kind.weight)
    if (work.handedInOn && work.handedInOn < lesson.day)
      refuse('BAD_INPUT', 'Работу сдали раньше, чем её дали?', 'handedInOn')
    return {
      id: work.id.toLowerCase(),
      lesson: lesson.id,
      school: lesson.schoolId,
      course: lesson.courseId,
      day: lesson.day,
      kind: kind.kind,
      title: checkTitle(work.title?.trim() || kind.title),
      weight,
      handed_in_on: work.handedInOn ?? null,
      internal: work.internalMonitoring ?? false,
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
      sql`insert into work (id, school_id, course_id, lesson_id, day, place, kind, title, weight,
        handed_in_on, internal_monitoring)
      select t.id, t.school, t.course, t.lesson, t.day, coalesce((select max(w.place) from work w where w.lesson_id = t.lesson), 0) + 1, t.kind, t.title, t.weight,
        t.handed_in_on, t.internal
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as t(id uuid, school uuid, course uuid, lesson uuid, day date, kind text, title text, weight numeric, handed_in_on date,
          internal boolean)`,
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
      to: {
        kind: row.kind,
        title: row.title,
        weight: row.weight,
        ...(row.handed_in_on ? { handedInOn: row.handed_in_on } : {}),
        ...(row.internal ? { internalMonitoring: true } : {}),
      },
      facts: { course: row.course, lesson: row.lesson, day: row.day },
    })),
  )
}

/** More than 0, at most 10, hundredths at the finest (the column holds no finer). */
export function checkWeight(weight: number): number {
  if (!(weight > 0 && weight <= 10)) refuse('BAD_INPUT', 'Вес работы: больше 0, не больше 10.', 'weight')
  if (Math.abs(Math.round(weight * 100) - weight * 100) > 1e-9)
    refuse('BAD_INPUT', 'Вес работы: до сотых, например 1,25.', 'weight')
  return weight
}

export function checkTitle(title: string): string {
  if (title.length > 200) refuse('BAD_INPUT', 'Название работы длиннее 200 знаков.', 'title')
  return title
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
      select gen_random_uuid(), r.school_id, r.course_id, r.id, r.day, 0, 'ANSWER', coalesce(k.title, ${answer?.title}), coalesce(k.weight, ${answer?.weight})
      from lesson_record r left join work_kind k on k.school_id = r.school_id and k.kind = 'ANSWER' and not k.removed
      where r.id = any(${ids}::uuid[]) and not exists (select 1 from work w where w.lesson_id = r.id and w.place = 0)
      on conflict on constraint work_place do nothing`),
    tx.sql<{ lesson: string; id: string }>(
      sql`select lesson_id as lesson, id from work where lesson_id = any(${ids}::uuid[]) and place = 0`,
    ),
  ])
  return new Map(works.map((work) => [work.lesson, work.id]))
}
