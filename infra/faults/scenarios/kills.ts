// Each process in turn, and the database, is killed while the school works, and comes back.
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProcessName } from '../../src/launch/plan.js'
import { inspectHour } from '../inspect.js'
import { Coordinator, inspectPrints } from '../jobs.js'
import type { Place } from '../place.js'
import { Claims, type Outcome } from '../result.js'
import { typeAnHour } from '../typing.js'

/** Everybody works and nothing breaks: what the rest is compared with. */
export async function quietHour(place: Place, each: number): Promise<Outcome> {
  return inspectHour(place, await typeAnHour(place, each), `33 teachers type ${each} marks each`)
}

export async function killProcess(place: Place, name: ProcessName, each: number): Promise<Outcome> {
  const hour = typeAnHour(place, each)
  for (const afterMs of [1500, 3500]) {
    await sleep(afterMs)
    await place.installation.kill(name)
  }
  return inspectHour(place, await hour, `${name} killed twice in the middle`)
}

export async function killDatabase(place: Place, each: number): Promise<Outcome> {
  const hour = typeAnHour(place, each)
  await sleep(2000)
  place.killDatabase()
  return inspectHour(place, await hour, 'the database server killed in the middle')
}

/** Stopped in order, and away for as long as a repair of its machine would take that somebody waits for. */
export async function stopDatabase(place: Place, each: number): Promise<Outcome> {
  const hour = typeAnHour(place, each)
  await sleep(1500)
  await place.installation.stopDatabase()
  await sleep(10_000)
  await place.installation.startDatabase()
  return inspectHour(place, await hour, 'the database server stopped for 10 s')
}

/**
 * The clocks of all processes jump an hour forward, then an hour back behind the true time, then right again, with
 * prints waiting and under way.
 */
export async function jumpClock(place: Place, each: number): Promise<Outcome> {
  const claims = new Claims()
  const coordinator = await Coordinator.signedIn(place)
  const hour = typeAnHour(place, each)
  const prints: string[] = []
  for (const hours of [1, -1, 0]) {
    prints.push(...(await coordinator.print(3)))
    await sleep(2500)
    place.setClock(hours)
  }
  const done = 'clocks of all processes: +1 h, then -1 h, then right; 9 prints'
  const typed = await inspectHour(place, await hour, done)
  const printed = await inspectPrints(coordinator, place, prints, claims)
  return {
    ...typed,
    acknowledged: typed.acknowledged + prints.length,
    found: typed.found + printed.done,
    lost: typed.lost + prints.length - printed.done,
    doubled: typed.doubled + printed.doubled,
    differing: typed.differing + claims.broken.length,
    notes: [...claims.broken, ...typed.notes],
  }
}
