// The one way in which contingent moves: orders with movements are written, contradictions refused, memberships settled.
import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { refuse, refuseEach, type UserError } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { contradictionIn, leadsIntoClass, type MovementKind, type Place } from './chain.js'
import { giveFileNumbers } from './file-numbers.js'
import { byPupil, settle, standingMoves, type MembershipChange, type StandingMove } from './settle.js'
import { isInSomeYear, mayEnter, yearAfter, yearsOf, type Year } from './year-spans.js'
import { dayWords, orderWords } from './words.js'

export type NewOrder = {
  readonly id: string
  readonly number: string
  readonly date: string
  readonly note?: string | null
}
export type NewMovement = {
  readonly id: string
  readonly kind: MovementKind
  readonly pupilId: string
  readonly effectiveOn: string
  readonly toClassId?: string | null
  readonly note?: string | null
}

/** Where the movements stand in the input, for the field that a refusal names. */
export type Field = (place: number, name: string) => readonly string[]
const fieldOf: Field = (place, name) => ['movements', String(place), name]

type Pupil = { id: string; name: string }

/** Pupils of the school by id, their rows locked: whoever else moves one of them at this moment waits. */
export async function lockPupils(
  tx: Tx,
  schoolId: string,
  ids: readonly string[],
): Promise<Map<string, Pupil>> {
  const rows =
    await tx.sql<Pupil>(sql`select id, concat_ws(' ', last_name, first_name, patronymic) as name from person
    where id = any(${ids}::uuid[]) and school_id = ${schoolId} and is_pupil and not removed order by id for update`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Writes the order; ALREADY_EXISTS for a standing one of the same number and date, and for a known id. */
export async function insertOrder(tx: Tx, ctx: Ctx, schoolId: string, order: NewOrder): Promise<void> {
  const { personId, name } = actorIn(ctx, schoolId)
  await tx
    .sql(
      sql`insert into contingent_order (id, school_id, number, date, note, entered_by, entered_by_name, entered_at)
        values (${order.id}, ${schoolId}, ${order.number}, ${order.date}, ${order.note?.trim() || null}, ${personId}, ${name}, ${ctx.now})`,
    )
    .catch((error: unknown) => refuseTaken(error, order))
}

/** Maps a broken key of an order to ALREADY_EXISTS; any other error is thrown on. */
export function refuseTaken(error: unknown, order: { number: string; date: string }): never {
  const constraint = brokenConstraint(error)
  if (constraint === 'contingent_order_number')
    refuse('ALREADY_EXISTS', `Уже записан ${orderWords(order)}.`, 'number')
  if (constraint === 'contingent_order_pkey') refuse('ALREADY_EXISTS', 'Этот приказ уже записан.', 'id')
  throw error
}

/**
 * Writes movements of an order and settles the memberships of their pupils. Refuses with BAD_INPUT, NOT_FOUND or
 * OVERLAP, each with its place in `movements`. Gives what has changed.
 */
export async function enterMovements(
  tx: Tx,
  ctx: Ctx,
  schoolId: string,
  order: NewOrder,
  movements: readonly NewMovement[],
  field: Field = fieldOf,
): Promise<MembershipChange[]> {
  const pupilIds = [...new Set(movements.map((one) => one.pupilId))]
  const pupils = await lockPupils(tx, schoolId, pupilIds)
  const places = await classesNamed(tx, schoolId, movements)
  refuseEach(movements.flatMap((one, i) => unknownIn(one, (name) => field(i, name), pupils, places)))
  const years = await yearsOf(tx, schoolId)
  refuseEach(movements.flatMap((one, i) => wrongDay(one, field(i, 'effectiveOn'), pupils, places, years)))
  const added = movements.map((one): StandingMove => ({
    ...one,
    to: one.toClassId ? (places.get(one.toClassId) ?? null) : null,
    orderId: order.id,
    order,
    fromClassId: null,
  }))
  refuseContradictions(await standingMoves(tx, pupilIds), added, { pupils, years, field })
  await insertMovements(tx, schoolId, order.id, movements)
  await giveFileNumbers(
    tx,
    schoolId,
    movements.filter((one) => one.kind === 'ENROLLED').map((one) => one.pupilId),
  )
  return settle(tx, ctx, schoolId, pupilIds)
}

async function classesNamed(
  tx: Tx,
  schoolId: string,
  movements: readonly NewMovement[],
): Promise<Map<string, Place>> {
  const ids = [...new Set(movements.flatMap((one) => one.toClassId ?? []))]
  const rows = await tx.sql<Place>(sql`select id, name, grade, year_id as "yearId" from school_class
    where id = any(${ids}::uuid[]) and school_id = ${schoolId} and not removed order by id for key share`)
  return new Map(rows.map((row) => [row.id, row]))
}

function unknownIn(
  one: NewMovement,
  field: (name: string) => readonly string[],
  pupils: ReadonlyMap<string, Pupil>,
  places: ReadonlyMap<string, Place>,
): UserError[] {
  const missing = (name: string) => ({
    code: 'NOT_FOUND',
    message: 'Такой записи нет или у вас нет к ней доступа.',
    field: field(name),
  })
  const pupil = pupils.get(one.pupilId)
  if (!pupil) return [missing('pupilId')]
  const wrong = (message: string) => [{ code: 'BAD_INPUT', message, field: field('toClassId') }]
  if (leadsIntoClass(one.kind)) {
    if (!one.toClassId) return wrong(`${pupil.name}: не назван класс, в который приказ переводит.`)
    return places.has(one.toClassId) ? [] : [missing('toClassId')]
  }
  return one.toClassId ? wrong(`${pupil.name}: тот, кто выбывает, не переводится в класс.`) : []
}

function wrongDay(
  one: NewMovement,
  field: readonly string[],
  pupils: ReadonlyMap<string, Pupil>,
  places: ReadonlyMap<string, Place>,
  years: readonly Year[],
): UserError[] {
  const name = pupils.get(one.pupilId)?.name ?? ''
  const place = one.toClassId ? places.get(one.toClassId) : undefined
  const wrong = (why: string) => [
    {
      code: 'BAD_INPUT',
      message: `${name}: ${dayWords(one.effectiveOn)} — ${why}.`,
      field,
    },
  ]
  if (!isInSomeYear(years, one.effectiveOn) && !place) return wrong('в этот день нет учебного года')
  if (place && !mayEnter(years, place.yearId, one.effectiveOn))
    return wrong(`это не год класса ${place.name}`)
  return []
}

function refuseContradictions(
  standing: readonly StandingMove[],
  added: readonly StandingMove[],
  known: {
    readonly pupils: ReadonlyMap<string, Pupil>
    readonly years: readonly Year[]
    readonly field: Field
  },
): void {
  const placeOf = new Map(added.map((one, i) => [one.id, i]))
  const errors: UserError[] = []
  for (const [pupilId, moves] of byPupil([...standing, ...added])) {
    const wrong = contradictionIn(moves, yearAfter(known.years))
    if (!wrong) continue
    const pair = [wrong.move, ...(wrong.against ? [wrong.against] : [])]
    const other = pair.find((one) => !placeOf.has(one.id))
    const own = pair.find((one) => placeOf.has(one.id)) ?? added.find((one) => one.pupilId === pupilId)
    const name = known.pupils.get(pupilId)?.name ?? ''
    errors.push({
      code: other ? 'OVERLAP' : 'BAD_INPUT',
      message: other
        ? `${name}: с ${dayWords(wrong.move.effectiveOn)} ${wrong.why}. Этому противоречит ${orderWords(other.order)}.`
        : `${name}: с ${dayWords(wrong.move.effectiveOn)} ${wrong.why}.`,
      field: known.field(own ? (placeOf.get(own.id) ?? 0) : 0, 'effectiveOn'),
    })
  }
  refuseEach(errors)
}

export async function insertMovements(
  tx: Tx,
  schoolId: string,
  orderId: string,
  movements: readonly NewMovement[],
): Promise<void> {
  const rows = movements.map(({ note, toClassId, ...one }) => ({
    ...one,
    to: toClassId ?? null,
    note: note?.trim() || null,
  }))
  await tx
    .sql(
      sql`insert into movement (id, school_id, order_id, pupil_id, kind, effective_on, to_class_id, note)
        select t.id, ${schoolId}, ${orderId}, t."pupilId", t.kind, t."effectiveOn", t."to", t.note
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as t(id uuid, "pupilId" uuid, kind text, "effectiveOn" date, "to" uuid, note text)`,
    )
    .catch((error: unknown) => {
      if (brokenConstraint(error) === 'movement_pkey')
        refuse('ALREADY_EXISTS', 'Такое движение уже записано.', 'movements')
      throw error
    })
}

/** Standing order of this number and date, or a new one. Every «б/н» is an order of its own. */
export async function orderNamed(
  tx: Tx,
  ctx: Ctx,
  schoolId: string,
  named: { readonly number: string; readonly date: string },
): Promise<string> {
  const [standing] = await tx.sql<{ id: string }>(sql`select id from contingent_order
    where school_id = ${schoolId} and number = ${named.number} and date = ${named.date} and withdrawn_at is null
      and number <> 'б/н' for update`)
  if (standing) return standing.id
  const id = newId()
  await insertOrder(tx, ctx, schoolId, { id, ...named })
  return id
}
