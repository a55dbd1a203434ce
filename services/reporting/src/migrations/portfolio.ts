import { migration, protect } from '@zhurnal/kit/migrate'

/**
 * Portfolios of pupils (A5.11, A5.15) and files that were brought to `/files`. Serves: a pupil's portfolio, newest first;
 * a file by its id; files that nothing was attached to, to be swept; a pupil's class on a day.
 */
export const portfolio = migration(
  'Portfolio1795536000031',
  `
  create table ref_person (
    id uuid constraint ref_person_pkey primary key,
    school_id uuid not null,
    last_name text not null,
    first_name text not null,
    patronymic text,
    is_pupil boolean not null,
    removed boolean not null default false,
    erased boolean not null default false,
    version integer not null);
  create table ref_membership (
    id uuid constraint ref_membership_pkey primary key,
    school_id uuid not null,
    pupil_id uuid not null,
    class_id uuid,
    from_day date not null,
    until_day date,
    removed boolean not null default false,
    version integer not null);
  create index ref_membership_of_pupil on ref_membership (pupil_id);
  create table uploaded_file (
    id uuid constraint uploaded_file_pkey primary key,
    school_id uuid not null,
    account_id uuid not null,
    person_id uuid not null,
    file_name text not null,
    media_type text not null,
    bytes bigint not null,
    sha256 text not null,
    created_at timestamptz not null,
    attached boolean not null default false);
  create index uploaded_file_loose on uploaded_file (created_at) where not attached;
  create table portfolio_item (
    id uuid constraint portfolio_item_pkey primary key,
    school_id uuid not null,
    pupil_id uuid not null,
    file_id uuid not null constraint portfolio_item_file references uploaded_file (id) on delete cascade,
    title text not null,
    kind text not null,
    date date not null,
    added_by_id uuid not null,
    added_by_name text not null,
    confirmed_by_id uuid,
    confirmed_by_name text,
    confirmed_at timestamptz,
    constraint portfolio_item_one unique (file_id),
    constraint portfolio_item_kind
      check (kind in ('OLYMPIAD', 'COMPETITION', 'SPORT', 'PROJECT', 'CREATIVE', 'COMMUNITY', 'OTHER')));
  create index portfolio_item_of_pupil on portfolio_item (pupil_id, date);
  ${protect('reporting', 'ref_person', { app: 'select', system: 'select, insert, update, delete' })}
  ${protect('reporting', 'ref_membership', { app: 'select', system: 'select, insert, update, delete' })}
  ${protect('reporting', 'uploaded_file', { app: 'select, insert, update', system: 'select, update, delete' })}
  ${protect('reporting', 'portfolio_item', { app: 'select, insert, update, delete', system: 'select, delete' })}
  `,
)
