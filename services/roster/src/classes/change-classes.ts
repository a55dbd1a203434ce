import type { Tx } from '@zhurnal/kit/database'
import { besideStanding, oneOfEach, refuseHeld, someOf } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { classChanged } from '../../events.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { maySetUp } from '../policy.js'
import { alreadyThere } from './classes.js'

type Change = {
  id: string
  name?: string | null
  grade?: number | null
  letter?: string | null
  expectedVersion?: number | null
}
export type ChangeClassesInput = { requestId?: string | null; schoolId: string; classes: Change[] }
type Standing = { id: string; name: string; grade: number; letter: string | null; version: number }

/** Changes names, grades and letters of classes. What is not given stays; a row that changes nothing is no act. */
export async function changeClasses(ctx: Ctx, input: ChangeClassesInput) {
  return mutation(ctx.db, ctx.scope, 'changeClasses', input, async (tx) => {
    const { schoolId } = input
    if (!maySetUp(ctx.viewer, schoolId)) notFound('schoolId')
    const ids = input.classes.map((one) => one.id)
    oneOfEach(ids, 200, 'classes')
    input.classes.forEach(checkChange)
    const standing = await tx.sql<Standing>(sql`select id, name, grade, letter, version from school_class
      where id = any(${ids}::uuid[]) and school_id = ${schoolId} and not removed order by id for update`)
    const changed = besideStanding(input.classes, standing, 'classes')
      .map(({ asked, row }) => ({ before: row, after: afterChange(row, asked) }))
      .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
    await tx
      .sql(
        sql`update school_class c set name = t.name, grade = t.grade, letter = t.letter, version = c.version + 1
          from jsonb_to_recordset(${JSON.stringify(changed.map(({ after }) => after))}::jsonb)
            as t(id uuid, name text, grade smallint, letter text) where c.id = t.id`,
      )
      .catch(alreadyThere('Класс с таким названием уже есть в этом году.', 'classes'))
    await appendLog(
      tx,
      'roster',
      schoolId,
      ctx.now,
      actorIn(ctx, schoolId),
      changed.map(({ before, after }) => ({
        act: 'changeClasses',
        subject: `class:${before.id}`,
        from: { name: before.name, grade: before.grade, letter: before.letter },
        to: { name: after.name, grade: after.grade, letter: after.letter },
      })),
    )
    const changedIds = changed.map(({ before }) => before.id)
    await tell(tx, classChanged, schoolId, changedIds, ctx)
    return { classes: ids.map((id) => ({ id })), changed: changed.length }
  })
}

function checkChange(one: Change, i: number): void {
  if (one.name !== undefined && !one.name?.trim())
    refuse('BAD_INPUT', 'У класса нет названия.', ['classes', String(i), 'name'])
  if (one.grade !== undefined && (one.grade === null || one.grade < 1 || one.grade > 11))
    refuse('BAD_INPUT', 'Параллель бывает от 1 до 11.', ['classes', String(i), 'grade'])
}

const afterChange = (row: Standing, asked: Change): Standing => ({
  ...row,
  name: asked.name?.trim() ?? row.name,
  grade: asked.grade ?? row.grade,
  letter: asked.letter === undefined ? row.letter : asked.letter?.trim() || null,
})

export type RemoveClassesInput = { requestId?: string | null; schoolId: string; classIds: string[] }

/** Takes classes out in which nobody has ever been, that no group names and that no class teacher has. */
export async function removeClasses(ctx: Ctx, input: RemoveClassesInput) {
  return mutation(ctx.db, ctx.scope, 'removeClasses', input, async (tx) => {
    const { schoolId, classIds } = input
    if (!maySetUp(ctx.viewer, schoolId)) notFound('schoolId')
    oneOfEach(classIds, 200, 'classIds')
    // Whoever puts a pupil into one of them at this moment waits here, and then finds no class (`for key share` there).
    await tx.sql(sql`select id from school_class where id = any(${classIds}::uuid[]) and school_id = ${schoolId} and not removed
      order by id for update`)
    const classes = await heldClasses(tx, ctx, input)
    refuseHeld(classIds, classes, 'classIds')
    await tx.sql(
      sql`update school_class set removed = true, version = version + 1 where id = any(${classIds}::uuid[]) and school_id = ${schoolId}`,
    )
    await appendLog(
      tx,
      'roster',
      schoolId,
      ctx.now,
      actorIn(ctx, schoolId),
      classes.map((one) => ({
        act: 'removeClasses',
        subject: `class:${one.id}`,
        from: { name: one.name },
        to: { removed: true },
      })),
    )
    await tell(tx, classChanged, schoolId, classIds, ctx)
    return { removed: classIds.length }
  })
}

export async function heldClasses(tx: Tx, ctx: Ctx, { schoolId, classIds }: RemoveClassesInput) {
  const rows = await tx.sql<{
    id: string
    name: string
    pupils: string[]
    groups: string[]
    teachers: string[]
  }>(sql`
    select c.id, c.name,
      array(select distinct concat_ws(' ', p.last_name, p.first_name) from membership m join person p on p.id = m.pupil_id and not p.removed
        where m.class_id = c.id and not m.removed order by 1) as pupils,
      array(select g.name from study_group_class k join study_group g on g.id = k.group_id and not g.removed
        where k.class_id = c.id order by 1) as groups,
      array(select distinct concat_ws(' ', p.last_name, p.first_name) from role_grant r join person p on p.id = r.person_id
        where r.class_id = c.id and not r.removed
          and (r.until_day is null or r.until_day >= (${ctx.now}::timestamptz at time zone s.time_zone)::date) order by 1) as teachers
    from school_class c join school s on s.id = c.school_id
    where c.id = any(${classIds}::uuid[]) and c.school_id = ${schoolId} and not c.removed`)
  return rows.map(({ id, name, pupils, groups, teachers }) => ({
    id,
    name,
    holders: [
      ...(pupils.length > 0 ? [`в классе учатся или учились: ${someOf(pupils)}`] : []),
      ...(groups.length > 0 ? [`из класса составлены группы: ${someOf(groups)}`] : []),
      ...(teachers.length > 0 ? [`классный руководитель: ${someOf(teachers)}`] : []),
    ],
  }))
}
