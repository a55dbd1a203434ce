import { migration } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

const { app, system } = roleNames('roster')

/**
 * Tables of better-auth 1.7, in a schema of their own, as its own `compileMigrations` prints them; and the table in
 * which rate-limiter-flexible counts failed sign-ins. Accounts belong to the installation: no school, no row security.
 * Serves: a session by its token (passport), sessions of an account, an account by its login.
 */
export const auth = migration(
  'Auth1795392000011',
  `
  create schema auth;
  set local search_path = auth;
  create table "user" (
    "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
    "name" text not null,
    "email" text not null unique,
    "emailVerified" boolean not null,
    "image" text,
    "createdAt" timestamptz default current_timestamp not null,
    "updatedAt" timestamptz default current_timestamp not null,
    "username" text unique,
    "displayUsername" text,
    "mustChangePassword" boolean not null,
    "stopped" boolean not null);
  create table "session" (
    "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
    "expiresAt" timestamptz not null,
    "token" text not null unique,
    "createdAt" timestamptz default current_timestamp not null,
    "updatedAt" timestamptz not null,
    "ipAddress" text,
    "userAgent" text,
    "userId" uuid not null references "user" ("id") on delete cascade);
  create index "session_userId_idx" on "session" ("userId");
  create table "account" (
    "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
    "accountId" text not null,
    "providerId" text not null,
    "userId" uuid not null references "user" ("id") on delete cascade,
    "accessToken" text,
    "refreshToken" text,
    "idToken" text,
    "accessTokenExpiresAt" timestamptz,
    "refreshTokenExpiresAt" timestamptz,
    "scope" text,
    "password" text,
    "createdAt" timestamptz default current_timestamp not null,
    "updatedAt" timestamptz not null);
  create index "account_userId_idx" on "account" ("userId");
  create table "verification" (
    "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
    "identifier" text not null,
    "value" text not null,
    "expiresAt" timestamptz not null,
    "createdAt" timestamptz default current_timestamp not null,
    "updatedAt" timestamptz default current_timestamp not null);
  create index "verification_identifier_idx" on "verification" ("identifier");
  create table sign_in_failure (key varchar(255) primary key, points integer not null default 0, expire bigint);
  reset search_path;
  grant usage on schema auth to ${app}, ${system};
  grant select, insert, update, delete on all tables in schema auth to ${app};
  grant select on auth."user", auth."session" to ${system};
  `,
)
