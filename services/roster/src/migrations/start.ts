import { migration, protect } from '@zhurnal/kit/migrate'

const rights = { app: 'select, insert, update', system: 'select' } as const
const table = (name: string, app: string = rights.app) => protect('roster', name, { ...rights, app })

/**
 * Serves: the viewer's school with its years; a class's pupils on a day (membership by class and day); a pupil's class
 * on a day; people by name; who holds which role today (passport); children of a guardian.
 * One pupil is in one class, and once in a group, at any time: exclusion constraints decide, also between two writers.
 */
export const start = migration(
  'Roster1795392000010',
  `
  create table school (
    id uuid constraint school_pkey primary key,
    name text not null,
    short_name text not null,
    time_zone text not null,
    study_days smallint[] not null,
    demonstration boolean not null default false,
    version integer not null default 1,
    constraint school_study_days check (study_days <@ '{1,2,3,4,5,6,7}'::smallint[] and cardinality(study_days) > 0));
  create table academic_year (
    id uuid constraint academic_year_pkey primary key,
    school_id uuid not null constraint academic_year_school references school (id),
    name text not null,
    starts_on date not null,
    ends_on date not null,
    version integer not null default 1,
    constraint academic_year_span check (starts_on < ends_on),
    constraint academic_year_overlap exclude using gist (school_id with =, daterange(starts_on, ends_on, '[]') with &&));
  create table reporting_period (
    id uuid constraint reporting_period_pkey primary key,
    school_id uuid not null,
    year_id uuid not null constraint reporting_period_year references academic_year (id),
    name text not null,
    kind text not null,
    starts_on date not null,
    ends_on date not null,
    from_grade smallint not null,
    to_grade smallint not null,
    version integer not null default 1,
    constraint reporting_period_kind check (kind in ('QUARTER', 'TRIMESTER', 'HALF_YEAR', 'YEAR')),
    constraint reporting_period_span check (starts_on < ends_on),
    constraint reporting_period_grades check (from_grade between 1 and to_grade),
    constraint reporting_period_overlap exclude using gist (year_id with =, kind with =,
      int4range(from_grade, to_grade, '[]') with &&, daterange(starts_on, ends_on, '[]') with &&));
  create index reporting_period_of_year on reporting_period (year_id, starts_on);
  create table calendar_day (
    year_id uuid not null constraint calendar_day_year references academic_year (id),
    day date not null,
    school_id uuid not null,
    kind text not null,
    title text,
    as_weekday smallint,
    constraint calendar_day_pkey primary key (year_id, day),
    constraint calendar_day_kind check (kind in ('HOLIDAY', 'DAY_OFF', 'MOVED', 'QUARANTINE')),
    constraint calendar_day_moved check ((kind = 'MOVED') = (as_weekday is not null)),
    constraint calendar_day_weekday check (as_weekday between 1 and 7));
  create table person (
    id uuid constraint person_pkey primary key,
    school_id uuid not null constraint person_school references school (id),
    last_name text not null,
    first_name text not null,
    patronymic text,
    birth_date date,
    is_pupil boolean not null default false,
    position text,
    version integer not null default 1,
    constraint person_last_name check (last_name <> ''),
    constraint person_first_name check (first_name <> ''));
  create index person_staff on person (school_id, last_name, first_name) where position is not null;
  create table school_class (
    id uuid constraint school_class_pkey primary key,
    school_id uuid not null,
    year_id uuid not null constraint school_class_year references academic_year (id),
    name text not null,
    grade smallint not null,
    letter text,
    version integer not null default 1,
    constraint school_class_name unique (year_id, name),
    constraint school_class_grade check (grade between 1 and 11));
  create table study_group (
    id uuid constraint study_group_pkey primary key,
    school_id uuid not null,
    year_id uuid not null constraint study_group_year references academic_year (id),
    name text not null,
    version integer not null default 1);
  create index study_group_of_year on study_group (year_id);
  create table study_group_class (
    group_id uuid not null constraint study_group_class_group references study_group (id),
    class_id uuid not null constraint study_group_class_class references school_class (id),
    school_id uuid not null,
    constraint study_group_class_pkey primary key (group_id, class_id));
  create index study_group_class_of_class on study_group_class (class_id);
  create table membership (
    id uuid constraint membership_pkey primary key,
    school_id uuid not null,
    pupil_id uuid not null constraint membership_pupil references person (id),
    class_id uuid constraint membership_class references school_class (id),
    group_id uuid constraint membership_group references study_group (id),
    from_day date not null,
    until_day date,
    removed boolean not null default false,
    version integer not null default 1,
    constraint membership_one check ((class_id is null) <> (group_id is null)),
    constraint membership_span check (until_day is null or until_day >= from_day),
    constraint membership_one_class exclude using gist (pupil_id with =, daterange(from_day, until_day, '[]') with &&)
      where (class_id is not null and not removed),
    constraint membership_one_group exclude using gist (pupil_id with =, group_id with =, daterange(from_day, until_day, '[]') with &&)
      where (group_id is not null and not removed));
  create index membership_of_class on membership (class_id, from_day);
  create index membership_of_group on membership (group_id, from_day);
  create index membership_of_pupil on membership (pupil_id, from_day);
  create table guardianship (
    guardian_id uuid not null constraint guardianship_guardian references person (id),
    pupil_id uuid not null constraint guardianship_pupil references person (id),
    school_id uuid not null,
    constraint guardianship_pkey primary key (guardian_id, pupil_id));
  create index guardianship_of_pupil on guardianship (pupil_id);
  create table role_grant (
    id uuid constraint role_grant_pkey primary key,
    school_id uuid not null,
    person_id uuid not null constraint role_grant_person references person (id),
    role text not null,
    class_id uuid constraint role_grant_class_id references school_class (id),
    from_day date,
    until_day date,
    order_number text,
    order_date date,
    constraint role_grant_role check (role in ('COORDINATOR', 'JOURNAL_ADMIN', 'DIRECTOR', 'DEPUTY', 'CLASS_TEACHER',
      'TEACHER', 'SPECIALIST', 'CLERK', 'PUPIL', 'GUARDIAN', 'INSPECTOR')),
    constraint role_grant_class check ((role = 'CLASS_TEACHER') = (class_id is not null)),
    constraint role_grant_span check (until_day is null or from_day is null or until_day >= from_day));
  create index role_grant_of_person on role_grant (person_id);
  create index role_grant_of_class on role_grant (class_id);
  create table account_person (
    account_id uuid not null,
    person_id uuid not null constraint account_person_person references person (id),
    school_id uuid not null,
    constraint account_person_pkey primary key (account_id, person_id),
    constraint account_person_one unique (person_id));
  ${protect('roster', 'school', { ...rights, column: 'id' })}
  ${table('academic_year')}
  ${table('reporting_period', 'select, insert, update, delete')}
  ${table('calendar_day', 'select, insert, update, delete')}
  ${table('person')}
  ${table('school_class')}
  ${table('study_group')}
  ${table('study_group_class')}
  ${table('membership')}
  ${table('guardianship')}
  ${table('role_grant')}
  ${table('account_person')}
  `,
)
