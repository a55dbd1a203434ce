import { createHash } from 'node:crypto'
import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn, instantAt } from '@zhurnal/kit/time'
import { alreadyThere, atMost } from '../batch.js'
import { actorIn, type Ctx } from '../context.js'
import { tellLessons } from '../facts.js'
import { mayPlan } from '../policy.js'
import { inWeek, schoolDays, type CalendarDay } from './dates.js'

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

const slotRefusals: Readonly<Record<string, string>> = {
  slot_course: 'В расписании стоит курс, которого нет.',
  slot_room: 'В расписании стоит кабинет, которого нет.',
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
  const foreign =
    await tx.sql(sql`select 1 from jsonb_to_recordset(${JSON.stringify(input.slots)}::jsonb) as t("courseId" uuid)
    where not exists (select 1 from course c where c.id = t."courseId" and c.school_id = ${input.schoolId} and c.year_id = ${input.yearId}) limit 1`)
  if (foreign.length > 0) refuse('NOT_FOUND', 'В расписании стоит курс, которого нет в этом году.', 'slots')
  await tx
    .sql(
      sql`insert into slot (id, school_id, version_id, course_id, weekday, number, bell_schedule_id, room_id, weeks)
      select t.id, ${input.schoolId}, ${input.id}, t."courseId", t.weekday, t.number, t."bellScheduleId", t."roomId", t.weeks
      from jsonb_to_recordset(${JSON.stringify(input.slots)}::jsonb)
        as t(id uuid, "courseId" uuid, weekday smallint, number smallint, "bellScheduleId" uuid, "roomId" uuid, weeks text)`,
    )
    .catch((error: unknown) => {
      const known = slotRefusals[brokenConstraint(error) ?? '']
      if (known) refuse('BAD_INPUT', known, 'slots')
      return alreadyThere('Такое место в расписании уже есть.', 'slots')(error)
    })
}

type Version = {
  id: string
  schoolId: string
  yearId: string
  validFrom: string
  validUntil: string
  publishedAt: Date | null
}
type Dated = {
  id: string
  course_id: string
  day: string
  number: number
  starts_at: string
  ends_at: string
  room_id: string | null
  teacher_id: string | null
}

/**
 * Makes dated lessons of a draft. What an earlier version planned from then on and nobody has held is taken out; what
 * is held stays as it is (design §4). The first timetable of a year also makes the days that have passed already.
 */
export async function publishTimetable(ctx: Ctx, input: { requestId?: string | null; versionId: string }) {
  return mutation(ctx.db, ctx.scope, 'publishTimetable', input, async (tx) => {
    const [version] =
      await tx.sql<Version>(sql`select id, school_id as "schoolId", year_id as "yearId", valid_from as "validFrom",
      valid_until as "validUntil", published_at as "publishedAt" from timetable_version where id = ${input.versionId} for update`)
    if (!version || !mayPlan(ctx.viewer, version.schoolId)) return notFound('versionId')
    if (version.publishedAt) refuse('ALREADY_PUBLISHED', 'Это расписание уже введено.', 'versionId')
    const from = await firstDay(tx, version, ctx.now)
    const removed = await tx.sql<{ id: string }>(sql`update lesson set removed = true, version = version + 1
      where school_id = ${version.schoolId} and day between ${from} and ${version.validUntil} and held_at is null and not removed
        and version_id in (select id from timetable_version where year_id = ${version.yearId}) returning id`)
    const lessons = await datedLessons(tx, version, from)
    await insertLessons(tx, version, lessons)
    await tx.sql(sql`update timetable_version set published_at = ${ctx.now} where id = ${version.id}`)
    await appendLog(tx, 'schedule', version.schoolId, ctx.now, actorIn(ctx, version.schoolId), [
      {
        act: 'publishTimetable',
        subject: `timetable:${version.id}`,
        from: null,
        to: { since: from, made: lessons.length, removed: removed.length },
      },
    ])
    await tellLessons(
      tx,
      version.schoolId,
      [...removed, ...lessons].map((one) => one.id),
      ctx,
    )
    return { version: { id: version.id }, made: lessons.length, removed: removed.length }
  })
}

async function firstDay(tx: Tx, version: Version, now: Date): Promise<string> {
  const [earlier] = await tx.sql<{
    zone: string
  }>(sql`select s.time_zone as zone from timetable_version v, ref_school s
    where v.year_id = ${version.yearId} and v.published_at is not null and s.id = ${version.schoolId} limit 1`)
  if (!earlier) return version.validFrom
  const today = dayIn(earlier.zone, now)
  return today > version.validFrom ? today : version.validFrom
}

async function datedLessons(tx: Tx, version: Version, from: string): Promise<Dated[]> {
  const [plan] = await tx.sql<{ zone: string; study_days: number[]; calendar: CalendarDay[] }>(sql`
    select s.time_zone as zone, s.study_days, y.calendar from ref_school s, ref_year y where s.id = ${version.schoolId} and y.id = ${version.yearId}`)
  if (!plan)
    return refuse(
      'NO_CALENDAR',
      'У учебного года нет календаря: сначала заведите год и периоды (прил. 1, п. 12).',
    )
  const slots = await tx.sql<{
    id: string
    course_id: string
    weekday: number
    number: number
    starts: string
    ends: string
    room_id: string | null
    weeks: string | null
    teacher_id: string | null
  }>(sql`
    select s.id, s.course_id, s.weekday, s.number, to_char(b.starts_at, 'HH24:MI') as starts, to_char(b.ends_at, 'HH24:MI') as ends, s.room_id, s.weeks, c.teacher_id
    from slot s join bell b on b.bell_schedule_id = s.bell_schedule_id and b.number = s.number join course c on c.id = s.course_id
    where s.version_id = ${version.id} order by s.weekday, s.number, s.id`)
  const instants = new Map<string, string>()
  const at = (day: string, time: string): string => {
    const key = `${day} ${time}`
    let known = instants.get(key)
    if (known === undefined) instants.set(key, (known = instantAt(plan.zone, day, time).toISOString()))
    return known
  }
  return schoolDays(from, version.validUntil, plan.study_days, plan.calendar).flatMap(({ date, weekday }) =>
    slots
      .filter((slot) => slot.weekday === weekday && inWeek(slot.weeks, version.validFrom, date))
      .map((slot) => ({
        id: lessonId(version.id, slot.id, date),
        course_id: slot.course_id,
        day: date,
        number: slot.number,
        starts_at: at(date, slot.starts),
        ends_at: at(date, slot.ends),
        room_id: slot.room_id,
        teacher_id: slot.teacher_id,
      })),
  )
}

/** A lesson's id follows from its place: publishing the same draft elsewhere gives the same lessons (UUID, version 8). */
function lessonId(versionId: string, slotId: string, day: string): string {
  const hash = createHash('sha256').update(`${versionId}/${slotId}/${day}`).digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

async function insertLessons(tx: Tx, version: Version, lessons: readonly Dated[]): Promise<void> {
  const atOnce = 4000
  for (let start = 0; start < lessons.length; start += atOnce) {
    await tx.sql(sql`insert into lesson (id, school_id, course_id, version_id, day, number, starts_at, ends_at, room_id, teacher_id)
      select t.id, ${version.schoolId}, t.course_id, ${version.id}, t.day, t.number, t.starts_at, t.ends_at, t.room_id, t.teacher_id
      from jsonb_to_recordset(${JSON.stringify(lessons.slice(start, start + atOnce))}::jsonb) as t(id uuid, course_id uuid, day date,
        number smallint, starts_at timestamptz, ends_at timestamptz, room_id uuid, teacher_id uuid)
      where not exists (select 1 from lesson held where held.course_id = t.course_id and held.day = t.day and held.number = t.number and not held.removed)`)
  }
}
