import type { Tx } from '@zhurnal/kit/database'
import { notFound, refuse, refuseEach } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayWords } from '../contingent/words.js'
import { mayEnter, yearsOf } from '../contingent/year-spans.js'
import { inTwoGroups, leftOut, type DivisionGroup } from './division-rules.js'

export type GroupKind = 'DIVISION' | 'PARALLEL' | 'SPECIALIST' | 'OTHER'
export type DivisionAsked = {
  readonly id: string
  readonly name: string
  readonly classIds: readonly string[]
  readonly everybody: boolean
  readonly from: string
  readonly kind: GroupKind
  readonly groups: readonly DivisionGroup[]
}

/** Refuses what cannot stand: names, classes and day; pupils of other classes, in two groups, or left out. */
export async function checkDivision(
  tx: Tx,
  schoolId: string,
  yearId: string,
  asked: DivisionAsked,
): Promise<void> {
  checkNames(asked)
  const classes = await tx.sql(sql`select id from school_class where id = any(${asked.classIds}::uuid[])
    and year_id = ${yearId} and school_id = ${schoolId} and not removed for key share`)
  if (classes.length < asked.classIds.length) notFound('schoolClassIds')
  if (!mayEnter(await yearsOf(tx, schoolId), yearId, asked.from))
    refuse('BAD_INPUT', `${dayWords(asked.from)} — не день этого учебного года.`, 'from')
  await refuseTwin(tx, yearId, asked)
  await checkPupils(tx, schoolId, asked)
}

function checkNames({ name, classIds, groups }: DivisionAsked): void {
  if (!name) refuse('BAD_INPUT', 'У деления нет названия.', 'name')
  if (classIds.length === 0) refuse('BAD_INPUT', 'Не назван класс, который делят.', 'schoolClassIds')
  if (classIds.length > 20) refuse('BAD_INPUT', 'Не больше 20 классов в одном делении.', 'schoolClassIds')
  if (groups.length === 0 || groups.length > 50) refuse('BAD_INPUT', 'В делении от 1 до 50 групп.', 'groups')
  const names = groups.map((group) => group.name)
  groups.forEach((group, i) => {
    const field = ['groups', String(i), 'name']
    if (!group.name) refuse('BAD_INPUT', 'У группы нет названия.', field)
    if (names.indexOf(group.name) !== i) refuse('BAD_INPUT', `Две группы названы «${group.name}».`, field)
    if (groups.findIndex((one) => one.id === group.id) !== i)
      refuse('BAD_INPUT', 'Одна и та же группа названа дважды.', ['groups', String(i), 'id'])
  })
}

/** The same classes are divided under one name once. */
async function refuseTwin(tx: Tx, yearId: string, { id, name, classIds }: DivisionAsked): Promise<void> {
  const [twin] = await tx.sql<{ classes: string[] }>(sql`
    select array(select c.name from division_class k join school_class c on c.id = k.class_id where k.division_id = d.id order by c.name) as classes
    from division d where d.year_id = ${yearId} and d.name = ${name} and d.id <> ${id} and d.state <> 'REFUSED'
      and exists (select 1 from division_class k where k.division_id = d.id and k.class_id = any(${classIds}::uuid[])) limit 1`)
  if (twin) refuse('ALREADY_EXISTS', `Деление «${name}» уже есть: ${twin.classes.join(', ')}.`, 'name')
}

type Pupil = { id: string; name: string; ofClasses: boolean }

async function checkPupils(tx: Tx, schoolId: string, asked: DivisionAsked): Promise<void> {
  const named = [...new Set(asked.groups.flatMap((group) => group.pupilIds))]
  const pupils = await tx.sql<Pupil>(sql`
    select p.id, concat_ws(' ', p.last_name, p.first_name) as name, m.id is not null as "ofClasses"
    from person p left join membership m on m.pupil_id = p.id and not m.removed and m.class_id = any(${asked.classIds}::uuid[])
      and m.from_day <= ${asked.from} and (m.until_day is null or m.until_day >= ${asked.from})
    where p.school_id = ${schoolId} and p.is_pupil and not p.removed and (p.id = any(${named}::uuid[]) or m.id is not null)
    order by p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id`)
  const byId = new Map(pupils.map((one) => [one.id, one]))
  if (named.some((id) => !byId.has(id))) notFound('groups')
  const strangers = pupils.filter((one) => !one.ofClasses)
  if (strangers.length > 0)
    refuse(
      'BAD_INPUT',
      `С ${dayWords(asked.from)} не учатся ни в одном из этих классов: ${listed(strangers)}.`,
      'groups',
    )
  refuseEach(
    [...inTwoGroups(asked.groups)].map(([id, names]) => ({
      code: 'IN_TWO_GROUPS',
      message: `${byId.get(id)?.name ?? ''}: сразу в группах ${names.map((name) => `«${name}»`).join(' и ')}.`,
      field: ['groups'],
    })),
  )
  const out = new Set(
    leftOut(
      pupils.map((one) => one.id),
      asked.groups,
    ),
  )
  if (asked.everybody && out.size > 0)
    refuse(
      'LEFT_OUT',
      `Не вошли ни в одну группу: ${listed(pupils.filter((one) => out.has(one.id)))}.`,
      'groups',
    )
}

/** All of them: who divides has to find each. */
const listed = (pupils: readonly Pupil[]): string => pupils.map((one) => one.name).join(', ')
