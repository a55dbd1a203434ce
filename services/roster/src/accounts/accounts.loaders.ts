import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { CalendarDay } from './working-days.js'

export type AccountRow = {
  id: string
  username: string
  stopped: boolean
  closed: boolean
  mustChange: boolean
  secondFactor: boolean
  issuedAt: Date
  activatedAt: Date | null
  lastSignInAt: Date | null
  /** Whose login it is, in the schools that the viewer sees. */
  persons: { id: string; schoolId: string }[]
}
export type HandoverRow = {
  id: string
  personId: string
  at: Date
  byName: string
  toName: string
  delivery: string
}

/** Logins with what belongs to them: one query for all that a request asks for. */
export function accountLoaders(db: Database, scope: Scope) {
  return {
    account: new DataLoader<string, AccountRow | null>(async (ids) => {
      const asked = ids.filter((id) => /^[0-9a-f-]{36}$/i.test(id))
      const rows = await db.read<AccountRow>(
        scope,
        sql`select u.id, coalesce(u.username, '') as username, u.stopped, u.closed, u."mustChangePassword" as "mustChange",
            coalesce(u."twoFactorEnabled", false) as "secondFactor", u.issued_at as "issuedAt",
            u.activated_at as "activatedAt", u.last_sign_in_at as "lastSignInAt",
            coalesce((select json_agg(json_build_object('id', a.person_id, 'schoolId', a.school_id) order by a.school_id)
              from account_person a join person p on p.id = a.person_id and not p.removed where a.account_id = u.id), '[]') as persons
          from auth."user" u where u.id = any(${asked}::uuid[])`,
      )
      const found = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    }),
    handovers: new DataLoader<string, HandoverRow[]>(async (ids) => {
      const rows = await db.read<HandoverRow>(
        scope,
        sql`select id, person_id as "personId", at, by_name as "byName", to_name as "toName", delivery from handover
          where person_id = any(${ids}::uuid[]) order by at desc, id desc`,
      )
      return ids.map((id) => rows.filter((row) => row.personId === id))
    }),
    /** Where a person's mail goes; null without an address. */
    emailOf: new DataLoader<string, string | null>(async (ids) => {
      const rows = await db.read<{ id: string; email: string | null }>(
        scope,
        sql`select person_id as id, email from contacts where person_id = any(${ids}::uuid[])`,
      )
      const found = new Map(rows.map((row) => [row.id, row.email]))
      return ids.map((id) => found.get(id) || null)
    }),
    /** Days of all years of a school that differ from the week's rule. */
    calendar: new DataLoader<string, CalendarDay[]>(async (ids) => {
      const rows = await db.read<CalendarDay & { schoolId: string }>(
        scope,
        sql`select school_id as "schoolId", day as date, kind from calendar_day where school_id = any(${ids}::uuid[])`,
      )
      return ids.map((id) => rows.filter((row) => row.schoolId === id))
    }),
  }
}
