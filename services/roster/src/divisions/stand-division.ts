// Writes the groups of a division that stands: new ones, those that are there, and those that it has no more.
import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { groupChanged, membershipChanged } from '../../events.js'
import { membersOf, takeOutGroups } from '../classes/change-groups.js'
import { changeMembers, writeMembers } from '../classes/group-members.js'
import type { Ctx } from '../context.js'
import { lockPupils } from '../contingent/enter-movements.js'
import { boundGroups } from '../contingent/settle.js'
import { tell } from '../facts.js'
import type { DivisionAsked } from './check-division.js'

type Group = { id: string; divisionId: string | null }

/**
 * A group that is there and belongs to no division comes into this one, with the pupils that the division says, from its
 * day on. What a group had before that day stays as it was.
 */
export async function standDivision(
  tx: Tx,
  ctx: Ctx,
  schoolId: string,
  yearId: string,
  asked: DivisionAsked,
): Promise<void> {
  const ids = asked.groups.map((group) => group.id)
  const pupilIds = [...new Set(asked.groups.flatMap((group) => group.pupilIds))]
  await lockPupils(tx, schoolId, pupilIds)
  const there = await tx.sql<Group>(sql`select id, division_id as "divisionId" from study_group
    where (id = any(${ids}::uuid[]) or division_id = ${asked.id}) and year_id = ${yearId} and not removed order by id for update`)
  const taken = there.find((group) => group.divisionId !== null && group.divisionId !== asked.id)
  if (taken) refuse('ALREADY_EXISTS', 'Эта группа состоит в другом делении.', 'groups')
  await writeGroups(tx, schoolId, yearId, asked)
  const members = await membersOf(tx, ids)
  const changes = asked.groups.map((group) => changeMembers(group.id, members, group.pupilIds, asked.from))
  const memberships = await writeMembers(tx, schoolId, changes)
  await tell(tx, groupChanged, schoolId, ids, ctx)
  await tell(tx, membershipChanged, schoolId, memberships, ctx)
  await takeOutGroups(
    ctx,
    tx,
    schoolId,
    there.map((group) => group.id).filter((id) => !ids.includes(id)),
  )
  await boundGroups(tx, ctx, schoolId, pupilIds)
}

async function writeGroups(tx: Tx, schoolId: string, yearId: string, asked: DivisionAsked): Promise<void> {
  const rows = JSON.stringify(asked.groups.map(({ id, name }) => ({ id, name })))
  const written = await tx
    .sql(
      sql`insert into study_group as g (id, school_id, year_id, name, kind, division_id)
        select t.id, ${schoolId}, ${yearId}, t.name, ${asked.kind}, ${asked.id} from jsonb_to_recordset(${rows}::jsonb) as t(id uuid, name text)
        on conflict (id) do update set name = excluded.name, kind = excluded.kind, division_id = excluded.division_id, version = g.version + 1
        where g.school_id = excluded.school_id and g.year_id = excluded.year_id and not g.removed returning g.id`,
    )
    .catch((error: unknown) => {
      // Another school's group of this id: its row is not seen, and the key is taken all the same.
      if (brokenConstraint(error) === 'study_group_pkey')
        refuse('ALREADY_EXISTS', 'Такая группа уже есть.', 'groups')
      throw error
    })
  if (written.length < asked.groups.length) notFound('groups')
  await tx.sql(sql`insert into study_group_class (group_id, class_id, school_id)
    select t.id, c, ${schoolId} from jsonb_to_recordset(${rows}::jsonb) as t(id uuid), unnest(${asked.classIds}::uuid[]) c
    on conflict do nothing`)
}
