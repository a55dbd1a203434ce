import { migration, protect } from '@zhurnal/kit/migrate'

/** The act (акт) about what a stolen login wrote (4.4). Serves: whether a report is there and whose school's, by its id. */
export const voidActs = migration(
  'VoidActs1795602000010',
  `
  create table ref_compromise (
    id uuid constraint ref_compromise_pkey primary key,
    school_id uuid not null,
    received_at timestamptz not null,
    version integer not null);
  ${protect('reporting', 'ref_compromise', { app: 'select', system: 'select, insert, update, delete' })}
  alter table job drop constraint job_kind;
  alter table job add constraint job_kind check (kind in ('PRINT_CLASS_JOURNAL', 'TAKE_SNAPSHOT', 'VERIFY_SNAPSHOT', 'CHECK_IMPORT',
    'APPLY_IMPORT', 'UNDO_IMPORT', 'ISSUE_ACCOUNTS', 'EXPORT_PERSON', 'SEND_LETTER', 'PRINT_COMPROMISE_ACT'));
  `,
)
