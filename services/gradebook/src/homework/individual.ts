// Homework and advice for single pupils (1.11, A9.10.1): shown to who keeps the lesson, and to each family its own.
import type { Tx } from '@zhurnal/kit/database'
import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { givesLesson, overseesCourse, ownClasses, pageReach } from '../policy.js'
import type { RecordRow } from '../records/lesson-facts.js'

export type IndividualInput = { pupilId: string; text: string; advice?: string | null }
export type IndividualRow = {
  lessonId: string
  pupilId: string
  pupilName: string
  text: string
  advice: string | null
  /** Classes of the pupil, of any time of the year. */
  classIds: string[]
}

const longest = 2000

export const individualColumns = sql`h.lesson_id as "lessonId", h.pupil_id as "pupilId",
  coalesce(concat_ws(' ', p.last_name, p.first_name, p.patronymic), '') as "pupilName", h.text, h.advice,
  array(select k.class_id from ref_membership k where k.pupil_id = h.pupil_id and k.class_id is not null and not k.removed) as "classIds"`

export function checkIndividual(list: readonly IndividualInput[]): void {
  const field = 'individualHomework'
  if (list.some((one) => one.text.length > longest || (one.advice?.length ?? 0) > longest))
    refuse('BAD_INPUT', `Задание или совет длиннее ${longest} знаков.`, field)
  if (new Set(list.map((one) => one.pupilId.toLowerCase())).size < list.length)
    refuse('BAD_INPUT', 'Один ученик назван дважды.', field)
}

/** Makes these the individual homework of their lessons; an empty text without advice is nothing of one's own. */
export async function enterIndividual(
  tx: Tx,
  entries: readonly { readonly lesson: RecordRow; readonly list: readonly IndividualInput[] }[],
): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.flatMap(({ lesson, list }) =>
    list.map((one) => ({
      lesson: lesson.id,
      school: lesson.schoolId,
      pupil: one.pupilId,
      text: one.text.trim(),
      advice: one.advice?.trim() || null,
    })),
  )
  await tx.sql(
    sql`delete from individual_homework where lesson_id = any(${entries.map(({ lesson }) => lesson.id)}::uuid[])`,
  )
  await tx.sql(sql`insert into individual_homework (lesson_id, pupil_id, school_id, text, advice)
    select t.lesson, t.pupil, t.school, t.text, t.advice from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t(lesson uuid, pupil uuid, school uuid, text text, advice text) where t.text <> '' or t.advice is not null`)
}

/** Texts of an entry of the log, by pupil. */
export const individualTexts = (list: readonly IndividualInput[]): Record<string, string> =>
  Object.fromEntries(
    list.flatMap(({ pupilId, text, advice }) => [
      [`homework:${pupilId}`, text.trim()],
      ...(advice?.trim() ? [[`advice:${pupilId}`, advice.trim()]] : []),
    ]),
  )

/** Of a lesson that the viewer sees: of all its pupils, or of the own classes' alone where the page shows no others. */
export function shownIndividual(
  ctx: Ctx,
  lesson: RecordRow,
  rows: readonly IndividualRow[],
): IndividualRow[] {
  if (givesLesson(ctx.viewer, lesson)) return [...rows]
  const own = ownClasses(ctx.viewer, lesson)
  const isOwn = (row: IndividualRow) => row.classIds.some((id) => own.includes(id))
  if (pageReach(ctx.viewer, lesson) === 'OWN_CLASSES') return rows.filter(isOwn)
  if (overseesCourse(ctx.viewer, lesson)) {
    const others = rows.filter((row) => !isOwn(row))
    ctx.readings.note(
      lesson.schoolId,
      'задания отдельным ученикам',
      others.map((row) => row.pupilId),
    )
  }
  return [...rows]
}
