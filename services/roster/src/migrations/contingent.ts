import { migration, protect } from '@zhurnal/kit/migrate'

const rights = { app: 'select, insert, update', system: 'select' } as const
const table = (name: string, app: string = rights.app) => protect('roster', name, { ...rights, app })
const unforced = ['person', 'membership', 'school_class', 'academic_year', 'study_group'] as const

/**
 * Contingent by orders (A1.17, A1.18). Serves: orders of a school, newest first; movements of a span by day of effect;
 * a pupil's movements; who of a school was ever enrolled; the divisions of a year with their groups.
 * Memberships of a class follow from the movements that stand. A membership of a group that a movement has shortened
 * keeps in `asked_until` what its own act said, so that taking the order back gives it again.
 * Installations made before orders get movements «б/н» that give the same memberships, and numbers of personal files.
 */
export const contingent = migration(
  'Contingent1795536000010',
  `
  alter table person add column file_number text,
    add column merged_into uuid constraint person_merged_into references person (id);
  create unique index person_file_number on person (school_id, file_number) where file_number is not null;
  create index person_merged on person (merged_into) where merged_into is not null;
  alter table membership add column cut boolean not null default false, add column asked_until date;
  create table file_number_head (
    school_id uuid not null,
    letter text not null,
    last integer not null,
    constraint file_number_head_pkey primary key (school_id, letter));
  create table contingent_order (
    id uuid constraint contingent_order_pkey primary key,
    school_id uuid not null constraint contingent_order_school references school (id),
    number text not null,
    date date not null,
    note text,
    entered_by uuid,
    entered_by_name text,
    entered_at timestamptz not null,
    withdrawn_at timestamptz,
    withdrawn_reason text,
    version integer not null default 1,
    constraint contingent_order_has_number check (number <> ''));
  create unique index contingent_order_number on contingent_order (school_id, number, date)
    where withdrawn_at is null and number <> 'б/н';
  create index contingent_order_by_date on contingent_order (school_id, date, id);
  create table movement (
    id uuid constraint movement_pkey primary key,
    school_id uuid not null,
    order_id uuid not null constraint movement_order references contingent_order (id),
    pupil_id uuid not null constraint movement_pupil references person (id),
    kind text not null,
    effective_on date not null,
    from_class_id uuid constraint movement_from_class references school_class (id),
    to_class_id uuid constraint movement_to_class references school_class (id),
    note text,
    state text not null default 'STANDING',
    constraint movement_kind check (kind in ('ENROLLED', 'TRANSFERRED_CLASS', 'PROMOTED', 'REPEATS', 'LEFT_FOR_SCHOOL', 'EXPELLED', 'GRADUATED')),
    constraint movement_state check (state in ('STANDING', 'WITHDRAWN', 'REMOVED')),
    constraint movement_class check ((kind in ('ENROLLED', 'TRANSFERRED_CLASS', 'PROMOTED', 'REPEATS')) = (to_class_id is not null)));
  create unique index movement_one_a_day on movement (pupil_id, effective_on) where state = 'STANDING';
  create index movement_of_order on movement (order_id);
  create index movement_by_day on movement (school_id, effective_on);
  create table promotion (
    id uuid constraint promotion_pkey primary key,
    school_id uuid not null,
    from_year_id uuid not null constraint promotion_from_year references academic_year (id),
    to_year_id uuid not null constraint promotion_to_year references academic_year (id),
    order_id uuid not null constraint promotion_order references contingent_order (id),
    at timestamptz not null,
    pupils integer not null,
    undone_at timestamptz);
  create index promotion_of_school on promotion (school_id, at);
  create table division (
    id uuid constraint division_pkey primary key,
    school_id uuid not null,
    year_id uuid not null constraint division_year references academic_year (id),
    name text not null,
    kind text not null,
    state text not null,
    everybody boolean not null,
    from_day date not null,
    proposed_by uuid,
    proposed_by_name text,
    proposal jsonb,
    version integer not null default 1,
    constraint division_kind check (kind in ('DIVISION', 'PARALLEL', 'SPECIALIST', 'OTHER')),
    constraint division_state check (state in ('STANDING', 'PROPOSED', 'REFUSED')),
    constraint division_has_name check (name <> ''));
  create index division_of_year on division (year_id);
  create table division_class (
    division_id uuid not null constraint division_class_division references division (id),
    class_id uuid not null constraint division_class_class references school_class (id),
    school_id uuid not null,
    constraint division_class_pkey primary key (division_id, class_id));
  create index division_class_of_class on division_class (class_id);
  alter table study_group add column kind text not null default 'OTHER',
    add column division_id uuid constraint study_group_division references division (id),
    add constraint study_group_kind check (kind in ('DIVISION', 'PARALLEL', 'SPECIALIST', 'OTHER'));
  create index study_group_of_division on study_group (division_id) where division_id is not null;
  ${unforced.map((name) => `alter table ${name} no force row level security;`).join('\n  ')}
  create temporary table moved on commit drop as
    with stays as (
      select m.school_id, m.pupil_id, m.class_id, m.from_day, m.until_day, y.starts_on, c.grade,
        lag(m.class_id) over w as before, lag(m.until_day) over w as before_until, lag(y.starts_on) over w as before_year,
        lag(c.grade) over w as before_grade, lead(m.from_day) over w as next_day
      from membership m join school_class c on c.id = m.class_id join academic_year y on y.id = c.year_id
      where not m.removed window w as (partition by m.pupil_id order by m.from_day))
    select school_id, pupil_id, from_day as day, class_id as to_class, case when goes_on then before end as from_class,
      case when not goes_on then 'ENROLLED' when starts_on = before_year then 'TRANSFERRED_CLASS'
        when grade > before_grade then 'PROMOTED' else 'REPEATS' end as kind
    from (select *, coalesce(before_until + 1 = from_day, false) as goes_on from stays) s
    union all
    select school_id, pupil_id, until_day + 1, null, class_id, 'LEFT_FOR_SCHOOL' from stays
    where until_day is not null and next_day is distinct from until_day + 1;
  insert into contingent_order (id, school_id, number, date, entered_at)
    select gen_random_uuid(), school_id, 'б/н', day, now() from moved group by school_id, day;
  insert into movement (id, school_id, order_id, pupil_id, kind, effective_on, from_class_id, to_class_id)
    select gen_random_uuid(), v.school_id, o.id, v.pupil_id, v.kind, v.day, v.from_class, v.to_class
    from moved v join contingent_order o on o.school_id = v.school_id and o.date = v.day;
  update person p set file_number = numbered.letter || '-' || numbered.place from (
    select p.id, upper(left(p.last_name, 1)) as letter,
      row_number() over (partition by p.school_id, upper(left(p.last_name, 1)) order by p.last_name, p.first_name, p.id) as place
    from person p where p.is_pupil and exists (select 1 from movement v where v.pupil_id = p.id)) numbered
    where numbered.id = p.id;
  insert into file_number_head (school_id, letter, last)
    select school_id, upper(left(last_name, 1)), count(*) from person where file_number is not null group by 1, 2;
  update study_group g set kind = 'PARALLEL' where (select count(*) from study_group_class k where k.group_id = g.id) > 1;
  ${unforced.map((name) => `alter table ${name} force row level security;`).join('\n  ')}
  ${table('file_number_head')}
  ${table('contingent_order')}
  ${table('movement')}
  ${table('promotion')}
  ${table('division')}
  ${table('division_class', 'select, insert, delete')}
  `,
)
