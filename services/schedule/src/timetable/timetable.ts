import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { alreadyThere, atMost } from '../batch.js'
import { actorIn, type Ctx } from '../context.js'
import { mayPlan } from '../policy.js'

export type SlotInput = {
  id: string
  courseId: string
  weekday: number
  number: number
  bellScheduleId: string
  roomId?: string | null
  weeks?: string | null
}
export type DraftTimetableInput = {
  requestId?: string | null
  schoolId: string
  yearId: string
  id: string
  name: string
  validFrom: string
  validUntil: string
  slots: SlotInput[]
}

/** One answer for what another school has and for what nobody has. */
const missing = {
  course: 'В расписании стоит курс, которого нет в этом году.',
  bells: 'В расписании стоит расписание звонков, которого нет.',
  room: 'В расписании стоит кабинет, которого нет.',
} as const
const missingRefusals: Readonly<Record<string, string>> = {
  slot_course: missing.course,
  slot_room: missing.room,
}
const slotRefusals: Readonly<Record<string, string>> = {
  slot_bell: 'У звонков нет урока с таким номером.',
  slot_weekday: 'День недели: от 1 (понедельник) до 7.',
  slot_weeks: 'Недели пишут маской из 0 и 1, например 10.',
}

/** Keeps a draft of a timetable: nothing changes for anybody until it is published. */
export async function draftTimetable(ctx: Ctx, input: DraftTimetableInput) {
  return mutation(ctx.db, ctx.scope, 'draftTimetable', input, async (tx) => {
    const { schoolId } = input
    if (!mayPlan(ctx.viewer, schoolId)) notFound('schoolId')
    atMost(input.slots, 5000, 'slots')
    const [year] = await tx.sql<{ starts_on: string; ends_on: string }>(
      sql`select starts_on, ends_on from ref_year where id = ${input.yearId} and school_id = ${schoolId}`,
    )
    if (!year) return notFound('yearId')
    if (
      input.validFrom < year.starts_on ||
      input.validUntil > year.ends_on ||
      input.validFrom > input.validUntil
    ) {
      refuse('BAD_INPUT', 'Срок расписания не лежит внутри учебного года.', 'validFrom')
    }
    await tx
      .sql(
        sql`insert into timetable_version (id, school_id, year_id, name, valid_from, valid_until)
        values (${input.id}, ${schoolId}, ${input.yearId}, ${input.name}, ${input.validFrom}, ${input.validUntil})`,
      )
      .catch(alreadyThere('Такое расписание уже есть.', 'id'))
    await insertSlots(tx, input)
    await appendLog(tx, 'schedule', schoolId, ctx.now, actorIn(ctx, schoolId), [
      {
        act: 'draftTimetable',
        subject: `timetable:${input.id}`,
        from: null,
        to: { name: input.name, since: input.validFrom, until: input.validUntil, slots: input.slots.length },
      },
    ])
    return { version: { id: input.id } }
  })
}

async function insertSlots(tx: Tx, input: DraftTimetableInput): Promise<void> {
  await refuseUnknownBells(tx, input)
  await tx
    .sql(
      sql`insert into slot (id, school_id, version_id, course_id, weekday, number, bell_schedule_id, room_id, weeks)
      select t.id, ${input.schoolId}, ${input.id}, t."courseId", t.weekday, t.number, t."bellScheduleId", t."roomId", t.weeks
      from jsonb_to_recordset(${JSON.stringify(input.slots)}::jsonb)
        as t(id uuid, "courseId" uuid, weekday smallint, number smallint, "bellScheduleId" uuid, "roomId" uuid, weeks text)`,
    )
    .catch((error: unknown) => {
      const gone = missingRefusals[brokenConstraint(error) ?? '']
      if (gone) refuse('NOT_FOUND', gone, 'slots')
      const known = slotRefusals[brokenConstraint(error) ?? '']
      if (known) refuse('BAD_INPUT', known, 'slots')
      return alreadyThere('Такое место в расписании уже есть.', 'slots')(error)
    })
  await refuseForeign(tx, input)
}

/** Before they are written: whether another school's bells have a lesson of that number is nobody's to learn. */
async function refuseUnknownBells(tx: Tx, input: DraftTimetableInput): Promise<void> {
  const asked = [...new Set(input.slots.map((slot) => slot.bellScheduleId.toLowerCase()))]
  const known = await tx.sql<{ id: string }>(sql`select id from bell_schedule
    where id::text = any(${asked}::text[]) and school_id = ${input.schoolId} and not removed`)
  if (known.length < asked.length) refuse('NOT_FOUND', missing.bells, 'slots')
}

/** After they are written: who takes a course or a room out at this moment has waited for it, or is seen here. */
async function refuseForeign(tx: Tx, input: DraftTimetableInput): Promise<void> {
  const [foreign] = await tx.sql<{ what: keyof typeof missing }>(sql`
    select case when c.id is null then 'course' when b.id is null then 'bells' else 'room' end as what
    from slot s
      left join course c on c.id = s.course_id and c.school_id = ${input.schoolId} and c.year_id = ${input.yearId} and not c.removed
      left join bell_schedule b on b.id = s.bell_schedule_id and b.school_id = ${input.schoolId} and not b.removed
      left join room r on r.id = s.room_id and r.school_id = ${input.schoolId} and not r.removed
    where s.version_id = ${input.id} and (c.id is null or b.id is null or (s.room_id is not null and r.id is null)) limit 1`)
  if (foreign) refuse('NOT_FOUND', missing[foreign.what], 'slots')
}
