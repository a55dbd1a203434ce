import type { PersonTable } from '@zhurnal/kit/person-export'
import { sql, Sql } from '@zhurnal/kit/sql'

const whole = (table: string, ...columns: readonly string[]): PersonTable => ({
  name: table,
  rows: (school, person) => sql`select * from ${new Sql(table, [])} where school_id = ${school}
    and ${person}::uuid in (${new Sql(columns.join(', '), [])})`,
})

/** All that roster holds on one person (152-ФЗ, ст. 14). Of a login its name and dates: never what opens it. */
export const personTables: readonly PersonTable[] = [
  {
    name: 'person',
    rows: (
      school,
      person,
    ) => sql`select id, last_name, first_name, patronymic, birth_date, is_pupil, position, file_number,
        snils_hmac is not null as has_snils, removed, erased_at
      from person where school_id = ${school} and id = ${person}`,
  },
  whole('contacts', 'person_id'),
  whole('consent', 'person_id'),
  whole('personal_file', 'pupil_id'),
  whole('personal_document', 'pupil_id'),
  {
    name: 'guardianship',
    rows: (school, person) => sql`
      select concat_ws(' ', g.last_name, g.first_name, g.patronymic) as guardian, concat_ws(' ', c.last_name, c.first_name, c.patronymic) as pupil,
        k.relation, k.legal_representative, k.refused_service_on, k.refused_document
      from guardianship k join person g on g.id = k.guardian_id join person c on c.id = k.pupil_id
      where k.school_id = ${school} and ${person}::uuid in (k.guardian_id, k.pupil_id)`,
  },
  {
    name: 'membership',
    rows: (school, person) => sql`
      select coalesce(c.name, g.name) as name, m.from_day, m.until_day, m.removed
      from membership m left join school_class c on c.id = m.class_id left join study_group g on g.id = m.group_id
      where m.school_id = ${school} and m.pupil_id = ${person} order by m.from_day`,
  },
  {
    name: 'movement',
    rows: (school, person) => sql`
      select o.number as order_number, o.date as order_date, v.kind, v.effective_on, f.name as from_class, t.name as to_class, v.note, v.state
      from movement v join contingent_order o on o.id = v.order_id left join school_class f on f.id = v.from_class_id
        left join school_class t on t.id = v.to_class_id
      where v.school_id = ${school} and v.pupil_id = ${person} order by v.effective_on`,
  },
  {
    name: 'role_grant',
    rows: (school, person) => sql`select role, from_day, until_day, order_number, order_date, removed
      from role_grant where school_id = ${school} and person_id = ${person} order by from_day nulls first, id`,
  },
  {
    name: 'account',
    rows: (school, person) => sql`
      select u.username, u.email, u.issued_at, u.activated_at, u.last_sign_in_at, u.stopped, u.closed
      from account_person a join auth."user" u on u.id = a.account_id
      where a.school_id = ${school} and a.person_id = ${person}`,
  },
  {
    name: 'session',
    rows: (school, person) => sql`
      select s."createdAt" as started_at, s.last_used_at, s."ipAddress" as address, s."userAgent" as user_agent
      from account_person a join auth.session s on s."userId" = a.account_id
      where a.school_id = ${school} and a.person_id = ${person} order by s."createdAt"`,
  },
  whole('handover', 'person_id'),
  {
    name: 'access_log',
    rows: (school, person) => sql`select at, reader_name, what, ground from access_log
      where school_id = ${school} and ${person}::uuid = any(person_ids) order by at`,
  },
]
