import { migration } from '@zhurnal/kit/migrate'

/** The blank page of the day, to be filled by pen when there is no power or network: a kind of job. */
export const blankPages = migration(
  'BlankPages1795602000030',
  `
  alter table job drop constraint job_kind;
  alter table job add constraint job_kind check (kind in ('PRINT_CLASS_JOURNAL', 'TAKE_SNAPSHOT', 'VERIFY_SNAPSHOT', 'CHECK_IMPORT',
    'APPLY_IMPORT', 'UNDO_IMPORT', 'ISSUE_ACCOUNTS', 'EXPORT_PERSON', 'SEND_LETTER', 'PRINT_COMPROMISE_ACT', 'PRINT_BLANK_PAGES'));
  `,
)
