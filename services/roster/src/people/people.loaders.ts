import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { Role } from '../../events.js'
import { byOrder, isGuardian, isPupilOn } from '../roles/family-roles.js'

export type MembershipRow = {
  pupilId: string
  classId: string | null
  groupId: string | null
  /** Null for a class. */
  groupKind: string | null
  yearId: string
  from: string
  until: string | null
}
export type GrantRow = {
  /** Null of a role that follows from the card. */
  id: string | null
  personId: string
  schoolId: string
  role: Role
  classId: string | null
  from: string | null
  until: string | null
  orderNumber: string | null
  orderDate: string | null
}

const todayOf = (now: Date) => sql`(${now}::timestamptz at time zone s.time_zone)::date`

/** What is kept of a person, by the person's id: one query for all that a request asks for. */
export function peopleLoaders(db: Database, scope: Scope, now: Date) {
  const listOf = <T>(query: (ids: readonly string[]) => ReturnType<typeof sql>, owner: (row: T) => string) =>
    new DataLoader<string, T[]>(async (ids) => {
      const found = new Map<string, T[]>(ids.map((id) => [id, []]))
      for (const row of await db.read<T & object>(scope, query(ids))) found.get(owner(row))?.push(row)
      return ids.map((id) => found.get(id) ?? [])
    })
  return {
    /** Memberships in classes and in groups that stand, by their first day. */
    memberships: listOf<MembershipRow>(
      (
        ids,
      ) => sql`select m.pupil_id as "pupilId", m.class_id as "classId", m.group_id as "groupId", m.from_day as "from",
          m.until_day as until, coalesce(c.year_id, g.year_id) as "yearId", g.kind as "groupKind"
        from membership m left join school_class c on c.id = m.class_id left join study_group g on g.id = m.group_id
        where m.pupil_id = any(${ids}::uuid[]) and not m.removed and not coalesce(g.removed, false)
        order by m.from_day, m.class_id nulls last, m.id`,
      (row) => row.pupilId,
    ),
    /** Roles in force today and to come, by the school's own day, and those that follow from the card. */
    grants: listOf<GrantRow>(
      (
        ids,
      ) => sql`select g.id, g.person_id as "personId", g.school_id as "schoolId", g.role, g.class_id as "classId",
          g.from_day as "from", g.until_day as until, g.order_number as "orderNumber", g.order_date as "orderDate"
        from role_grant g join school s on s.id = g.school_id
        where g.person_id = any(${ids}::uuid[]) and not g.removed and ${byOrder} and (g.until_day is null or g.until_day >= ${todayOf(now)})
        union all select null, p.id, p.school_id, follows.role, null, null, null, null, null
          from person p join school s on s.id = p.school_id cross join lateral (
            select 'PUPIL' as role where ${isPupilOn(todayOf(now))} union all select 'GUARDIAN' where ${isGuardian}) follows
          where p.id = any(${ids}::uuid[]) and not p.removed
        order by 4, 6 nulls first, 1`,
      (row) => row.personId,
    ),
  }
}
