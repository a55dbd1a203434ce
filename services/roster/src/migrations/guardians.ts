import { migration } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

/** Serves: a guardian who was named wrongly is no longer one; the log keeps that it was so. */
export const guardians = migration(
  'Guardians1795446000012',
  `grant delete on guardianship to ${roleNames('roster').app};`,
)
