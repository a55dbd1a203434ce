import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { classChanged, groupChanged, membershipChanged } from '../../events.js'
import { boundGroups } from '../contingent/settle.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { mayMakeGroups, maySetUp } from '../policy.js'
import { atMost } from '../schools/schools.resolvers.js'

export type CreateClassesInput = {
  requestId?: string | null
  schoolId: string
  yearId: string
  classes: { id: string; name: string; grade: number; letter?: string | null }[]
}

/** Adds classes of a year (A1.15). */
export async function createClasses(ctx: Ctx, input: CreateClassesInput) {
  return mutation(ctx.db, ctx.scope, 'createClasses', input, async (tx) => {
    if (!maySetUp(ctx.viewer, input.schoolId)) notFound('schoolId')
    atMost(input.classes, 200, 'classes')
    await yearOf(tx, input.schoolId, input.yearId)
    input.classes.forEach((one, i) => {
      if (!one.name.trim()) refuse('BAD_INPUT', 'У класса нет названия.', ['classes', String(i), 'name'])
      if (one.grade < 1 || one.grade > 11)
        refuse('BAD_INPUT', `Параллель ${one.grade}: бывает от 1 до 11.`, ['classes', String(i), 'grade'])
    })
    await tx
      .sql(
        sql`insert into school_class (id, school_id, year_id, name, grade, letter)
          select t.id, ${input.schoolId}, ${input.yearId}, trim(t.name), t.grade, t.letter
          from jsonb_to_recordset(${JSON.stringify(input.classes)}::jsonb) as t(id uuid, name text, grade smallint, letter text)`,
      )
      .catch(alreadyThere('Класс с таким названием уже есть в этом году.', 'classes'))
    await appendLog(
      tx,
      'roster',
      input.schoolId,
      ctx.now,
      actorIn(ctx, input.schoolId),
      input.classes.map((one) => ({
        act: 'createClasses',
        subject: `class:${one.id}`,
        from: null,
        to: { name: one.name, grade: one.grade },
      })),
    )
    await tell(
      tx,
      classChanged,
      input.schoolId,
      input.classes.map((one) => one.id),
      ctx,
    )
    return { classes: input.classes.map(({ id }) => ({ id })) }
  })
}

export type CreateGroupsInput = {
  requestId?: string | null
  schoolId: string
  yearId: string
  groups: { id: string; name: string; schoolClassIds: string[]; pupilIds: string[]; from: string }[]
}

/** Adds study groups of one class or of several, with their members (A1.15). */
export async function createGroups(ctx: Ctx, input: CreateGroupsInput) {
  return mutation(ctx.db, ctx.scope, 'createGroups', input, async (tx) => {
    if (!mayMakeGroups(ctx.viewer, input.schoolId)) notFound('schoolId')
    atMost(input.groups, 200, 'groups')
    await yearOf(tx, input.schoolId, input.yearId)
    await checkMembers(tx, input)
    const memberships = input.groups.flatMap((group) =>
      group.pupilIds.map((pupilId) => ({
        id: newId(),
        pupil_id: pupilId,
        group_id: group.id,
        from_day: group.from,
      })),
    )
    await insertGroups(tx, input, memberships)
    await appendLog(
      tx,
      'roster',
      input.schoolId,
      ctx.now,
      actorIn(ctx, input.schoolId),
      input.groups.map((group) => ({
        act: 'createGroups',
        subject: `group:${group.id}`,
        from: null,
        to: { name: group.name, classes: group.schoolClassIds, pupils: group.pupilIds, since: group.from },
      })),
    )
    await tell(
      tx,
      groupChanged,
      input.schoolId,
      input.groups.map((group) => group.id),
      ctx,
    )
    await tell(
      tx,
      membershipChanged,
      input.schoolId,
      memberships.map((one) => one.id),
      ctx,
    )
    const members = memberships.map((one) => one.pupil_id)
    await boundGroups(tx, ctx, input.schoolId, members)
    return { groups: input.groups.map(({ id }) => ({ id })) }
  })
}

async function insertGroups(tx: Tx, input: CreateGroupsInput, memberships: readonly object[]): Promise<void> {
  const groups = JSON.stringify(
    input.groups.map(({ id, name, schoolClassIds }) => ({
      id,
      name: name.trim(),
      class_ids: schoolClassIds,
    })),
  )
  try {
    await tx.sql(sql`insert into study_group (id, school_id, year_id, name)
      select t.id, ${input.schoolId}, ${input.yearId}, t.name from jsonb_to_recordset(${groups}::jsonb) as t(id uuid, name text)`)
    await tx.sql(sql`insert into study_group_class (group_id, class_id, school_id)
      select t.id, c.class_id::uuid, ${input.schoolId}
      from jsonb_to_recordset(${groups}::jsonb) as t(id uuid, class_ids jsonb), jsonb_array_elements_text(t.class_ids) as c(class_id)`)
    await tx.sql(sql`insert into membership (id, school_id, pupil_id, group_id, from_day)
      select t.id, ${input.schoolId}, t.pupil_id, t.group_id, t.from_day
      from jsonb_to_recordset(${JSON.stringify(memberships)}::jsonb) as t(id uuid, pupil_id uuid, group_id uuid, from_day date)`)
  } catch (error) {
    alreadyThere('Такая группа уже есть.', 'groups')(error)
  }
}

/** Every class is of this year and school, every member a pupil of one of the group's classes on the first day. */
async function checkMembers(tx: Tx, input: CreateGroupsInput): Promise<void> {
  const classIds = [...new Set(input.groups.flatMap((group) => group.schoolClassIds))]
  const classes = await tx.sql<{ id: string }>(sql`select id from school_class
    where id = any(${classIds}::uuid[]) and school_id = ${input.schoolId} and year_id = ${input.yearId} and not removed for key share`)
  if (classes.length < classIds.length) notFound('groups')
  const members = input.groups.flatMap((group) =>
    group.pupilIds.map((pupil) => ({ pupil, day: group.from, classes: group.schoolClassIds })),
  )
  await refuseStrangers(tx, members)
}

/** Every member is a pupil of one of the group's classes on the first day. */
export async function refuseStrangers(
  tx: Tx,
  members: readonly { pupil: string; day: string; classes: readonly string[] }[],
): Promise<void> {
  const [stranger] = await tx.sql<{ pupil: string }>(sql`
    select t.pupil from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as t(pupil uuid, day date, classes jsonb)
    where not exists (select 1 from membership m where m.pupil_id = t.pupil and not m.removed
      and m.from_day <= t.day and (m.until_day is null or m.until_day >= t.day) and t.classes ? m.class_id::text) limit 1`)
  if (stranger)
    refuse(
      'BAD_INPUT',
      `Ученик ${stranger.pupil} в этот день не учится ни в одном из классов группы.`,
      'groups',
    )
}

/** The year, or NOT_FOUND: also when it is another school's. */
export async function yearOf(
  tx: Tx,
  schoolId: string,
  yearId: string,
): Promise<{ startsOn: string; endsOn: string }> {
  const [year] = await tx.sql<{ startsOn: string; endsOn: string }>(sql`
    select starts_on as "startsOn", ends_on as "endsOn" from academic_year where id = ${yearId} and school_id = ${schoolId}`)
  return year ?? notFound('yearId')
}

/** Maps a broken unique or primary key to ALREADY_EXISTS; any other error is thrown on. */
export function alreadyThere(message: string, field: string) {
  return (error: unknown): never => {
    const constraint = brokenConstraint(error) ?? ''
    if (/_(pkey|name|one|key)$/.test(constraint)) refuse('ALREADY_EXISTS', message, field)
    throw error
  }
}
