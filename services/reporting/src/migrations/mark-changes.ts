import { migration } from '@zhurnal/kit/migrate'

/** The report of mark changes (3.8) as files: a kind of job. */
export const markChanges = migration(
  'MarkChanges1795802000010',
  `
  alter table job drop constraint job_kind;
  alter table job add constraint job_kind check (kind in ('PRINT_CLASS_JOURNAL', 'TAKE_SNAPSHOT', 'VERIFY_SNAPSHOT', 'CHECK_IMPORT',
    'APPLY_IMPORT', 'UNDO_IMPORT', 'ISSUE_ACCOUNTS', 'EXPORT_PERSON', 'SEND_LETTER', 'PRINT_COMPROMISE_ACT', 'PRINT_BLANK_PAGES',
    'PRINT_TRANSFER_SHEET', 'SAVE_MARK_CHANGES'));
  `,
)
