import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { accountLoaders } from './accounts/accounts.loaders.js'
import { cardLoaders } from './cards/cards.loaders.js'
import { classLoaders } from './classes/classes.loaders.js'
import { consentLoaders } from './consents/consents.loaders.js'
import { contingentLoaders } from './contingent/order-rows.js'
import { divisionLoaders } from './divisions/divisions.loaders.js'
import { ownClasses } from './people/own-classes.js'
import { promotionLoaders } from './new-year/new-year.resolvers.js'
import { peopleLoaders } from './people/people.loaders.js'
import { personalFileLoaders } from './personal-files/personal-files.loaders.js'

export type SchoolRow = {
  id: string
  name: string
  shortName: string
  timeZone: string
  demonstration: boolean
  studyDays: number[]
  secondFactorRoles: string[]
  supportEmail: string | null
}
export type YearRow = { id: string; schoolId: string; name: string; startsOn: string; endsOn: string }
export type ClassRow = {
  id: string
  schoolId: string
  yearId: string
  name: string
  grade: number
  letter: string | null
  version: number
}
export type GroupRow = {
  id: string
  schoolId: string
  yearId: string
  name: string
  kind: string
  divisionId: string | null
  classIds: string[]
  version: number
}
export type PersonRow = {
  /** Of the kept entry, where the one that was asked for was merged into it. */
  id: string
  askedId: string
  schoolId: string
  lastName: string
  firstName: string
  patronymic: string | null
  birthDate: string | null
  isPupil: boolean
  position: string | null
  /** Classes that the pupil belongs to or belonged to. */
  classIds: string[]
  /** The class that the pupil is in now, or was last in each year. */
  ownClassIds: string[]
  /** Pupils whose guardian the person is. */
  childIds: string[]
  guardianIds: string[]
  accountId: string | null
  version: number
}

export type Loaders = ReturnType<typeof makeLoaders>

/** One query per level: rows by id within the viewer's schools. Policy is asked by who resolves the field. */
export function makeLoaders(db: Database, scope: Scope, now: Date) {
  const byId = <T extends { id: string }>(
    query: (ids: readonly string[]) => ReturnType<typeof sql>,
    askedAs: (row: T) => string = (row) => row.id,
  ) =>
    new DataLoader<string, T | null>(async (ids) => {
      const asked = ids.filter((id) => /^[0-9a-f-]{36}$/i.test(id))
      const rows = asked.length ? await db.read<T>(scope, query(asked)) : []
      const found = new Map(rows.map((row) => [askedAs(row), row]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    })
  return {
    school: byId<SchoolRow>(
      (
        ids,
      ) => sql`select id, name, short_name as "shortName", time_zone as "timeZone", demonstration, study_days as "studyDays",
          second_factor_roles as "secondFactorRoles", support_email as "supportEmail"
        from school where id = any(${ids}::uuid[])`,
    ),
    year: byId<YearRow>(
      (ids) => sql`select id, school_id as "schoolId", name, starts_on as "startsOn", ends_on as "endsOn"
        from academic_year where id = any(${ids}::uuid[])`,
    ),
    schoolClass: byId<ClassRow>(
      (ids) => sql`select id, school_id as "schoolId", year_id as "yearId", name, grade, letter, version
        from school_class where id = any(${ids}::uuid[]) and not removed`,
    ),
    group: byId<GroupRow>(
      (
        ids,
      ) => sql`select g.id, g.school_id as "schoolId", g.year_id as "yearId", g.name, g.kind, g.division_id as "divisionId", g.version,
          array(select class_id from study_group_class c where c.group_id = g.id) as "classIds"
        from study_group g where g.id = any(${ids}::uuid[]) and not g.removed`,
    ),
    person: byId<PersonRow>(
      (
        ids,
      ) => sql`select p.id, p.asked as "askedId", p.school_id as "schoolId", p.last_name as "lastName", p.first_name as "firstName", p.patronymic,
          p.birth_date as "birthDate", p.is_pupil as "isPupil", p.position, p.version,
          array(select m.class_id from membership m where m.pupil_id = p.id and m.class_id is not null and not m.removed) as "classIds",
          ${ownClasses(sql`array[p.id]`, sql`(${now}::timestamptz at time zone s.time_zone)::date`)} as "ownClassIds",
          array(select g.pupil_id from guardianship g join person o on o.id = g.pupil_id and not o.removed where g.guardian_id = p.id) as "childIds",
          array(select g.guardian_id from guardianship g join person o on o.id = g.guardian_id and not o.removed where g.pupil_id = p.id) as "guardianIds",
          (select a.account_id from account_person a where a.person_id = p.id) as "accountId"
        from (
          select a.id as asked, a.* from person a where a.id = any(${ids}::uuid[]) and a.merged_into is null
          -- Apart: one join over coalesce(merged_into, id) reads the school for each row, 1.4 ms a person.
          union all select a.id as asked, k.* from person a join person k on k.id = a.merged_into
            where a.id = any(${ids}::uuid[]) and a.merged_into is not null) p
        join school s on s.id = p.school_id where not p.removed`,
      (row) => row.askedId,
    ),
    ...accountLoaders(db, scope),
    ...cardLoaders(db, scope, now),
    ...consentLoaders(db, scope),
    ...personalFileLoaders(db, scope),
    ...classLoaders(db, scope),
    ...contingentLoaders(db, scope),
    ...divisionLoaders(db, scope),
    ...promotionLoaders(db, scope),
    ...peopleLoaders(db, scope, now),
  }
}
