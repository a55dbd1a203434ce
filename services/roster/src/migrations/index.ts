import { logMigration, outboxMigration } from '@zhurnal/kit/tables'
import { troubleMigration } from '@zhurnal/kit/trouble-tables'
import { access } from './access.js'
import { auth } from './auth.js'
import { cards } from './cards.js'
import { compromisedNotes } from './compromised-notes.js'
import { contingent } from './contingent.js'
import { guardians } from './guardians.js'
import { merge } from './merge.js'
import { removal } from './removal.js'
import { removedCards } from './removed-cards.js'
import { start } from './start.js'
import { toldReadings } from './told-readings.js'

export const migrations = [
  outboxMigration('roster'),
  logMigration('roster'),
  start,
  auth,
  removal,
  guardians,
  troubleMigration('roster'),
  cards,
  contingent,
  access,
  merge,
  removedCards,
  compromisedNotes,
  toldReadings,
] as const
