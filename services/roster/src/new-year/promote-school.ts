import type { Tx } from '@zhurnal/kit/database'
import { someOf } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse, refuseEach } from '@zhurnal/kit/refusal'
import { brokenConstraint } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { enterMovements, insertOrder, type Field } from '../contingent/enter-movements.js'
import { checkOrder, logOrder, todayAt } from '../contingent/orders.js'
import { takeBack } from '../contingent/take-back.js'
import { actorIn, type Ctx } from '../context.js'
import { maySetUp } from '../policy.js'
import { triable, unlessTried } from '../preview.js'
import type { YearClass } from './next-classes.js'
import { classesOf, yearAndNext } from './open-next-year.js'
import { planned, type Planned, type PromotionException, type PupilOfYear } from './promotion-plan.js'

export type PromoteSchoolInput = {
  requestId?: string | null
  id: string
  fromYearId: string
  toYearId: string
  orderNumber: string
  orderDate: string
  exceptions: PromotionException[]
  preview?: boolean | null
}

/** Moves all pupils of a year to the next by one order, from its first day on (A1.18). */
export async function promoteSchool(ctx: Ctx, input: PromoteSchoolInput) {
  return triable(() =>
    mutation(ctx.db, ctx.scope, 'promoteSchool', input, async (tx) => {
      const { schoolId, from, to } = await yearAndNext(tx, ctx, input)
      const pupils = await pupilsNotMoved(tx, from.id)
      const plan = planOf(pupils, await classesOf(tx, to.id), input.exceptions)
      const shown = plan.map(({ pupil, kind, to: place, problem }) => ({
        pupil: { id: pupil.pupilId },
        kind,
        from: { id: pupil.from.id },
        to: place ? { id: place.id } : null,
        problem,
      }))
      if (input.preview) return unlessTried(true, { plan: shown })
      refuseProblems(plan)
      const order = {
        id: newId(),
        number: input.orderNumber.trim(),
        date: input.orderDate,
        note: `Перевод на ${to.name}`,
      }
      checkOrder(order, await todayAt(tx, ctx, schoolId), { number: 'orderNumber', date: 'orderDate' })
      await insertOrder(tx, ctx, schoolId, order)
      const movements = plan.map((one) => ({
        id: newId(),
        kind: one.kind,
        pupilId: one.pupil.pupilId,
        effectiveOn: to.startsOn,
        toClassId: one.to?.id ?? null,
        note: one.note,
      }))
      await enterMovements(tx, ctx, schoolId, order, movements, fieldOf)
      await insertPromotion(tx, ctx, schoolId, input, order.id, plan.length)
      await logOrder(tx, ctx, schoolId, 'promoteSchool', order, movements)
      return { promotion: { id: input.id }, plan: shown }
    }),
  )
}

const fieldOf: Field = () => ['exceptions']

/** Pupils of the year whose last class is one of it, by class and name. */
async function pupilsNotMoved(tx: Tx, yearId: string): Promise<PupilOfYear[]> {
  const rows = await tx.sql<YearClass & { pupilId: string; fullName: string }>(sql`
    select p.id as "pupilId", concat_ws(' ', p.last_name, p.first_name) as "fullName", c.id, c.name, c.grade, c.letter
    from school_class c join membership m on m.class_id = c.id and not m.removed and m.until_day is null
    join person p on p.id = m.pupil_id and not p.removed
    where c.year_id = ${yearId}
    order by c.grade, c.letter collate "ru-RU-x-icu" nulls last, c.name,
      p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id`)
  return rows.map(({ pupilId, fullName, ...from }) => ({ pupilId, name: fullName, from }))
}

const exceptional: readonly string[] = ['PROMOTED', 'REPEATS', 'GRADUATED', 'LEFT_FOR_SCHOOL', 'EXPELLED']

function planOf(
  pupils: readonly PupilOfYear[],
  next: readonly YearClass[],
  exceptions: readonly PromotionException[],
): Planned[] {
  const ids = new Set(pupils.map((one) => one.pupilId))
  const byPupil = new Map(exceptions.map((one) => [one.pupilId, one]))
  exceptions.forEach((one, i) => {
    const field = (name: string) => ['exceptions', String(i), name]
    if (!ids.has(one.pupilId))
      refuse('NOT_FOUND', 'Этот ученик не учится в этом году или уже переведён.', field('pupilId'))
    if (byPupil.get(one.pupilId) !== one)
      refuse('BAD_INPUT', 'Один ученик назван в исключениях дважды.', field('pupilId'))
    if (!exceptional.includes(one.kind))
      refuse(
        'BAD_INPUT',
        'При переводе школы так не движутся: переведён, оставлен, окончил, выбыл, отчислен.',
        field('kind'),
      )
  })
  if (pupils.length === 0)
    refuse('BAD_INPUT', 'Переводить некого: все уже переведены или выбыли.', 'fromYearId')
  return pupils.map((pupil) => planned(pupil, next, byPupil.get(pupil.pupilId)))
}

/** One refusal for each problem, with those whom it stops. */
function refuseProblems(plan: readonly Planned[]): void {
  const stopped = new Map<string, string[]>()
  for (const { problem, pupil } of plan)
    if (problem) stopped.set(problem, [...(stopped.get(problem) ?? []), pupil.name])
  refuseEach(
    [...stopped].map(([problem, names]) => ({
      code: 'BAD_INPUT',
      message: `${problem} Это касается: ${someOf(names)}.`,
      field: ['exceptions'],
    })),
  )
}

async function insertPromotion(
  tx: Tx,
  ctx: Ctx,
  schoolId: string,
  input: PromoteSchoolInput,
  orderId: string,
  pupils: number,
): Promise<void> {
  await tx
    .sql(
      sql`insert into promotion (id, school_id, from_year_id, to_year_id, order_id, at, pupils)
        values (${input.id}, ${schoolId}, ${input.fromYearId}, ${input.toYearId}, ${orderId}, ${ctx.now}, ${pupils})`,
    )
    .catch((error: unknown) => {
      if (brokenConstraint(error) === 'promotion_pkey')
        refuse('ALREADY_EXISTS', 'Этот перевод уже записан.', 'id')
      throw error
    })
}

export type UndoPromotionInput = { requestId?: string | null; promotionId: string }
type Standing = {
  id: string
  schoolId: string
  number: string
  date: string
  startsOn: string
  yearName: string
}

/** Takes a promotion back with its order, until the day on which the new year starts. */
export async function undoPromotion(ctx: Ctx, input: UndoPromotionInput) {
  return mutation(ctx.db, ctx.scope, 'undoPromotion', input, async (tx) => {
    const [found] =
      await tx.sql<Standing>(sql`select o.id, o.school_id as "schoolId", o.number, o.date, y.starts_on as "startsOn",
        y.name as "yearName"
      from promotion p join contingent_order o on o.id = p.order_id join academic_year y on y.id = p.to_year_id
      where p.id = ${input.promotionId} and p.undone_at is null for update of p`)
    if (!found || !maySetUp(ctx.viewer, found.schoolId)) return notFound('promotionId')
    if ((await todayAt(tx, ctx, found.schoolId)) >= found.startsOn)
      refuse(
        'YEAR_STARTED',
        `${found.yearName} уже начался: перевод не отменить, исправьте его приказами.`,
        'promotionId',
      )
    await takeBack(tx, ctx, found, 'Перевод школы отменён')
    await tx.sql(sql`update promotion set undone_at = ${ctx.now} where id = ${input.promotionId}`)
    await appendLog(tx, 'roster', found.schoolId, ctx.now, actorIn(ctx, found.schoolId), [
      {
        act: 'undoPromotion',
        subject: `promotion:${input.promotionId}`,
        from: { order: found.id },
        to: { undone: true },
      },
    ])
    return { promotion: { id: input.promotionId } }
  })
}
