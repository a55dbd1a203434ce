import { migration } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

/** Serves: who was entered by mistake is taken out with all that was entered of them; the log keeps that it was so. */
export const removedCards = migration(
  'RemovedCards1795536000100',
  `grant delete on consent to ${roleNames('roster').app};`,
)
