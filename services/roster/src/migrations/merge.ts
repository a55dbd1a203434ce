import { migration } from '@zhurnal/kit/migrate'
import { roleNames } from '@zhurnal/kit/provision'

const { app } = roleNames('roster')

/** Serves: two entries of one human being are made one; what was registered on the one goes over to the other. */
export const merge = migration(
  'Merge1795536000090',
  `
  grant update (pupil_id) on personal_document to ${app};
  grant update (person_id) on handover to ${app};
  `,
)
