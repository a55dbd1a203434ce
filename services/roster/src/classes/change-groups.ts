import type { Tx } from '@zhurnal/kit/database'
import { besideStanding, oneOfEach } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { addDays, dayIn } from '@zhurnal/kit/time'
import { groupChanged, membershipChanged } from '../../events.js'
import { boundGroups } from '../contingent/settle.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { mayMakeGroups } from '../policy.js'
import { refuseStrangers } from './classes.js'
import { changeMembers, writeMembers, type GroupMembership, type MemberChange } from './group-members.js'

type Change = {
  id: string
  name?: string | null
  pupilIds?: string[] | null
  from?: string | null
  expectedVersion?: number | null
}
export type ChangeGroupsInput = { requestId?: string | null; schoolId: string; groups: Change[] }
type Standing = { id: string; name: string; version: number; classIds: string[] }

/**
 * Changes names of groups, and who belongs to them from a day on: who is missing in the list belongs till the day
 * before, who is new belongs from the day. A row that changes nothing is no act.
 */
export async function changeGroups(ctx: Ctx, input: ChangeGroupsInput) {
  return mutation(ctx.db, ctx.scope, 'changeGroups', input, async (tx) => {
    const { schoolId } = input
    if (!mayMakeGroups(ctx.viewer, schoolId)) notFound('schoolId')
    const ids = input.groups.map((group) => group.id)
    oneOfEach(ids, 200, 'groups')
    input.groups.forEach(checkChange)
    const pairs = besideStanding(input.groups, await lockGroups(tx, schoolId, ids), 'groups')
    const members = await membersOf(tx, ids)
    const changed = pairs
      .map(({ asked, row }) => ({
        asked,
        before: row,
        name: asked.name?.trim() ?? row.name,
        members:
          asked.pupilIds && asked.from ? changeMembers(row.id, members, asked.pupilIds, asked.from) : null,
      }))
      .filter(({ before, name, members: one }) => name !== before.name || (one !== null && one.any))
    await refuseStrangers(
      tx,
      changed.flatMap(({ before, members: one }) =>
        (one?.added ?? []).map(({ pupilId, from }) => ({
          pupil: pupilId,
          day: from,
          classes: before.classIds,
        })),
      ),
    )
    await writeGroups(ctx, tx, schoolId, changed)
    return { groups: ids.map((id) => ({ id })), changed: changed.length }
  })
}

type ChangedGroup = { asked: Change; before: Standing; name: string; members: MemberChange | null }

async function writeGroups(
  ctx: Ctx,
  tx: Tx,
  schoolId: string,
  changed: readonly ChangedGroup[],
): Promise<void> {
  const rows = changed.map(({ before, name }) => ({ id: before.id, name }))
  await tx.sql(sql`update study_group g set name = t.name, version = g.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, name text) where g.id = t.id`)
  const memberships = await writeMembers(
    tx,
    schoolId,
    changed.flatMap(({ members }) => members ?? []),
  )
  await appendLog(
    tx,
    'roster',
    schoolId,
    ctx.now,
    actorIn(ctx, schoolId),
    changed.map(({ asked, before, name, members }) => ({
      act: 'changeGroups',
      subject: `group:${before.id}`,
      from: { name: before.name, ...(members ? { left: members.left } : {}) },
      to: {
        name,
        ...(members ? { came: members.added.map((one) => one.pupilId), since: asked.from ?? null } : {}),
      },
    })),
  )
  const groupIds = changed.map(({ before }) => before.id)
  await tell(tx, groupChanged, schoolId, groupIds, ctx)
  await tell(tx, membershipChanged, schoolId, memberships, ctx)
  const members = changed.flatMap(({ asked }) => asked.pupilIds ?? [])
  await boundGroups(tx, ctx, schoolId, members)
}

function checkChange(group: Change, i: number): void {
  if (group.name !== undefined && !group.name?.trim())
    refuse('BAD_INPUT', 'У группы нет названия.', ['groups', String(i), 'name'])
  if (Boolean(group.pupilIds) !== Boolean(group.from))
    refuse('BAD_INPUT', 'Состав группы называют вместе с днём, с которого он действует.', [
      'groups',
      String(i),
      'from',
    ])
}

const lockGroups = (tx: Tx, schoolId: string, ids: readonly string[]): Promise<Standing[]> =>
  tx.sql<Standing>(sql`select g.id, g.name, g.version,
      array(select c.class_id from study_group_class c where c.group_id = g.id order by 1) as "classIds"
    from study_group g where g.id = any(${ids}::uuid[]) and g.school_id = ${schoolId} and not g.removed order by g.id for update`)

export const membersOf = (tx: Tx, groupIds: readonly string[]): Promise<GroupMembership[]> =>
  tx.sql<GroupMembership>(sql`select id, group_id as "groupId", pupil_id as "pupilId", from_day as "from", until_day as until
    from membership where group_id = any(${groupIds}::uuid[]) and not removed order by from_day, id`)

export type RemoveGroupsInput = { requestId?: string | null; schoolId: string; groupIds: string[] }

/** Takes groups out. Who belonged before today belonged; who came today or later has never been in it. */
export async function removeGroups(ctx: Ctx, input: RemoveGroupsInput) {
  return mutation(ctx.db, ctx.scope, 'removeGroups', input, async (tx) => {
    const { schoolId, groupIds } = input
    if (!mayMakeGroups(ctx.viewer, schoolId)) notFound('schoolId')
    oneOfEach(groupIds, 200, 'groupIds')
    const groups = await lockGroups(tx, schoolId, groupIds)
    if (groups.length < groupIds.length) notFound('groupIds')
    const last = await takeOutGroups(ctx, tx, schoolId, groupIds)
    await appendLog(
      tx,
      'roster',
      schoolId,
      ctx.now,
      actorIn(ctx, schoolId),
      groups.map((group) => ({
        act: 'removeGroups',
        subject: `group:${group.id}`,
        from: { name: group.name },
        // The last day of who was in it: by it they come back (4.4).
        to: { removed: true, last },
      })),
    )
    return { removed: groupIds.length }
  })
}

/** Takes groups out whose rows are locked, and tells so; memberships end as `removeGroups` says, on the day given back. */
export async function takeOutGroups(
  ctx: Ctx,
  tx: Tx,
  schoolId: string,
  groupIds: readonly string[],
): Promise<string | null> {
  if (groupIds.length === 0) return null
  await tx.sql(
    sql`update study_group set removed = true, version = version + 1 where id = any(${groupIds}::uuid[]) and school_id = ${schoolId}`,
  )
  const school = await ctx.loaders.school.load(schoolId)
  const today = dayIn(school?.timeZone ?? 'UTC', ctx.now)
  const memberships = await tx.sql<{ id: string }>(sql`update membership set
      removed = from_day >= ${today}, until_day = case when from_day < ${today} then ${addDays(today, -1)} else until_day end,
      version = version + 1
    where group_id = any(${groupIds}::uuid[]) and school_id = ${schoolId} and not removed
      and (until_day is null or until_day >= ${today}) returning id`)
  await tell(tx, groupChanged, schoolId, groupIds, ctx)
  const membershipIds = memberships.map((one) => one.id)
  await tell(tx, membershipChanged, schoolId, membershipIds, ctx)
  return addDays(today, -1)
}
