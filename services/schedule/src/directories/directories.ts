import { brokenConstraint } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { alreadyThere, atMost } from '../batch.js'
import { actorIn, type Ctx } from '../context.js'
import { mayPlan, maySetUp } from '../policy.js'

export type AddDirectoriesInput = {
  requestId?: string | null
  schoolId: string
  subjects: { id: string; name: string; shortName?: string | null; withoutAttestation?: boolean | null }[]
  rooms: { id: string; name: string; capacity?: number | null }[]
}

/** Adds subjects and rooms (A1.14). */
export async function addDirectories(ctx: Ctx, input: AddDirectoriesInput) {
  return mutation(ctx.db, ctx.scope, 'addDirectories', input, async (tx) => {
    const { schoolId } = input
    if (!maySetUp(ctx.viewer, schoolId)) notFound('schoolId')
    atMost(input.subjects, 1000, 'subjects')
    atMost(input.rooms, 1000, 'rooms')
    await tx
      .sql(
        sql`insert into subject (id, school_id, name, short_name, without_attestation)
        select t.id, ${schoolId}, trim(t.name), t."shortName", coalesce(t."withoutAttestation", false)
        from jsonb_to_recordset(${JSON.stringify(input.subjects)}::jsonb) as t(id uuid, name text, "shortName" text, "withoutAttestation" boolean)`,
      )
      .catch(alreadyThere('Такой предмет уже есть.', 'subjects'))
    await tx
      .sql(
        sql`insert into room (id, school_id, name, capacity) select t.id, ${schoolId}, trim(t.name), t.capacity
        from jsonb_to_recordset(${JSON.stringify(input.rooms)}::jsonb) as t(id uuid, name text, capacity integer)`,
      )
      .catch(alreadyThere('Такой кабинет уже есть.', 'rooms'))
    await appendLog(tx, 'schedule', schoolId, ctx.now, actorIn(ctx, schoolId), [
      ...input.subjects.map((one) => ({
        act: 'addDirectories',
        subject: `subject:${one.id}`,
        from: null,
        to: { name: one.name },
      })),
      ...input.rooms.map((one) => ({
        act: 'addDirectories',
        subject: `room:${one.id}`,
        from: null,
        to: { name: one.name },
      })),
    ])
    return {
      subjects: input.subjects.map(({ id }) => ({ id })),
      rooms: input.rooms.map(({ id }) => ({ id })),
    }
  })
}

export type DefineBellsInput = {
  requestId?: string | null
  schoolId: string
  bellSchedules: { id: string; name: string; bells: { number: number; startsAt: string; endsAt: string }[] }[]
}

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/

/** Sets bell schedules (A1.13). Lessons that are already dated keep their times: a held lesson is a fact. */
export async function defineBells(ctx: Ctx, input: DefineBellsInput) {
  return mutation(ctx.db, ctx.scope, 'defineBells', input, async (tx) => {
    const { schoolId } = input
    if (!mayPlan(ctx.viewer, schoolId)) notFound('schoolId')
    atMost(input.bellSchedules, 20, 'bellSchedules')
    input.bellSchedules.forEach(checkBells)
    for (const schedule of input.bellSchedules) {
      await tx
        .sql(
          sql`insert into bell_schedule as b (id, school_id, name) values (${schedule.id}, ${schoolId}, ${schedule.name.trim()})
          on conflict (id) do update set name = excluded.name, removed = false where b.school_id = excluded.school_id`,
        )
        .catch(alreadyThere('Расписание звонков с таким названием уже есть.', 'bellSchedules'))
      await tx.sql(sql`insert into bell as b (bell_schedule_id, number, school_id, starts_at, ends_at)
        select ${schedule.id}, t.number, ${schoolId}, t."startsAt", t."endsAt"
        from jsonb_to_recordset(${JSON.stringify(schedule.bells)}::jsonb) as t(number smallint, "startsAt" time, "endsAt" time)
        on conflict (bell_schedule_id, number) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at`)
      const kept = schedule.bells.map((bell) => bell.number)
      await tx
        .sql(
          sql`delete from bell where bell_schedule_id = ${schedule.id} and number <> all(${kept}::smallint[])`,
        )
        .catch((error: unknown) => {
          if (brokenConstraint(error) === 'slot_bell')
            refuse(
              'BAD_INPUT',
              'Урок с этим номером стоит в расписании: звонок убрать нельзя.',
              'bellSchedules',
            )
          throw error
        })
    }
    await appendLog(
      tx,
      'schedule',
      schoolId,
      ctx.now,
      actorIn(ctx, schoolId),
      input.bellSchedules.map((one) => ({
        act: 'defineBells',
        subject: `bells:${one.id}`,
        from: null,
        to: {
          name: one.name,
          bells: one.bells.map((bell) => `${bell.number} ${bell.startsAt}-${bell.endsAt}`),
        },
      })),
    )
    return { bellSchedules: input.bellSchedules.map(({ id }) => ({ id })) }
  })
}

function checkBells(schedule: DefineBellsInput['bellSchedules'][number], i: number): void {
  const field = ['bellSchedules', String(i), 'bells']
  if (schedule.bells.length === 0) refuse('BAD_INPUT', `«${schedule.name}»: нет ни одного звонка.`, field)
  for (const bell of schedule.bells) {
    if (!clockTime.test(bell.startsAt) || !clockTime.test(bell.endsAt) || bell.startsAt >= bell.endsAt) {
      refuse(
        'BAD_INPUT',
        `«${schedule.name}», урок ${bell.number}: время пишут как 08:30, конец позже начала.`,
        field,
      )
    }
  }
  const numbers = new Set(schedule.bells.map((bell) => bell.number))
  if (numbers.size < schedule.bells.length)
    refuse('BAD_INPUT', `«${schedule.name}»: номер урока назван дважды.`, field)
  const byTime = [...schedule.bells].sort((a, b) => a.startsAt.localeCompare(b.startsAt))
  byTime.forEach((bell, n) => {
    const next = byTime[n + 1]
    if (next && next.startsAt < bell.endsAt)
      refuse(
        'OVERLAP',
        `«${schedule.name}»: уроки ${bell.number} и ${next.number} пересекаются по времени.`,
        field,
      )
  })
}
