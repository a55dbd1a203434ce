import { migration } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

/** Serves: what other services tell of readings is written by the installation's own role, which consumes events. */
export const toldReadings = migration(
  'ToldReadings1795536000120',
  `grant insert on access_log to ${roleNames('roster').system};`,
)
