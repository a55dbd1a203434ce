import { migration, protect } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

const { system } = roleNames('gradebook')
const own = (table: string, app = 'select, insert, update') =>
  protect('gradebook', table, { app, system: 'select, update' })

/**
 * The record in full: works out of lessons and cancelled ones, retakes, the point's day, entries from paper and from
 * another school, reasons of absences, marks of year, examination and end, unlocks, claims. Serves: a page's works out
 * of lessons by course; notes and reasons of a pupil by days; an unlock by page and person; claims that wait for an
 * answer, by school.
 */
export const theRecord = migration(
  'TheRecord1795600000010',
  `
  alter table school_setting alter column edit_window set default 'TWO_WEEKS',
    add column rounding numeric(3, 2) not null default 0.5,
    add column homework_hours smallint not null default 1,
    add column few_marks smallint not null default 3,
    add constraint school_setting_rounding check (rounding > 0 and rounding < 1),
    add constraint school_setting_homework check (homework_hours between 1 and 24),
    add constraint school_setting_few check (few_marks between 1 and 20);
  create table work_kind (
    school_id uuid not null, kind text not null, title text not null, sign text not null, weight numeric(4, 2) not null,
    written boolean not null, place smallint not null, removed boolean not null default false, version integer not null default 1,
    constraint work_kind_pkey primary key (school_id, kind),
    constraint work_kind_weight check (weight > 0 and weight <= 10));

  alter table lesson_record add column outside boolean not null default false, add column source text,
    add column from_paper_on date;
  alter table work add column handed_in_on date, add column checked_on date, add column internal_monitoring boolean not null default false,
    add column cancelled_at timestamptz, add column version integer not null default 1;
  alter table mark add column retake_of uuid, add column due_on date, add column source text,
    add column cancelled_with_work boolean not null default false,
    add constraint mark_due check (due_on is null or value = '.');
  create index mark_retaken on mark (retake_of) where retake_of is not null and withdrawn_at is null;
  alter table absence add column reason_code text, add column reason_by_name text, add column reason_at timestamptz, add column source text,
    add constraint absence_reason check (reason_code in ('ILL', 'EXCUSED', 'UNEXCUSED', 'RELEASED'));
  alter table individual_homework add column advice text, alter column text set default '';
  create table homework_file (
    id uuid constraint homework_file_pkey primary key, school_id uuid not null,
    lesson_id uuid not null constraint homework_file_lesson references lesson_record (id),
    file_id uuid not null, name text not null, bytes bigint not null, removed boolean not null default false);
  create index homework_file_of_lesson on homework_file (lesson_id) where not removed;

  create table absence_note (
    id uuid constraint absence_note_pkey primary key, school_id uuid not null, pupil_id uuid not null, made_under uuid,
    from_day date not null, until_day date not null, code text not null, document text, set_by_name text not null,
    set_at timestamptz not null, withdrawn_at timestamptz, version integer not null default 1,
    constraint absence_note_span check (from_day <= until_day),
    constraint absence_note_code check (code in ('ILL', 'EXCUSED', 'UNEXCUSED', 'RELEASED')));
  create index absence_note_of_pupil on absence_note (pupil_id, from_day) where withdrawn_at is null;

  alter table period_mark add column withdrawn_at timestamptz, add column proposed text, add column by_class_teacher boolean not null default false;
  create table final_mark (
    id uuid constraint final_mark_pkey primary key, school_id uuid not null, course_id uuid not null, pupil_id uuid not null, made_under uuid,
    kind text not null, value text not null, proposed text, set_by_name text not null, set_at timestamptz not null,
    withdrawn_at timestamptz, version integer not null default 1,
    constraint final_mark_one unique (course_id, kind, pupil_id),
    constraint final_mark_kind check (kind in ('EXAM', 'FINAL')),
    constraint final_mark_value check (value in ('1', '2', '3', '4', '5', 'зач', 'нз', 'н/а', 'осв')));
  create index final_mark_of_pupil on final_mark (pupil_id);
  create table unlock (
    id uuid constraint unlock_pkey primary key, school_id uuid not null, course_id uuid not null, period_id uuid not null,
    person_id uuid not null, opened_at timestamptz not null, until timestamptz not null, opened_by_name text not null,
    reason text not null, ended_at timestamptz, version integer not null default 1,
    constraint unlock_span check (until > opened_at));
  create index unlock_of_page on unlock (course_id, period_id);
  create index unlock_of_person on unlock (person_id, until) where ended_at is null;
  create table mark_claim (
    id uuid constraint mark_claim_pkey primary key, school_id uuid not null, mark_id uuid not null constraint mark_claim_mark references mark (id),
    course_id uuid not null, pupil_id uuid not null, made_under uuid, claimed_by_id uuid not null, claimed_by_name text not null,
    explanation text not null, noticed_on date not null, claimed_at timestamptz not null, answer_due_at timestamptz not null,
    accepted boolean, answer text, answered_by_name text, answered_at timestamptz, withdrawn_at timestamptz, version integer not null default 1);
  create unique index mark_claim_open on mark_claim (mark_id) where answered_at is null and withdrawn_at is null;
  create index mark_claim_of_school on mark_claim (school_id, claimed_at);
  create index mark_claim_of_course on mark_claim (course_id) where answered_at is null and withdrawn_at is null;
  ${['work_kind', 'homework_file', 'absence_note', 'final_mark', 'unlock', 'mark_claim'].map((table) => own(table)).join('\n  ')}
  grant delete on page_close to ${roleNames('gradebook').app};
  grant update on work to ${system};
  `,
)
