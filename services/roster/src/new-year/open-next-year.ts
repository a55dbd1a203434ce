import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { classChanged } from '../../events.js'
import { alreadyThere } from '../classes/classes.js'
import { yearsOf, type Year } from '../contingent/year-spans.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { maySetUp } from '../policy.js'
import { triable, unlessTried } from '../preview.js'
import { nextClasses, type YearClass } from './next-classes.js'

export type OpenNextYearInput = {
  requestId?: string | null
  fromYearId: string
  toYearId: string
  firstGradeLetters?: string[] | null
  preview?: boolean | null
}

/** The year and the one right after it, of a school that the viewer sets up; NOT_FOUND and BAD_INPUT otherwise. */
export async function yearAndNext(
  tx: Tx,
  ctx: Ctx,
  { fromYearId, toYearId }: { readonly fromYearId: string; readonly toYearId: string },
): Promise<{ schoolId: string; from: Year; to: Year }> {
  const [of] = await tx.sql<{ schoolId: string }>(
    sql`select school_id as "schoolId" from academic_year where id = ${fromYearId}`,
  )
  if (!of || !maySetUp(ctx.viewer, of.schoolId)) return notFound('fromYearId')
  const years = await yearsOf(tx, of.schoolId)
  const at = years.findIndex((year) => year.id === fromYearId)
  const [from, to] = [years[at], years.find((year) => year.id === toYearId)]
  if (!from || !to) return notFound('toYearId')
  if (to !== years[at + 1])
    refuse('BAD_INPUT', `${to.name} — не следующий год после ${from.name}.`, 'toYearId')
  return { schoolId: of.schoolId, from, to }
}

/** Classes of a year by grade and letter. */
export const classesOf = (tx: Tx, yearId: string): Promise<YearClass[]> =>
  tx.sql<YearClass>(sql`select id, name, grade, letter from school_class where year_id = ${yearId} and not removed
    order by grade, letter collate "ru-RU-x-icu" nulls last, name for key share`)

/** Creates the classes of a year from those of the year before (A1.15, A1.18). What is there already stays. */
export async function openNextYear(ctx: Ctx, input: OpenNextYearInput) {
  return triable(() =>
    mutation(ctx.db, ctx.scope, 'openNextYear', input, async (tx) => {
      const { schoolId, from, to } = await yearAndNext(tx, ctx, input)
      const there = await classesOf(tx, to.id)
      const names = new Map(there.map((one) => [one.name, one.id]))
      const planned = nextClasses(await classesOf(tx, from.id), lettersOf(input)).map((one) => ({
        ...one,
        id: names.get(one.name) ?? newId(),
        exists: names.has(one.name),
      }))
      if (planned.length === 0) refuse('BAD_INPUT', `В ${from.name} нет классов.`, 'fromYearId')
      const fresh = planned.filter((one) => !one.exists)
      await tx
        .sql(
          sql`insert into school_class (id, school_id, year_id, name, grade, letter)
            select t.id, ${schoolId}, ${to.id}, t.name, t.grade, t.letter
            from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as t(id uuid, name text, grade smallint, letter text)`,
        )
        .catch(alreadyThere('Класс с таким названием уже есть в этом году.', 'toYearId'))
      await appendLog(
        tx,
        'roster',
        schoolId,
        ctx.now,
        actorIn(ctx, schoolId),
        fresh.map(({ id, name, grade, fromClassId }) => ({
          act: 'openNextYear',
          subject: `class:${id}`,
          from: null,
          to: { name, grade, after: fromClassId },
        })),
      )
      const freshIds = fresh.map((one) => one.id)
      await tell(tx, classChanged, schoolId, freshIds, ctx)
      const shown = planned.map(({ name, grade, letter, fromClassId, exists }) => ({
        name,
        grade,
        letter,
        fromClass: fromClassId ? { id: fromClassId } : null,
        exists,
      }))
      return unlessTried(input.preview, {
        planned: shown,
        classes: input.preview ? [] : planned.map(({ id }) => ({ id })),
      })
    }),
  )
}

function lettersOf({ firstGradeLetters }: OpenNextYearInput): string[] | null {
  if (!firstGradeLetters) return null
  const letters = firstGradeLetters.map((one) => one.trim())
  if (letters.length > 30 || letters.some((one) => one.length === 0 || one.length > 5))
    refuse('BAD_INPUT', 'Литеры первых классов: не больше 30, каждая от 1 до 5 знаков.', 'firstGradeLetters')
  if (new Set(letters).size < letters.length)
    refuse('BAD_INPUT', 'Одна литера названа дважды.', 'firstGradeLetters')
  return letters
}
