// The first start of an empty installation leaves a coordinator who can sign in: without one nobody could do anything.
import type { Environment } from '../launch/environment.js'
import { Door } from '../demo/door.js'
import { serviceDoor } from '../demo/settings.js'
import { createSchool, schoolsOf, type MadeSchool, type Place } from './create.js'
import { readWish } from './wish.js'

export type FirstStart = {
  /** Made just now; undefined when there were schools already, or none is wanted. */
  readonly made?: MadeSchool
  /** True while the installation has no school. */
  readonly empty: boolean
}

/**
 * Makes the first school under `name` with the login `coordinator`, when there is no school yet. An empty name: none is
 * made, the installation waits for `npm run school -- create`.
 */
export async function firstStart(
  env: Environment,
  name: string,
  timeZone: string,
  now = new Date(),
): Promise<FirstStart> {
  const { door } = serviceDoor(env)
  const place: Place = {
    door: new Door(door),
    rosterUrl: door.urls.roster,
    internalToken: door.internalToken,
  }
  const { schools } = await schoolsOf(place)
  if (schools.length > 0) return { empty: false }
  if (!name) return { empty: true }
  const flags = { name, 'time-zone': timeZone, coordinator: 'Координатор Школы', login: 'coordinator' }
  return { made: await createSchool(place, readWish(flags, now), now), empty: false }
}
