import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql, type Sql } from '@zhurnal/kit/sql'

/** People by surname, name, patronymic, as Russian sorts them: with the person as `p`. */
export const byName: Sql = sql`p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu",
  p.patronymic collate "ru-RU-x-icu", p.id`

type GroupOfClass = { id: string; kind: string }

/** Keys are `id|day`: what stands with a class or group on that day. One query for all that a request asks for. */
export function classLoaders(db: Database, scope: Scope) {
  const ofDay = <T>(query: (ids: readonly string[], days: readonly string[]) => Sql, none: T) =>
    new DataLoader<string, T>(async (keys) => {
      const asked = keys.map((key) => key.split('|'))
      const statement = query(
        asked.map(([id]) => id ?? ''),
        asked.map(([, day]) => day ?? ''),
      )
      const found = new Map(
        (await db.read<{ key: string; value: T }>(scope, statement)).map((row) => [row.key, row.value]),
      )
      return keys.map((key) => found.get(key) ?? none)
    })
  const members = (column: Sql) =>
    ofDay<string[]>(
      (ids, days) => sql`select t.id || '|' || t.day as key, array_agg(p.id order by ${byName}) as value
        from unnest(${ids}::uuid[], ${days}::date[]) as t(id, day)
        join membership m on ${column} = t.id and not m.removed and m.from_day <= t.day and (m.until_day is null or m.until_day >= t.day)
        join person p on p.id = m.pupil_id and not p.removed
        group by t.id, t.day`,
      [],
    )
  return {
    /** Who belongs to a class on a day, by name. */
    classMembers: members(sql`m.class_id`),
    /** Who belongs to a group on a day, by name. */
    groupMembers: members(sql`m.group_id`),
    /** Staff member with the class teacher's grant in force on the day. */
    classTeacher: ofDay<string | null>(
      (
        ids,
        days,
      ) => sql`select distinct on (t.class_id, t.day) t.class_id || '|' || t.day as key, g.person_id as value
        from unnest(${ids}::uuid[], ${days}::date[]) as t(class_id, day)
        join role_grant g on g.class_id = t.class_id and not g.removed and (g.from_day is null or g.from_day <= t.day)
          and (g.until_day is null or g.until_day >= t.day)
        order by t.class_id, t.day, g.from_day desc nulls last`,
      null,
    ),
    /** Groups with pupils of a class, by name: key is the class's id. */
    groupsOfClass: new DataLoader<string, GroupOfClass[]>(async (ids) => {
      const rows = await db.read<{ id: string; groups: GroupOfClass[] }>(
        scope,
        sql`select c.class_id as id, json_agg(json_build_object('id', g.id, 'kind', g.kind) order by g.name, g.id) as groups
          from study_group_class c join study_group g on g.id = c.group_id and not g.removed
          where c.class_id = any(${ids}::uuid[]) group by c.class_id`,
      )
      const found = new Map(rows.map((row) => [row.id, row.groups]))
      return ids.map((id) => found.get(id) ?? [])
    }),
  }
}
