import { migration, protect } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

const { system } = roleNames('schedule')
const own = (table: string, app = 'select, insert, update') =>
  protect('schedule', table, { app, system: 'select' })
/** What other services own: nobody but the consumer writes it. No foreign keys lead into these tables. */
const reference = (table: string) =>
  protect('schedule', table, { app: 'select', system: 'select, insert, update, delete' })

/**
 * Serves: lessons of a span by class, teacher, room, pupil, day (by course and day, by teacher and day, by room and
 * day, by school and day); courses of a class, group, teacher; who is busy at an instant.
 */
export const start = migration(
  'Schedule1795392000020',
  `
  create table ref_school (
    id uuid constraint ref_school_pkey primary key, school_id uuid not null, name text not null, short_name text not null,
    time_zone text not null, study_days smallint[] not null, version integer not null);
  create table ref_year (
    id uuid constraint ref_year_pkey primary key, school_id uuid not null, name text not null, starts_on date not null,
    ends_on date not null, calendar jsonb not null, version integer not null);
  create table ref_class (
    id uuid constraint ref_class_pkey primary key, school_id uuid not null, year_id uuid not null, name text not null,
    grade smallint not null, version integer not null);
  create table ref_group (
    id uuid constraint ref_group_pkey primary key, school_id uuid not null, year_id uuid not null, name text not null,
    class_ids uuid[] not null, version integer not null);
  create table ref_person (
    id uuid constraint ref_person_pkey primary key, school_id uuid not null, last_name text not null, first_name text not null,
    patronymic text, is_pupil boolean not null, is_staff boolean not null, version integer not null);
  create table ref_membership (
    id uuid constraint ref_membership_pkey primary key, school_id uuid not null, pupil_id uuid not null, class_id uuid,
    group_id uuid, from_day date not null, until_day date, removed boolean not null, version integer not null);
  create index ref_membership_of_pupil on ref_membership (pupil_id);
  create table subject (
    id uuid constraint subject_pkey primary key, school_id uuid not null, name text not null, short_name text,
    without_attestation boolean not null default false,
    constraint subject_name unique (school_id, name));
  create table room (
    id uuid constraint room_pkey primary key, school_id uuid not null, name text not null, capacity integer,
    constraint room_name unique (school_id, name));
  create table bell_schedule (
    id uuid constraint bell_schedule_pkey primary key, school_id uuid not null, name text not null,
    constraint bell_schedule_name unique (school_id, name));
  create table bell (
    bell_schedule_id uuid not null constraint bell_schedule_of_bell references bell_schedule (id),
    number smallint not null, school_id uuid not null, starts_at time not null, ends_at time not null,
    constraint bell_pkey primary key (bell_schedule_id, number),
    constraint bell_span check (starts_at < ends_at));
  create table course (
    id uuid constraint course_pkey primary key,
    school_id uuid not null,
    year_id uuid not null,
    subject_id uuid not null constraint course_subject references subject (id),
    class_id uuid,
    group_id uuid,
    teacher_id uuid,
    weekly_hours numeric(5, 2) not null,
    version integer not null default 1,
    constraint course_learners check ((class_id is null) <> (group_id is null)));
  create index course_of_class on course (class_id);
  create index course_of_group on course (group_id);
  create index course_of_teacher on course (teacher_id);
  create table timetable_version (
    id uuid constraint timetable_version_pkey primary key,
    school_id uuid not null,
    year_id uuid not null,
    name text not null,
    valid_from date not null,
    valid_until date not null,
    published_at timestamptz,
    constraint timetable_version_span check (valid_from <= valid_until));
  create index timetable_version_of_school on timetable_version (school_id, valid_from);
  create table slot (
    id uuid constraint slot_pkey primary key,
    school_id uuid not null,
    version_id uuid not null constraint slot_version references timetable_version (id),
    course_id uuid not null constraint slot_course references course (id),
    weekday smallint not null,
    number smallint not null,
    bell_schedule_id uuid not null,
    room_id uuid constraint slot_room references room (id),
    weeks text,
    constraint slot_bell foreign key (bell_schedule_id, number) references bell (bell_schedule_id, number),
    constraint slot_weekday check (weekday between 1 and 7),
    constraint slot_weeks check (weeks ~ '^[01]{1,8}$'));
  create index slot_of_version on slot (version_id);
  create table lesson (
    id uuid constraint lesson_pkey primary key,
    school_id uuid not null,
    course_id uuid not null constraint lesson_course references course (id),
    version_id uuid not null constraint lesson_version references timetable_version (id),
    day date not null,
    number smallint not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    room_id uuid constraint lesson_room references room (id),
    teacher_id uuid,
    instead_of_id uuid,
    substitution_reason text,
    cancelled boolean not null default false,
    cancel_reason text,
    held_at timestamptz,
    removed boolean not null default false,
    version integer not null default 1);
  create index lesson_of_course on lesson (course_id, day);
  create index lesson_of_teacher on lesson (teacher_id, day);
  create index lesson_of_replaced on lesson (instead_of_id, day) where instead_of_id is not null;
  create index lesson_of_room on lesson (room_id, day);
  create index lesson_of_day on lesson (school_id, day);
  ${['school', 'year', 'class', 'group', 'person', 'membership'].map((one) => reference(`ref_${one}`)).join('\n')}
  ${['subject', 'room', 'bell_schedule', 'course', 'timetable_version', 'lesson'].map((table) => own(table)).join('\n')}
  ${own('bell', 'select, insert, update, delete')}
  ${own('slot')}
  grant update on course, lesson to ${system};
  `,
)
