import { migration, protect } from '@zhurnal/kit/migrate'

const own = (table: string, app: string, system: string) => protect('reporting', table, { app, system })

/**
 * Serves: imports of a school, newest first; the items of an import by kind of thing, action and words, in order; files
 * that have lain too long; the id that an outside name stands for.
 */
export const imports = migration(
  'ReportingImports1795479000000',
  `
  alter table job drop constraint job_kind;
  alter table job add constraint job_kind check (kind in ('PRINT_CLASS_JOURNAL', 'TAKE_SNAPSHOT', 'VERIFY_SNAPSHOT',
    'CHECK_IMPORT', 'APPLY_IMPORT', 'UNDO_IMPORT'));
  create table import (
    id uuid constraint import_pkey primary key,
    school_id uuid not null,
    kind text not null,
    state text not null default 'CHECKING',
    file_name text not null,
    bytes bigint not null,
    sha256 text not null,
    started_by_id uuid not null,
    started_by_name text not null,
    created_at timestamptz not null,
    file_kept_until timestamptz,
    job_id uuid,
    year_id uuid,
    rows integer not null default 0,
    counts jsonb not null default '[]'::jsonb,
    problems jsonb not null default '[]'::jsonb,
    problem_count integer not null default 0,
    plan_hash text,
    valid_from date,
    valid_until date,
    ground text,
    begun_at timestamptz,
    applied_at timestamptz,
    undone_at timestamptz,
    dependents jsonb not null default '[]'::jsonb,
    constraint import_state check (state in ('CHECKING', 'CHECKED', 'APPLYING', 'APPLIED', 'UNDOING', 'UNDONE', 'REFUSED', 'DROPPED')));
  create index import_of_school on import (school_id, created_at desc);
  create table import_item (
    id uuid constraint import_item_pkey primary key,
    school_id uuid not null,
    import_id uuid not null,
    ordinal integer not null,
    entity text not null,
    key text not null,
    line integer,
    name text not null,
    action text not null,
    target_id uuid,
    changes jsonb not null,
    note text,
    candidates jsonb not null,
    decision jsonb,
    act jsonb not null,
    applied_at timestamptz,
    undone_at timestamptz,
    constraint import_item_once unique (import_id, entity, key));
  create index import_item_in_order on import_item (import_id, ordinal);
  create table import_key (
    school_id uuid not null,
    kind text not null,
    entity text not null,
    key text not null,
    target_id uuid not null,
    constraint import_key_pkey primary key (school_id, kind, entity, key));
  ${own('import', 'select, insert, update', 'select, insert, update')}
  ${own('import_item', 'select, update, delete', 'select, insert, update, delete')}
  ${own('import_key', '', 'select, insert, update, delete')}
  `,
)
