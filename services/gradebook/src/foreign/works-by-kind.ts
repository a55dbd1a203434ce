import type { Tx } from '@zhurnal/kit/database'
import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import type { RecordRow } from '../records/lesson-facts.js'
import { kindsOfSchool } from '../records/work-kinds.js'
import { defaultWorks } from '../records/works.js'

/** The work of that kind in each lesson, made where there is none: an answer is the lesson's first work. */
export async function worksByKind(
  tx: Tx,
  asked: readonly { readonly lesson: RecordRow; readonly kind: string }[],
): Promise<string[]> {
  const first = asked[0]
  if (!first) return []
  const kinds = await kindsOfSchool(tx, first.lesson.schoolId)
  for (const { kind } of asked)
    if (!kinds.some((one) => one.kind === kind))
      refuse('BAD_INPUT', `Нет такого вида работы: ${kind}.`, 'rows')
  const answers = asked.filter((one) => one.kind === 'ANSWER').map((one) => one.lesson)
  const byLesson = answers.length > 0 ? await defaultWorks(tx, answers) : new Map<string, string>()
  const others = [
    ...new Map(
      asked
        .filter((one) => one.kind !== 'ANSWER')
        .map((one) => [`${one.lesson.id} ${one.kind}`, { lesson: one.lesson.id, kind: one.kind }]),
    ).values(),
  ].map((one, nth) => ({ ...one, nth, ...kinds.find(({ kind }) => kind === one.kind) }))
  await tx.sql(sql`insert into work (id, school_id, course_id, lesson_id, day, place, kind, title, weight)
    select gen_random_uuid(), r.school_id, r.course_id, r.id, r.day,
      coalesce((select max(w.place) from work w where w.lesson_id = r.id), 0) + row_number() over (partition by r.id order by t.nth),
      t.kind, t.title, t.weight
    from jsonb_to_recordset(${JSON.stringify(others)}::jsonb) as t(lesson uuid, kind text, title text, weight numeric, nth integer)
      join lesson_record r on r.id = t.lesson
    where not exists (select 1 from work w where w.lesson_id = r.id and w.kind = t.kind and w.cancelled_at is null)`)
  const found = await tx.sql<{
    id: string
    lesson: string
    kind: string
  }>(sql`select distinct on (lesson_id, kind) id, lesson_id as lesson, kind
    from work where lesson_id = any(${others.map((one) => one.lesson)}::uuid[]) and cancelled_at is null order by lesson_id, kind, place`)
  const workOf = new Map(found.map((work) => [`${work.lesson} ${work.kind}`, work.id]))
  return asked.map(
    ({ lesson, kind }) =>
      (kind === 'ANSWER' ? byLesson.get(lesson.id) : workOf.get(`${lesson.id} ${kind}`)) ??
      missing(lesson.id),
  )
}

function missing(lessonId: string): never {
  throw new Error(`a work of lesson ${lessonId} was made and is not there`)
}
