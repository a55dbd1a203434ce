// Classes, groups and divisions that a stolen login made, changed or took out.
import { someOf } from '@zhurnal/kit/batch'
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { addDays, dayIn } from '@zhurnal/kit/time'
import { z } from 'zod'
import { classChanged, groupChanged, membershipChanged } from '../../events.js'
import { takeOutGroups } from '../classes/change-groups.js'
import { heldClasses } from '../classes/change-classes.js'
import type { Ctx } from '../context.js'
import { boundGroups } from '../contingent/settle.js'
import { tell } from '../facts.js'
import {
  bothWays,
  cannot,
  done,
  idOf,
  stayNote,
  turnFields,
  type ActEntry,
  type Outcome,
  type Side,
  type Step,
  type Value,
  type Way,
} from './outcome.js'

const classThere =
  (there: boolean): Step =>
  async (tx, ctx, entry) => {
    const id = idOf(entry.subject)
    if (!there) {
      const [held] = await heldClasses(tx, ctx, { schoolId: entry.schoolId, classIds: [id] })
      if (held && held.holders.length > 0)
        return cannot(`${held.name}: ${held.holders.join('; ')}. Сначала уберите это.`)
    } else {
      const [same] = await tx.sql(sql`select 1 as one from school_class c join school_class n
        on n.year_id = c.year_id and n.name = c.name and n.id <> c.id and not n.removed where c.id = ${id}`)
      if (same) return cannot('Класс с таким названием с тех пор создан заново.')
    }
    await tx.sql(
      sql`update school_class set removed = ${!there}, version = version + 1 where id = ${id} and removed = ${there}`,
    )
    await tell(tx, classChanged, entry.schoolId, [id], ctx)
    return done
  }

const classSchema = z.object({ name: z.string(), grade: z.number(), letter: z.string().nullable() })
const classFields =
  (side: Side): Step =>
  async (tx, ctx, entry) => {
    const id = idOf(entry.subject)
    const [from, to] = [classSchema.parse(entry.from), classSchema.parse(entry.to)]
    const [now] = await tx.sql<Record<string, Value> & { yearId: string }>(
      sql`select name, grade, letter, year_id as "yearId" from school_class where id = ${id} and not removed for update`,
    )
    if (!now) return cannot('Такого класса уже нет.')
    const changes = Object.fromEntries(
      (['name', 'grade', 'letter'] as const)
        .filter((name) => from[name] !== to[name])
        .map((name) => [name, { from: from[name], to: to[name] }]),
    )
    const { set, stays } = turnFields(changes, now, side)
    const next = { ...now, ...set }
    const [taken] = await tx.sql(sql`select 1 as one from school_class
      where year_id = ${now.yearId} and name = ${next.name ?? ''} and id <> ${id} and not removed`)
    if (taken) return cannot(`Название «${next.name ?? ''}» с тех пор у другого класса.`)
    await tx.sql(sql`update school_class set name = ${next.name ?? ''}, grade = ${next.grade ?? null}, letter = ${next.letter ?? null},
      version = version + 1 where id = ${id}`)
    await tell(tx, classChanged, entry.schoolId, [id], ctx)
    return stayNote(stays, { name: 'название', grade: 'параллель', letter: 'буква' })
  }

type Made = { readonly group: string; readonly pupils: readonly string[]; readonly since: string }

/** Takes out groups that the login made; refuses where others have put somebody into one since. */
async function dropGroups(tx: Tx, ctx: Ctx, schoolId: string, made: readonly Made[]): Promise<Outcome> {
  const rows = JSON.stringify(made)
  const ids = made.map((one) => one.group)
  const others = await tx.sql<{ name: string }>(sql`
    select concat_ws(' ', p.last_name, p.first_name) as name from membership m join person p on p.id = m.pupil_id and not p.removed
    where m.group_id = any(${ids}::uuid[]) and not m.removed and not exists (
      select 1 from jsonb_to_recordset(${rows}::jsonb) as t("group" uuid, pupils jsonb, since date)
      where t."group" = m.group_id and t.since = m.from_day and t.pupils ? m.pupil_id::text) order by 1`)
  if (others.length > 0)
    return cannot(
      `В группу с тех пор записаны: ${someOf(others.map((one) => one.name))}. Решите, где им быть.`,
    )
  const members = await tx.sql<{
    id: string
  }>(sql`update membership set removed = true, cut = false, asked_until = null, version = version + 1
    where group_id = any(${ids}::uuid[]) and not removed returning id`)
  await tx.sql(
    sql`update study_group set removed = true, version = version + 1 where id = any(${ids}::uuid[]) and not removed`,
  )
  await tell(tx, groupChanged, schoolId, ids, ctx)
  const memberIds = members.map((one) => one.id)
  await tell(tx, membershipChanged, schoolId, memberIds, ctx)
  return done
}

/** Puts them back, each with the members that it was made with, as long as these are in the classes. */
async function raiseGroups(tx: Tx, ctx: Ctx, schoolId: string, made: readonly Made[]): Promise<Outcome> {
  const rows = JSON.stringify(made)
  const ids = made.map((one) => one.group)
  await tx.sql(
    sql`update study_group set removed = false, version = version + 1 where id = any(${ids}::uuid[]) and removed`,
  )
  const members = await tx.sql<{
    id: string
    pupil: string
  }>(sql`update membership m set removed = false, until_day = null, version = version + 1
    from (select distinct on (m.group_id, m.pupil_id) m.id from membership m
      join jsonb_to_recordset(${rows}::jsonb) as t("group" uuid, pupils jsonb, since date)
        on t."group" = m.group_id and t.since = m.from_day and t.pupils ? m.pupil_id::text
      join person p on p.id = m.pupil_id and not p.removed
      where m.removed order by m.group_id, m.pupil_id, m.id) back
    where m.id = back.id returning m.id, m.pupil_id as pupil`)
  await tell(tx, groupChanged, schoolId, ids, ctx)
  const memberIds = members.map((one) => one.id)
  await tell(tx, membershipChanged, schoolId, memberIds, ctx)
  const pupils = [...new Set(members.map((one) => one.pupil))]
  await boundGroups(tx, ctx, schoolId, pupils)
  return done
}

const madeSchema = z.object({ pupils: z.array(z.string()), since: z.string() })
const madeGroup =
  (turn: typeof dropGroups): Step =>
  (tx, ctx, entry) =>
    turn(tx, ctx, entry.schoolId, [{ group: idOf(entry.subject), ...madeSchema.parse(entry.to) }])

const changedSchema = z.object({
  from: z.object({ name: z.string(), left: z.array(z.string()).default([]) }),
  to: z.object({ name: z.string(), came: z.array(z.string()).default([]), since: z.string().nullish() }),
})

/** Name and members of a group: who came goes, who left comes back, as far as nobody has changed it since. */
const groupChange =
  (side: Side): Step =>
  async (tx, ctx, entry) => {
    const id = idOf(entry.subject)
    const { from, to } = changedSchema.parse(entry)
    const [now] = await tx.sql<{ name: string }>(
      sql`select name from study_group where id = ${id} and not removed for update`,
    )
    if (!now) return cannot('Такой группы уже нет.')
    const { set, stays } = turnFields({ name: { from: from.name, to: to.name } }, now, side)
    if ('name' in set)
      await tx.sql(
        sql`update study_group set name = ${set.name ?? now.name}, version = version + 1 where id = ${id}`,
      )
    const [goes, comes] = side === 'from' ? [to.came, from.left] : [from.left, to.came]
    const missed = to.since
      ? await turnMembers(tx, ctx, entry, { id, since: to.since, goes, comes, side })
      : false
    await tell(tx, groupChanged, entry.schoolId, [id], ctx)
    return stayNote([...stays, ...(missed ? ['members'] : [])], { name: 'название', members: 'состав' })
  }

type Turned = { id: string; since: string; goes: readonly string[]; comes: readonly string[]; side: Side }

/** True when some of them stand otherwise by now. */
async function turnMembers(
  tx: Tx,
  ctx: Ctx,
  entry: ActEntry,
  { id, since, goes, comes, side }: Turned,
): Promise<boolean> {
  const before = addDays(since, -1)
  const ofGroup = (pupils: readonly string[]) => sql`group_id = ${id} and pupil_id = any(${pupils}::uuid[])`
  type Row = { id: string; pupil: string }
  // Who came on the day has never been in it; who was there before goes on, or ends on the day before again.
  const gone =
    side === 'from'
      ? await tx.sql<Row>(sql`update membership set removed = true, cut = false, asked_until = null, version = version + 1
          where ${ofGroup(goes)} and from_day = ${since} and not removed returning id, pupil_id as pupil`)
      : await tx.sql<Row>(sql`update membership set until_day = ${before}, version = version + 1
          where ${ofGroup(goes)} and from_day < ${since} and until_day is null and not removed returning id, pupil_id as pupil`)
  const back =
    side === 'from'
      ? await tx.sql<Row>(sql`update membership set until_day = null, cut = false, asked_until = null, version = version + 1
          where ${ofGroup(comes)} and until_day = ${before} and not removed returning id, pupil_id as pupil`)
      : await tx.sql<Row>(sql`update membership set removed = false, until_day = null, version = version + 1
          where id in (select distinct on (pupil_id) id from membership where ${ofGroup(comes)} and from_day = ${since} and removed
            order by pupil_id, id) returning id, pupil_id as pupil`)
  const ids = [...gone, ...back].map((one) => one.id)
  await tell(tx, membershipChanged, entry.schoolId, ids, ctx)
  const pupils = [...new Set(back.map((one) => one.pupil))]
  await boundGroups(tx, ctx, entry.schoolId, pupils)
  return gone.length < goes.length || back.length < comes.length
}

const outSchema = z.object({ last: z.string().nullish() })

/** A group that was taken out comes back with those who were in it until then. */
const groupBack: Step = async (tx, ctx, entry) => {
  const id = idOf(entry.subject)
  const rows = await tx.sql<{
    zone: string
  }>(sql`update study_group g set removed = false, version = g.version + 1 from school s
    where g.id = ${id} and g.removed and s.id = g.school_id returning s.time_zone as zone`)
  const zone = rows[0]?.zone
  if (zone === undefined) return done
  const last = outSchema.parse(entry.to).last ?? addDays(dayIn(zone, entry.at), -1)
  const members = await tx.sql<{
    id: string
    pupil: string
  }>(sql`update membership set until_day = null, version = version + 1
    where group_id = ${id} and until_day = ${last} and not removed returning id, pupil_id as pupil`)
  await tell(tx, groupChanged, entry.schoolId, [id], ctx)
  const memberIds = members.map((one) => one.id)
  await tell(tx, membershipChanged, entry.schoolId, memberIds, ctx)
  const pupils = members.map((one) => one.pupil)
  await boundGroups(tx, ctx, entry.schoolId, pupils)
  return { note: 'Кто должен был прийти в группу позже, того запишите снова.' }
}

const groupGone: Step = async (tx, ctx, entry) => {
  const id = idOf(entry.subject)
  const { last } = outSchema.parse(entry.to)
  // As it was: from the day that the act gave, not from today.
  const members = last
    ? await tx.sql<{ id: string }>(sql`update membership set removed = from_day > ${last},
          until_day = case when from_day > ${last} then until_day else ${last} end, version = version + 1
        where group_id = ${id} and not removed and (until_day is null or until_day > ${last}) returning id`)
    : []
  const memberIds = members.map((one) => one.id)
  await tell(tx, membershipChanged, entry.schoolId, memberIds, ctx)
  await takeOutGroups(ctx, tx, entry.schoolId, [id])
  return done
}

const dividedSchema = z.object({
  state: z.enum(['STANDING', 'PROPOSED']),
  since: z.string(),
  groups: z.array(z.object({ group: z.string(), pupils: z.array(z.string()) })),
})

const division =
  (side: Side): Step =>
  async (tx, ctx, entry) => {
    if (entry.from !== null)
      return cannot('Деление изменено поверх прежнего: верните прежний состав групп в «Делении».')
    const id = idOf(entry.subject)
    const { state, since, groups } = dividedSchema.parse(entry.to)
    const made = groups.map(({ group, pupils }) => ({ group, pupils, since }))
    const [older] = await tx.sql(sql`select 1 as one from log_entry where act = 'createGroups'
      and subject = any(${groups.map(({ group }) => `group:${group}`)}::text[]) limit 1`)
    if (older) return cannot('В деление вошли группы, которые были и раньше: верните их состав в «Делении».')
    const next = side === 'from' ? 'REFUSED' : state
    await tx.sql(sql`update division set state = ${next}, version = version + 1 where id = ${id}`)
    if (state === 'PROPOSED') return done
    return (side === 'from' ? dropGroups : raiseGroups)(tx, ctx, entry.schoolId, made)
  }

const stateSchema = z.object({ state: z.string() })
const divisionRefused =
  (side: Side): Step =>
  async (tx, _, entry) => {
    if (stateSchema.parse(entry.to).state !== 'REFUSED')
      return cannot('Принятое деление действует: откажитесь от него в «Делении» и подтвердите запись.')
    const next = side === 'from' ? 'PROPOSED' : 'REFUSED'
    const rows = await tx.sql(sql`update division set state = ${next}, version = version + 1
      where id = ${idOf(entry.subject)} and state = ${side === 'from' ? 'REFUSED' : 'PROPOSED'} returning id`)
    return rows.length > 0 ? done : cannot('Об этом делении с тех пор решили иначе.')
  }

export const classWays: Readonly<Record<string, Way>> = {
  createClasses: { undo: classThere(false), redo: classThere(true) },
  openNextYear: { undo: classThere(false), redo: classThere(true) },
  removeClasses: { undo: classThere(true), redo: classThere(false) },
  changeClasses: bothWays(classFields),
  createGroups: { undo: madeGroup(dropGroups), redo: madeGroup(raiseGroups) },
  removeGroups: { undo: groupBack, redo: groupGone },
  changeGroups: bothWays(groupChange),
  divideClass: bothWays(division),
  decideDivision: bothWays(divisionRefused),
}
