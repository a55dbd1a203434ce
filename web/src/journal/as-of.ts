// The instant that a day and a time of day mean in the school's zone. Pure.
import { dayAt, timeAt } from '../school/dates.js'

/**
 * `day` YYYY-MM-DD, `time` HH:MM; RFC 3339 in UTC. Where clocks are set forward the hour that is left out becomes the
 * next one; of an hour that comes twice it is the first or the second, as the zone's offset of the day before says.
 */
export function instantOf(day: string, time: string, zone: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`)
  const shownAt = (instant: number): number => {
    const text = new Date(instant).toISOString()
    return Date.parse(`${dayAt(text, zone)}T${timeAt(text, zone).padStart(5, '0')}:00Z`)
  }
  const first = wanted - (shownAt(wanted) - wanted)
  return new Date(first - (shownAt(first) - wanted)).toISOString()
}
