// Run once by the launcher, on the first start of a demonstration installation: fills the demonstration school.
import { dayIn } from '@zhurnal/kit/time'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fillSchool } from './demonstration.js'
import { Door } from './door.js'
import { seconds } from './progress.js'
import { timeZone } from './plan.js'
import { serviceDoor } from './settings.js'

/**
 * The day that the school is filled for. It is kept beside the data: when a fill is broken off and begun again after
 * midnight, it goes on with the day that it began with.
 */
function fillDay(data: string): string {
  const file = join(data, 'demo-day')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const today = dayIn(timeZone, new Date())
  writeFileSync(file, `${today}\n`)
  return today
}

const { door, data } = serviceDoor(process.env)
const start = performance.now()
await fillSchool({ door: new Door(door), today: fillDay(data), data, say: (line) => void console.log(line) })
console.log(`Учебная школа готова за ${seconds(performance.now() - start)}`)
