import { migration } from '@zhurnal/kit/migrate'

/** Serves: what stayed as it is although an act was made void, or why it could not be at once, beside the act (4.4). */
export const compromisedNotes = migration(
  'CompromisedNotes1795622000050',
  `alter table compromised_act add column note text;`,
)
