import type { Tx } from '@zhurnal/kit/database'
import { oneOfEach, refuseHeld, someOf } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound } from '@zhurnal/kit/refusal'
import { sql, Sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { learnersName } from '../facts.js'
import { mayPlan, maySetUp } from '../policy.js'

export type RemoveDirectoriesInput = {
  requestId?: string | null
  schoolId: string
  subjectIds: string[]
  roomIds: string[]
}
export type RemoveBellsInput = { requestId?: string | null; schoolId: string; bellScheduleIds: string[] }

type Held = { id: string; name: string; courses?: string[]; lessons?: number; versions?: string[] }

/** Takes subjects out that no course has, and rooms that no timetable and no lesson to come names. */
export async function removeDirectories(ctx: Ctx, input: RemoveDirectoriesInput) {
  return mutation(ctx.db, ctx.scope, 'removeDirectories', input, async (tx) => {
    const { schoolId, subjectIds, roomIds } = input
    if (!maySetUp(ctx.viewer, schoolId)) notFound('schoolId')
    oneOfEach(subjectIds, 1000, 'subjectIds')
    oneOfEach(roomIds, 1000, 'roomIds')
    await lock(tx, 'subject', schoolId, subjectIds)
    await lock(tx, 'room', schoolId, roomIds)
    const subjects = await heldSubjects(tx, input)
    refuseHeld(subjectIds, subjects.map(withHolders), 'subjectIds')
    const rooms = await heldRooms(tx, ctx, input)
    refuseHeld(roomIds, rooms.map(withHolders), 'roomIds')
    await tx.sql(
      sql`update subject set removed = true where id = any(${subjectIds}::uuid[]) and school_id = ${schoolId}`,
    )
    await tx.sql(
      sql`update room set removed = true where id = any(${roomIds}::uuid[]) and school_id = ${schoolId}`,
    )
    await logRemoved(ctx, tx, schoolId, 'removeDirectories', 'subject', subjects)
    await logRemoved(ctx, tx, schoolId, 'removeDirectories', 'room', rooms)
    return { removed: subjectIds.length + roomIds.length }
  })
}

/** Takes bell schedules out that no timetable names, drafts included. */
export async function removeBells(ctx: Ctx, input: RemoveBellsInput) {
  return mutation(ctx.db, ctx.scope, 'removeBells', input, async (tx) => {
    const { schoolId, bellScheduleIds } = input
    if (!mayPlan(ctx.viewer, schoolId)) notFound('schoolId')
    oneOfEach(bellScheduleIds, 100, 'bellScheduleIds')
    await lock(tx, 'bell_schedule', schoolId, bellScheduleIds)
    const bells = await heldBells(tx, input)
    refuseHeld(bellScheduleIds, bells.map(withHolders), 'bellScheduleIds')
    await tx.sql(
      sql`update bell_schedule set removed = true where id = any(${bellScheduleIds}::uuid[]) and school_id = ${schoolId}`,
    )
    await logRemoved(ctx, tx, schoolId, 'removeBells', 'bells', bells)
    return { removed: bellScheduleIds.length }
  })
}

/** Names of the timetables that are not withdrawn and have a slot of which the condition is true: `t` is the slot. */
const versionsThat = (
  condition: Sql,
): Sql => sql`array(select distinct v.name from slot t join timetable_version v on v.id = t.version_id
  where ${condition} and v.withdrawn_at is null order by 1)`

/** A course, or a draft, that names one of them at this moment waits, and then does not find it. */
async function lock(
  tx: Tx,
  table: 'subject' | 'room' | 'bell_schedule',
  schoolId: string,
  ids: readonly string[],
): Promise<void> {
  await tx.sql(
    sql`select id from ${new Sql(table, [])} where id = any(${ids}::uuid[]) and school_id = ${schoolId} order by id for update`,
  )
}

export const heldSubjects = (
  tx: Tx,
  { schoolId, subjectIds }: Pick<RemoveDirectoriesInput, 'schoolId' | 'subjectIds'>,
): Promise<Held[]> =>
  tx.sql<Held>(sql`select s.id, s.name, array(select ${learnersName} from course c
      left join ref_class k on k.id = c.class_id left join ref_group g on g.id = c.group_id
      where c.subject_id = s.id and not c.removed order by 1) as courses
    from subject s where s.id = any(${subjectIds}::uuid[]) and s.school_id = ${schoolId} and not s.removed`)

export const heldBells = (tx: Tx, { schoolId, bellScheduleIds }: RemoveBellsInput): Promise<Held[]> =>
  tx.sql<Held>(sql`select b.id, b.name, ${versionsThat(sql`t.bell_schedule_id = b.id`)} as versions
    from bell_schedule b where b.id = any(${bellScheduleIds}::uuid[]) and b.school_id = ${schoolId} and not b.removed`)

export const heldRooms = (
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  { schoolId, roomIds }: Pick<RemoveDirectoriesInput, 'schoolId' | 'roomIds'>,
): Promise<Held[]> =>
  tx.sql<Held>(sql`select r.id, r.name, ${versionsThat(sql`t.room_id = r.id`)} as versions,
      (select count(*) from lesson l where l.room_id = r.id and not l.removed and l.starts_at > ${ctx.now}) as lessons
    from room r where r.id = any(${roomIds}::uuid[]) and r.school_id = ${schoolId} and not r.removed`)

export const withHolders = ({ id, name, courses = [], lessons = 0, versions = [] }: Held) => ({
  id,
  name,
  holders: [
    ...(courses.length > 0 ? [`его изучают: ${someOf(courses)}`] : []),
    ...(lessons > 0 ? [`уроков впереди: ${lessons}`] : []),
    ...(versions.length > 0 ? [`стоит в расписании «${versions.join('», «')}»`] : []),
  ],
})

async function logRemoved(
  ctx: Ctx,
  tx: Tx,
  schoolId: string,
  act: string,
  kind: string,
  rows: readonly Held[],
): Promise<void> {
  await appendLog(
    tx,
    'schedule',
    schoolId,
    ctx.now,
    actorIn(ctx, schoolId),
    rows.map((row) => ({
      act,
      subject: `${kind}:${row.id}`,
      from: { name: row.name },
      to: { removed: true },
    })),
  )
}
