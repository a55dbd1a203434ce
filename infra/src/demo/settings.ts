// What a program that fills a school is told by its environment.
import type { DoorSettings } from './door.js'

type Variables = Readonly<Record<string, string | undefined>>

/** Throws with the name of the first variable that is missing. */
export function serviceDoor(variables: Variables): { readonly door: DoorSettings; readonly data: string } {
  const needed = (name: string): string => {
    const value = variables[name]
    if (!value) throw new Error(`environment: ${name} is missing`)
    return value
  }
  return {
    door: {
      urls: {
        roster: needed('ROSTER_URL'),
        schedule: needed('SCHEDULE_URL'),
        gradebook: needed('GRADEBOOK_URL'),
        reporting: needed('REPORTING_URL'),
      },
      internalToken: needed('INTERNAL_TOKEN'),
      passportPrivateKey: needed('PASSPORT_PRIVATE_KEY'),
    },
    data: needed('ZHURNAL_DATA'),
  }
}
