import { migration, protect } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

/**
 * Serves: documents that can be taken once and go after a day (slips with passwords); letters with login details that a
 * job has sent, so that another try of the job sends none twice.
 */
export const slips = migration(
  'Slips1795536000021',
  `
  alter table job drop constraint job_kind;
  alter table job add constraint job_kind check (kind in ('PRINT_CLASS_JOURNAL', 'TAKE_SNAPSHOT', 'VERIFY_SNAPSHOT', 'CHECK_IMPORT',
    'APPLY_IMPORT', 'UNDO_IMPORT', 'ISSUE_ACCOUNTS', 'EXPORT_PERSON', 'SEND_LETTER'));
  alter table document add column once_only boolean not null default false;
  alter table document add column expires_at timestamptz;
  alter table document add column taken_at timestamptz;
  create index document_to_wipe on document (expires_at) where taken_at is null;
  grant update (taken_at) on document to ${roleNames('reporting').app}, ${roleNames('reporting').system};
  create table issue_letter (
    job_id uuid not null constraint issue_letter_job references job (id),
    person_id uuid not null,
    school_id uuid not null,
    sent_at timestamptz not null,
    constraint issue_letter_pkey primary key (job_id, person_id));
  ${protect('reporting', 'issue_letter', { app: '', system: 'select, insert' })}
  `,
)
