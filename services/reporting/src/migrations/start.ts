import { migration, protect } from '@zhurnal/kit/migrate'

const own = (table: string, app: string, system = 'select, insert, update') =>
  protect('reporting', table, { app, system })
const reference = (table: string) =>
  protect('reporting', table, { app: 'select', system: 'select, insert, update, delete' })

/**
 * Serves: jobs and documents of a school, newest first; snapshots with their copies; a document by the hash that is
 * printed on it (whole or stale).
 */
export const start = migration(
  'Reporting1795392000040',
  `
  create table ref_school (
    id uuid constraint ref_school_pkey primary key, school_id uuid not null, name text not null, short_name text not null,
    time_zone text not null, version integer not null);
  create table ref_year (
    id uuid constraint ref_year_pkey primary key, school_id uuid not null, name text not null, starts_on date not null,
    ends_on date not null, version integer not null);
  create table ref_period (
    id uuid constraint ref_period_pkey primary key, school_id uuid not null, year_id uuid not null, name text not null,
    kind text not null, starts_on date not null, ends_on date not null, version integer not null);
  create table ref_class (
    id uuid constraint ref_class_pkey primary key, school_id uuid not null, year_id uuid not null, name text not null,
    grade smallint not null, version integer not null);
  create table job (
    id uuid constraint job_pkey primary key,
    school_id uuid not null,
    kind text not null,
    title text not null,
    arguments jsonb not null,
    state text not null default 'WAITING',
    progress double precision not null default 0,
    step text,
    attempt integer not null default 0,
    cancel_requested boolean not null default false,
    started_by_id uuid not null,
    started_by_name text not null,
    started_by_account uuid not null,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    error text,
    constraint job_state check (state in ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    constraint job_kind check (kind in ('PRINT_CLASS_JOURNAL', 'TAKE_SNAPSHOT', 'VERIFY_SNAPSHOT')));
  create index job_of_school on job (school_id, created_at desc);
  create table document (
    id uuid constraint document_pkey primary key,
    school_id uuid not null,
    job_id uuid not null constraint document_job references job (id),
    title text not null,
    file_name text not null,
    media_type text not null,
    bytes bigint not null,
    sha256 text not null,
    pages integer,
    about text not null,
    data_hash text not null,
    data_sha256 text not null,
    readers jsonb not null,
    created_at timestamptz not null,
    constraint document_once unique (job_id, media_type));
  create index document_of_school on document (school_id, created_at desc);
  create index document_of_hash on document (data_hash);
  create index document_about on document (school_id, about, created_at desc);
  create table store (
    id uuid constraint store_pkey primary key,
    school_id uuid not null,
    name text not null,
    room text not null,
    medium text not null,
    folder text not null,
    constraint store_name unique (school_id, name));
  create table snapshot (
    id uuid constraint snapshot_pkey primary key,
    school_id uuid not null,
    job_id uuid not null constraint snapshot_job references job (id),
    year_id uuid not null,
    year_name text not null,
    folder text not null,
    taken_at timestamptz not null,
    bytes bigint not null,
    files integer not null,
    sha256 text not null,
    constraint snapshot_once unique (job_id));
  create index snapshot_of_school on snapshot (school_id, taken_at desc);
  create table snapshot_copy (
    snapshot_id uuid not null constraint snapshot_copy_snapshot references snapshot (id),
    store_id uuid not null constraint snapshot_copy_store references store (id),
    school_id uuid not null,
    state text not null,
    device text,
    verified_at timestamptz,
    fault text,
    constraint snapshot_copy_pkey primary key (snapshot_id, store_id),
    constraint snapshot_copy_state check (state in ('WHOLE', 'BROKEN', 'MISSING', 'MENDED')));
  ${['school', 'year', 'period', 'class'].map((one) => reference(`ref_${one}`)).join('\n')}
  ${own('job', 'select, insert, update')}
  ${own('document', 'select')}
  ${own('store', 'select, insert')}
  ${own('snapshot', 'select')}
  ${own('snapshot_copy', 'select')}
  `,
)
