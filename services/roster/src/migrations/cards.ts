import { migration, protect } from '@zhurnal/kit/migrate'

const rights = { app: 'select, insert, update', system: 'select' } as const
const table = (name: string, app: string = rights.app) => protect('roster', name, { ...rights, app })

/**
 * What a card holds beside the name: contacts, who a guardian is to a child, consents, the personal file, and who read
 * it. Serves: a person's contacts; consents of people and of a school by day; a pupil's file with its documents; the log
 * of reading by school and instant, newest first; a person by the keyed hash of their number (СНИЛС).
 *
 * `folded_name` is how names are searched: ё as е, a hyphen as a space, lower case. A school's people are found by the
 * index on the school and compared one by one: a trigram index does not help under row-level security, since LIKE is
 * not leakproof and may not be asked before the policy.
 */
export const cards = migration(
  'Cards1795536000030',
  `
  alter table person add column snils_hmac text;
  alter table person add column erased_at timestamptz;
  create index person_snils on person (school_id, snils_hmac) where snils_hmac is not null;
  create function folded_name(last_name text, first_name text, patronymic text) returns text
    language sql immutable parallel safe
    return translate(lower(last_name || ' ' || first_name || ' ' || coalesce(patronymic, '')), 'ё-', 'е ');

  alter table guardianship add column relation text;
  alter table guardianship add column legal_representative boolean not null default false;
  alter table guardianship add column refused_service_on date;
  alter table guardianship add column refused_document text;
  alter table guardianship add column version integer not null default 1;
  alter table guardianship add constraint guardianship_relation
    check (relation in ('MOTHER', 'FATHER', 'GUARDIAN', 'GRANDPARENT', 'OTHER'));

  create table contacts (
    person_id uuid constraint contacts_pkey primary key constraint contacts_person references person (id),
    school_id uuid not null,
    phone text,
    email text,
    address text,
    version integer not null default 1);
  create index contacts_of_school on contacts (school_id);

  create table consent (
    id uuid constraint consent_pkey primary key,
    school_id uuid not null,
    person_id uuid not null constraint consent_person references person (id),
    purpose text not null,
    given_by_name text,
    ground text,
    document text,
    from_day date not null,
    until_day date,
    withdrawn_on date,
    version integer not null default 1,
    constraint consent_purpose check (purpose in ('EDUCATION', 'TRANSFER', 'PUBLICATION')),
    constraint consent_basis check ((given_by_name is null) <> (ground is null)),
    constraint consent_span check (until_day is null or until_day >= from_day));
  create index consent_of_person on consent (person_id, from_day);
  create index consent_of_school on consent (school_id, purpose);

  create table personal_file (
    pupil_id uuid constraint personal_file_pkey primary key constraint personal_file_pupil references person (id),
    school_id uuid not null,
    health_group text,
    physical_education_group text,
    special_needs text,
    previous_school text,
    version integer not null default 1,
    constraint personal_file_health check (health_group in ('I', 'II', 'III', 'IV', 'V')),
    constraint personal_file_physical_education check (physical_education_group in ('MAIN', 'PREPARATORY', 'SPECIAL')));
  create table personal_document (
    id uuid constraint personal_document_pkey primary key,
    school_id uuid not null,
    pupil_id uuid not null constraint personal_document_pupil references person (id),
    kind text not null,
    title text not null,
    number text,
    issued_on date,
    issued_by text,
    constraint personal_document_kind
      check (kind in ('BIRTH_CERTIFICATE', 'PASSPORT', 'APPLICATION', 'CONTRACT', 'MEDICAL', 'CERTIFICATE', 'OTHER')));
  create index personal_document_of_pupil on personal_document (pupil_id);

  create table access_log (
    id uuid constraint access_log_pkey primary key,
    school_id uuid not null,
    at timestamptz not null,
    reader_id uuid not null,
    reader_name text not null,
    account_id uuid not null,
    what text not null,
    ground text not null,
    person_ids uuid[] not null,
    people integer not null);
  create index access_log_of_school on access_log (school_id, at desc, id desc);
  ${table('contacts', 'select, insert, update, delete')}
  ${table('consent')}
  ${table('personal_file', 'select, insert, update, delete')}
  ${table('personal_document', 'select, insert, delete')}
  ${table('access_log', 'select, insert')}
  `,
)
