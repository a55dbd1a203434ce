// Facts of roster as events carry them: the same statements serve a change (some ids) and a replay (a whole school).
import { tellFacts, type FactSource, type Which } from '@zhurnal/kit/fact-source'
import type { EventKind } from '@zhurnal/kit/outbox'
import { sql, Sql } from '@zhurnal/kit/sql'
import type { Tx } from '@zhurnal/kit/database'
import * as events from '../events.js'

const chosen = (which: Which, alias: string): Sql =>
  'ids' in which
    ? sql`${new Sql(alias, [])}.id = any(${which.ids}::uuid[])`
    : sql`${new Sql(alias, [])}.${'school' === alias ? new Sql('id', []) : new Sql('school_id', [])} = ${which.schoolId}`

export const facts: readonly FactSource[] = [
  {
    kind: events.schoolChanged,
    rows: (which) =>
      sql`select id, version, name, short_name, time_zone, study_days from school where ${chosen(which, 'school')}`,
  },
  {
    kind: events.yearChanged,
    rows: (which) => sql`
      select y.id, y.version, y.name, y.starts_on, y.ends_on, coalesce((
        select json_agg(json_build_object('date', d.day, 'kind', d.kind, 'title', d.title, 'as_weekday', d.as_weekday) order by d.day)
        from calendar_day d where d.year_id = y.id), '[]') as calendar
      from academic_year y where ${chosen(which, 'y')}`,
  },
  {
    kind: events.periodChanged,
    rows: (which) => sql`select id, version, year_id, name, kind, starts_on, ends_on, from_grade, to_grade
      from reporting_period p where ${chosen(which, 'p')}`,
  },
  {
    kind: events.classChanged,
    rows: (which) =>
      sql`select id, version, year_id, name, grade, removed from school_class c where ${chosen(which, 'c')}`,
  },
  {
    kind: events.groupChanged,
    rows: (which) => sql`select g.id, g.version, g.year_id, g.name, g.kind, g.removed,
        array(select class_id from study_group_class c where c.group_id = g.id order by class_id) as class_ids
      from study_group g where ${chosen(which, 'g')}`,
  },
  {
    kind: events.personChanged,
    rows: (
      which,
    ) => sql`select id, version, last_name, first_name, patronymic, is_pupil, position is not null as is_staff, removed,
        erased_at is not null as erased
      from person p where ${chosen(which, 'p')}`,
  },
  {
    kind: events.membershipChanged,
    rows: (which) => sql`select id, version, pupil_id, class_id, group_id, from_day, until_day, removed
      from membership m where ${chosen(which, 'm')}`,
  },
  {
    kind: events.personMerged,
    rows: (which) => sql`select p.id, p.version, p.merged_into as kept_id
      from person p where p.merged_into is not null and ${chosen(which, 'p')}`,
  },
]

/** Tells others how rows of one kind stand now, in the transaction that changed them. */
export async function tell(
  tx: Tx,
  kind: EventKind,
  schoolId: string,
  ids: readonly string[],
  told: { readonly now: Date; readonly nudge: () => void },
): Promise<void> {
  const source = facts.find((one) => one.kind === kind)
  if (!source) throw new Error(`${kind.name} has no statement`)
  await tellFacts(tx, source, schoolId, ids, told)
}
