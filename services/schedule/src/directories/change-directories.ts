import type { Tx } from '@zhurnal/kit/database'
import { besideStanding, oneOfEach } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { alreadyThere } from '../batch.js'
import { actorIn, type Ctx } from '../context.js'
import { tellCourses, tellLessons } from '../facts.js'
import { maySetUp } from '../policy.js'

type SubjectChange = {
  id: string
  name?: string | null
  shortName?: string | null
  withoutAttestation?: boolean | null
}
type RoomChange = { id: string; name?: string | null; capacity?: number | null }
export type ChangeDirectoriesInput = {
  requestId?: string | null
  schoolId: string
  subjects: SubjectChange[]
  rooms: RoomChange[]
}
// Directories keep no version: their rows are few, seldom changed, and by one person.
type Standing = { id: string; version: number }
type SubjectRow = Standing & { name: string; shortName: string | null; withoutAttestation: boolean }
type RoomRow = Standing & { name: string; capacity: number | null }
type Changed<T> = { before: T; after: T }

/** Changes subjects and rooms. What is not given stays; a row that changes nothing is no act. */
export async function changeDirectories(ctx: Ctx, input: ChangeDirectoriesInput) {
  return mutation(ctx.db, ctx.scope, 'changeDirectories', input, async (tx) => {
    const { schoolId } = input
    if (!maySetUp(ctx.viewer, schoolId)) notFound('schoolId')
    checkNames(input.subjects, 'subjects')
    checkNames(input.rooms, 'rooms')
    const subjects = await changedSubjects(tx, input)
    const rooms = await changedRooms(tx, input)
    await writeSubjects(tx, subjects)
    await writeRooms(tx, rooms)
    await appendLog(tx, 'schedule', schoolId, ctx.now, actorIn(ctx, schoolId), [
      ...subjects.map(({ before, after }) => ({
        act: 'changeDirectories',
        subject: `subject:${before.id}`,
        from: {
          name: before.name,
          shortName: before.shortName,
          withoutAttestation: before.withoutAttestation,
        },
        to: { name: after.name, shortName: after.shortName, withoutAttestation: after.withoutAttestation },
      })),
      ...rooms.map(({ before, after }) => ({
        act: 'changeDirectories',
        subject: `room:${before.id}`,
        from: { name: before.name, capacity: before.capacity },
        to: { name: after.name, capacity: after.capacity },
      })),
    ])
    const renamed = rooms.filter(({ before, after }) => before.name !== after.name)
    await tellNames(
      ctx,
      tx,
      schoolId,
      subjects.map(({ before }) => before.id),
      renamed.map(({ before }) => before.id),
    )
    return {
      subjects: input.subjects.map(({ id }) => ({ id })),
      rooms: input.rooms.map(({ id }) => ({ id })),
      changed: subjects.length + rooms.length,
    }
  })
}

function checkNames(rows: readonly { id: string; name?: string | null }[], list: string): void {
  const ids = rows.map((one) => one.id)
  oneOfEach(ids, 1000, list)
  rows.forEach((one, i) => {
    if (one.name !== undefined && !one.name?.trim())
      refuse('BAD_INPUT', 'Название пустое.', [list, String(i), 'name'])
  })
}

const differs = <T>({ before, after }: Changed<T>): boolean =>
  JSON.stringify(before) !== JSON.stringify(after)

async function changedSubjects(tx: Tx, input: ChangeDirectoriesInput): Promise<Changed<SubjectRow>[]> {
  const ids = input.subjects.map((one) => one.id)
  const standing = await tx.sql<SubjectRow>(sql`select id, 1 as version, name, short_name as "shortName",
      without_attestation as "withoutAttestation" from subject
    where id = any(${ids}::uuid[]) and school_id = ${input.schoolId} and not removed order by id for update`)
  return besideStanding(input.subjects, standing, 'subjects')
    .map(({ asked, row }) => ({
      before: row,
      after: {
        ...row,
        name: asked.name?.trim() ?? row.name,
        shortName: asked.shortName === undefined ? row.shortName : asked.shortName?.trim() || null,
        withoutAttestation: asked.withoutAttestation ?? row.withoutAttestation,
      },
    }))
    .filter(differs)
}

async function changedRooms(tx: Tx, input: ChangeDirectoriesInput): Promise<Changed<RoomRow>[]> {
  const ids = input.rooms.map((one) => one.id)
  const standing = await tx.sql<RoomRow>(sql`select id, 1 as version, name, capacity from room
    where id = any(${ids}::uuid[]) and school_id = ${input.schoolId} and not removed order by id for update`)
  return besideStanding(input.rooms, standing, 'rooms')
    .map(({ asked, row }) => ({
      before: row,
      after: {
        ...row,
        name: asked.name?.trim() ?? row.name,
        capacity: asked.capacity === undefined ? row.capacity : asked.capacity,
      },
    }))
    .filter(differs)
}

async function writeSubjects(tx: Tx, changed: readonly Changed<SubjectRow>[]): Promise<void> {
  const rows = JSON.stringify(changed.map(({ after }) => after))
  await tx
    .sql(
      sql`update subject s set name = t.name, short_name = t."shortName", without_attestation = t."withoutAttestation"
        from jsonb_to_recordset(${rows}::jsonb) as t(id uuid, name text, "shortName" text, "withoutAttestation" boolean) where s.id = t.id`,
    )
    .catch(alreadyThere('Такой предмет уже есть.', 'subjects'))
}

async function writeRooms(tx: Tx, changed: readonly Changed<RoomRow>[]): Promise<void> {
  const rows = JSON.stringify(changed.map(({ after }) => after))
  await tx
    .sql(
      sql`update room r set name = t.name, capacity = t.capacity
        from jsonb_to_recordset(${rows}::jsonb) as t(id uuid, name text, capacity integer) where r.id = t.id`,
    )
    .catch(alreadyThere('Такой кабинет уже есть.', 'rooms'))
}

/** Courses carry the subject's name, lessons to come the room's: told again as newer versions of themselves. */
export async function tellNames(
  told: Pick<Ctx, 'now' | 'nudge'>,
  tx: Tx,
  schoolId: string,
  subjectIds: readonly string[],
  renamed: readonly string[],
): Promise<void> {
  const courses = await tx.sql<{ id: string }>(
    sql`update course set version = version + 1 where subject_id = any(${subjectIds}::uuid[]) returning id`,
  )
  const lessons = await tx.sql<{ id: string }>(sql`update lesson set version = version + 1
    where room_id = any(${renamed}::uuid[]) and held_at is null and not removed returning id`)
  const courseIds = courses.map((one) => one.id)
  await tellCourses(tx, schoolId, courseIds, told)
  const lessonIds = lessons.map((one) => one.id)
  await tellLessons(tx, schoolId, lessonIds, told)
}
