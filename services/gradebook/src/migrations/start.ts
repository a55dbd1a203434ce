import { migration, protect } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

const { system } = roleNames('gradebook')
const own = (table: string, app = 'select, insert, update') =>
  protect('gradebook', table, { app, system: 'select' })
/** What other services own: nobody but the consumer writes it. No foreign keys lead into these tables. */
const reference = (table: string) =>
  protect('gradebook', table, { app: 'select', system: 'select, insert, update, delete' })

/**
 * Serves: a journal page (one course, dates of a period): lessons, records, works, marks, absences, period marks by
 * course and day; members of a class or group; a pupil's marks and absences of a span (diary); who gives lessons to
 * a course; whether a row or a page is locked.
 */
export const start = migration(
  'Gradebook1795392000030',
  `
  create table ref_school (
    id uuid constraint ref_school_pkey primary key, school_id uuid not null, name text not null, short_name text not null,
    time_zone text not null, version integer not null);
  create table ref_year (
    id uuid constraint ref_year_pkey primary key, school_id uuid not null, name text not null, starts_on date not null,
    ends_on date not null, version integer not null);
  create table ref_period (
    id uuid constraint ref_period_pkey primary key, school_id uuid not null, year_id uuid not null, name text not null,
    kind text not null, starts_on date not null, ends_on date not null, from_grade smallint not null, to_grade smallint not null,
    version integer not null);
  create index ref_period_of_year on ref_period (year_id);
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
  create index ref_membership_of_class on ref_membership (class_id) where class_id is not null;
  create index ref_membership_of_group on ref_membership (group_id) where group_id is not null;
  create index ref_membership_of_pupil on ref_membership (pupil_id);
  create table ref_course (
    id uuid constraint ref_course_pkey primary key, school_id uuid not null, year_id uuid not null, subject_id uuid not null,
    subject_name text not null, without_attestation boolean not null, class_id uuid, group_id uuid, class_ids uuid[] not null,
    grade smallint not null, learners_name text not null, teacher_id uuid, weekly_hours numeric(5, 2) not null, version integer not null);
  create index ref_course_of_classes on ref_course using gin (class_ids);
  create index ref_course_of_group on ref_course (group_id) where group_id is not null;
  create table ref_lesson (
    id uuid constraint ref_lesson_pkey primary key, school_id uuid not null, course_id uuid not null, day date not null,
    number smallint not null, starts_at timestamptz not null, ends_at timestamptz not null, room_name text, teacher_id uuid,
    instead_of_id uuid, substitution_reason text, cancelled boolean not null, cancel_reason text, removed boolean not null,
    version integer not null);
  create index ref_lesson_of_course on ref_lesson (course_id, day);
  create index ref_lesson_of_substitute on ref_lesson (teacher_id, course_id) where instead_of_id is not null;
  create table school_setting (
    school_id uuid constraint school_setting_pkey primary key,
    edit_window text not null,
    constraint school_setting_window check (edit_window in ('NEVER_CLOSES', 'ONE_WEEK', 'TWO_WEEKS', 'THREE_WEEKS', 'ONE_MONTH')));
  create table lesson_record (
    id uuid constraint lesson_record_pkey primary key,
    school_id uuid not null,
    course_id uuid not null,
    day date not null,
    number smallint not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    room_name text,
    taught_by_id uuid,
    taught_by_name text,
    instead_of_id uuid,
    instead_of_name text,
    substitution_reason text,
    topic text,
    homework text,
    homework_set_at timestamptz,
    attendance_taken_at timestamptz,
    held_at timestamptz,
    version integer not null default 0);
  create index lesson_record_of_course on lesson_record (course_id, day);
  create table individual_homework (
    lesson_id uuid not null constraint individual_homework_lesson references lesson_record (id),
    pupil_id uuid not null,
    school_id uuid not null,
    text text not null,
    constraint individual_homework_pkey primary key (lesson_id, pupil_id));
  create table work (
    id uuid constraint work_pkey primary key,
    school_id uuid not null,
    course_id uuid not null,
    lesson_id uuid not null constraint work_lesson references lesson_record (id),
    day date not null,
    place smallint not null,
    kind text not null,
    title text,
    weight numeric(4, 2) not null,
    constraint work_place unique (lesson_id, place),
    constraint work_weight check (weight > 0 and weight <= 10));
  create index work_of_course on work (course_id, day);
  create table mark (
    id uuid constraint mark_pkey primary key,
    school_id uuid not null,
    course_id uuid not null,
    lesson_id uuid not null constraint mark_lesson references lesson_record (id),
    work_id uuid not null constraint mark_work references work (id),
    pupil_id uuid not null,
    day date not null,
    place smallint not null,
    value text not null,
    comment text,
    set_by_name text not null,
    set_at timestamptz not null,
    withdrawn_at timestamptz,
    version integer not null default 1,
    constraint mark_value check (value in ('1', '2', '3', '4', '5', 'зач', 'нз', 'н/а', 'осв', '.')));
  create unique index mark_place on mark (work_id, pupil_id, place) where withdrawn_at is null;
  create index mark_of_course on mark (course_id, day) where withdrawn_at is null;
  create index mark_of_pupil on mark (pupil_id, day) where withdrawn_at is null;
  create index mark_of_lesson on mark (lesson_id) where withdrawn_at is null;
  create table absence (
    id uuid constraint absence_pkey primary key,
    school_id uuid not null,
    course_id uuid not null,
    lesson_id uuid not null constraint absence_lesson references lesson_record (id),
    pupil_id uuid not null,
    day date not null,
    code text not null,
    minutes_late smallint,
    removed boolean not null default false,
    version integer not null default 1,
    constraint absence_one unique (lesson_id, pupil_id),
    constraint absence_code check (code in ('ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED', 'LATE', 'RELEASED')),
    constraint absence_minutes check (minutes_late is null or (code = 'LATE' and minutes_late between 1 and 240)));
  create index absence_of_course on absence (course_id, day) where not removed;
  create index absence_of_pupil on absence (pupil_id, day) where not removed;
  create table period_mark (
    id uuid constraint period_mark_pkey primary key,
    school_id uuid not null,
    course_id uuid not null,
    period_id uuid not null,
    pupil_id uuid not null,
    value text not null,
    set_by_name text not null,
    set_at timestamptz not null,
    version integer not null default 1,
    constraint period_mark_one unique (course_id, period_id, pupil_id),
    constraint period_mark_value check (value in ('1', '2', '3', '4', '5', 'зач', 'нз', 'н/а', 'осв')));
  create table page_close (
    course_id uuid not null,
    period_id uuid not null,
    school_id uuid not null,
    closed_at timestamptz not null,
    constraint page_close_pkey primary key (course_id, period_id));
  ${['school', 'year', 'period', 'class', 'group', 'person', 'membership', 'course', 'lesson'].map((one) => reference(`ref_${one}`)).join('\n')}
  ${['school_setting', 'lesson_record', 'work', 'mark', 'absence', 'period_mark'].map((table) => own(table)).join('\n')}
  ${own('individual_homework', 'select, insert, update, delete')}
  ${own('page_close', 'select, insert')}
  grant select on log_entry to ${system};
  `,
)
