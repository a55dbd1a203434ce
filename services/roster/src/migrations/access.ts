import { migration, protect } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

const { app, system } = roleNames('roster')

/**
 * Access: when a login was issued and used, the second factor (tables as better-auth's twoFactor plugin prints them),
 * the desk's lock, tokens of programs, who handed login details to whom, reports of stolen logins.
 * Serves: accounts of a school by state; sessions of an account by last use; a token by the hash of its secret (passport);
 * handovers of a person; reports of a school; acts of a report.
 * What belongs to a login lies in the schema auth, as the login itself: it is the installation's, not a school's.
 */
export const access = migration(
  'Access1795536000020',
  `
  alter table auth."user" add column "twoFactorEnabled" boolean default false;
  alter table auth."user" add column closed boolean not null default false;
  alter table auth."user" add column issued_at timestamptz not null default current_timestamp;
  alter table auth."user" add column activated_at timestamptz;
  alter table auth."user" add column last_sign_in_at timestamptz;
  update auth."user" set issued_at = "createdAt";
  alter table auth.session add column last_used_at timestamptz;
  alter table auth.session add column desk_locked_at timestamptz;
  alter table auth.session add column pin_failures smallint not null default 0;
  create table auth."twoFactor" (
    "id" uuid default gen_random_uuid() not null primary key,
    "secret" text not null,
    "backupCodes" text not null,
    "userId" uuid not null references auth."user" ("id") on delete cascade,
    "verified" boolean,
    "failedVerificationCount" integer,
    "lockedUntil" timestamptz);
  create index "twoFactor_secret_idx" on auth."twoFactor" ("secret");
  create index "twoFactor_userId_idx" on auth."twoFactor" ("userId");
  create table auth.desk_pin (
    account_id uuid primary key references auth."user" ("id") on delete cascade,
    hash text not null);
  create table auth.api_token (
    id uuid primary key,
    account_id uuid not null references auth."user" ("id") on delete cascade,
    name text not null,
    secret_hash bytea not null unique,
    school_ids uuid[] not null,
    owner_name text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz);
  create index api_token_of_account on auth.api_token (account_id);
  create index api_token_of_school on auth.api_token using gin (school_ids);
  grant select, insert, update, delete on auth."twoFactor", auth.desk_pin to ${app};
  grant select, insert, update on auth.api_token to ${app};
  grant select on auth.api_token to ${system};
  grant update (last_used_at) on auth.api_token, auth.session to ${system};

  alter table school add column second_factor_roles text[] not null default '{}';
  alter table school add column support_email text;
  alter table role_grant add column end_order_number text;
  alter table role_grant add column end_order_date date;

  create table handover (
    id uuid constraint handover_pkey primary key,
    school_id uuid not null,
    person_id uuid not null constraint handover_person references person (id),
    at timestamptz not null,
    by_id uuid not null,
    by_name text not null,
    to_name text not null,
    delivery text not null,
    constraint handover_delivery check (delivery in ('PRINT', 'EMAIL', 'SHOWN')));
  create index handover_of_person on handover (person_id, at);

  create table compromise_report (
    id uuid constraint compromise_report_pkey primary key,
    school_id uuid not null,
    account_id uuid not null,
    person_id uuid not null constraint compromise_report_person references person (id),
    received_at timestamptz not null,
    suspected_since timestamptz,
    note text,
    reported_by_id uuid not null,
    reported_by_name text not null,
    due_at timestamptz not null,
    stopped text[] not null,
    closed_at timestamptz,
    version integer not null default 1);
  create unique index compromise_report_open on compromise_report (account_id) where closed_at is null;
  create index compromise_report_of_school on compromise_report (school_id, received_at);
  create table compromised_act (
    report_id uuid not null constraint compromised_act_report references compromise_report (id),
    entry_id uuid not null,
    school_id uuid not null,
    seq bigint not null,
    at timestamptz not null,
    act text not null,
    what text not null,
    state text not null,
    constraint compromised_act_pkey primary key (report_id, entry_id),
    constraint compromised_act_state check (state in ('SUSPECT', 'VOID', 'CONFIRMED', 'RESTORED')));
  ${protect('roster', 'handover', { app: 'select, insert', system: 'select' })}
  ${protect('roster', 'compromise_report', { app: 'select, insert, update', system: 'select' })}
  ${protect('roster', 'compromised_act', { app: 'select, insert, update', system: 'select' })}
  `,
)
