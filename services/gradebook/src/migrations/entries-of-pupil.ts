import { migration } from '@zhurnal/kit/migrate'

/** Serves: how many entries name a pupil (`Pupil.entriesCount`); marks and absences have such an index already. */
export const entriesOfPupil = migration(
  'EntriesOfPupil1795532400010',
  `create index period_mark_of_pupil on period_mark (pupil_id);`,
)
