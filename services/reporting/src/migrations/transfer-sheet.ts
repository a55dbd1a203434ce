import { migration } from '@zhurnal/kit/migrate'

/** A pupil's current marks on paper, when they leave for another school: a kind of job. */
export const transferSheet = migration(
  'TransferSheet1795702000010',
  `
  alter table job drop constraint job_kind;
  alter table job add constraint job_kind check (kind in ('PRINT_CLASS_JOURNAL', 'TAKE_SNAPSHOT', 'VERIFY_SNAPSHOT', 'CHECK_IMPORT',
    'APPLY_IMPORT', 'UNDO_IMPORT', 'ISSUE_ACCOUNTS', 'EXPORT_PERSON', 'SEND_LETTER', 'PRINT_COMPROMISE_ACT', 'PRINT_BLANK_PAGES',
    'PRINT_TRANSFER_SHEET'));
  `,
)
