import type { ExportTable } from '@zhurnal/kit/export'
import { sql } from '@zhurnal/kit/sql'

/** Roster's part of a snapshot: the school, its people and the acts on them. Never credentials, sessions or tokens. */
export const exportTables: readonly ExportTable[] = [
  { name: 'school', rows: (school) => sql`select * from school where id = ${school}` },
  {
    name: 'academic_year',
    rows: (school) => sql`select * from academic_year where school_id = ${school} order by id`,
  },
  {
    name: 'reporting_period',
    rows: (school) => sql`select * from reporting_period where school_id = ${school} order by id`,
  },
  {
    name: 'calendar_day',
    rows: (school) => sql`select * from calendar_day where school_id = ${school} order by year_id, day`,
  },
  {
    name: 'school_class',
    rows: (school) => sql`select * from school_class where school_id = ${school} order by id`,
  },
  {
    name: 'study_group',
    rows: (school) => sql`select * from study_group where school_id = ${school} order by id`,
  },
  {
    name: 'study_group_class',
    rows: (school) =>
      sql`select * from study_group_class where school_id = ${school} order by group_id, class_id`,
  },
  { name: 'person', rows: (school) => sql`select * from person where school_id = ${school} order by id` },
  {
    name: 'membership',
    rows: (school) => sql`select * from membership where school_id = ${school} order by id`,
  },
  {
    name: 'guardianship',
    rows: (school) =>
      sql`select * from guardianship where school_id = ${school} order by guardian_id, pupil_id`,
  },
  {
    name: 'contingent_order',
    rows: (school) => sql`select * from contingent_order where school_id = ${school} order by id`,
  },
  { name: 'movement', rows: (school) => sql`select * from movement where school_id = ${school} order by id` },
  {
    name: 'promotion',
    rows: (school) => sql`select * from promotion where school_id = ${school} order by id`,
  },
  { name: 'division', rows: (school) => sql`select * from division where school_id = ${school} order by id` },
  {
    name: 'division_class',
    rows: (school) =>
      sql`select * from division_class where school_id = ${school} order by division_id, class_id`,
  },
  {
    name: 'role_grant',
    rows: (school) => sql`select * from role_grant where school_id = ${school} order by id`,
  },
  {
    name: 'contacts',
    rows: (school) => sql`select * from contacts where school_id = ${school} order by person_id`,
  },
  {
    name: 'consent',
    rows: (school) => sql`select * from consent where school_id = ${school} order by id`,
  },
  {
    name: 'personal_file',
    rows: (school) => sql`select * from personal_file where school_id = ${school} order by pupil_id`,
  },
  {
    name: 'personal_document',
    rows: (school) => sql`select * from personal_document where school_id = ${school} order by id`,
  },
  {
    name: 'access_log',
    rows: (school) => sql`select * from access_log where school_id = ${school} order by at, id`,
  },
  {
    name: 'handover',
    rows: (school) => sql`select * from handover where school_id = ${school} order by id`,
  },
  {
    name: 'compromise_report',
    rows: (school) => sql`select * from compromise_report where school_id = ${school} order by id`,
  },
  {
    name: 'compromised_act',
    rows: (school) =>
      sql`select * from compromised_act where school_id = ${school} order by report_id, entry_id`,
  },
]
