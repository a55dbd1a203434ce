// The queue on Redis through ioredis, and a Redis that keeps nothing.
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspectHour } from '../inspect.js'
import { Coordinator, inspectPrints } from '../jobs.js'
import type { Place, Redis } from '../place.js'
import { Claims, type Outcome } from '../result.js'
import { typeAnHour } from '../typing.js'
import { emptyQueue } from './facts.js'

async function flush(redis: Redis): Promise<void> {
  const socket = connect(redis.port, '127.0.0.1')
  socket.write('FLUSHALL\r\n')
  const [answer] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  if (!answer.toString().startsWith('+OK')) throw new Error(`Redis was not emptied: ${answer.toString()}`)
}

export async function flushedInTheMiddle(place: Place, redis: Redis, each: number): Promise<Outcome> {
  const hour = typeAnHour(place, each)
  for (let times = 0; times < 4; times += 1) {
    await sleep(1500)
    await flush(redis)
  }
  return inspectHour(place, await hour, 'Redis emptied 4 times while everybody works')
}

export const emptiedWithEvents = (place: Place, redis: Redis): Promise<Outcome> =>
  emptyQueue(place, () => flush(redis))

/** Killed with prints under way and waiting, back after half a minute with nothing in it. */
export async function redisAway(place: Place, redis: Redis, each: number): Promise<Outcome> {
  const claims = new Claims()
  const coordinator = await Coordinator.signedIn(place)
  const hour = typeAnHour(place, each)
  const prints = await coordinator.print(8)
  await sleep(500)
  await redis.kill()
  await sleep(5000)
  // A job is a row and an event of one transaction: it can be started while there is no queue.
  const late = await coordinator.print(2)
  await sleep(25_000)
  await redis.start()
  const typed = await inspectHour(
    place,
    await hour,
    'Redis killed for 30 s with prints under way, and what it held gone',
  )
  const all = [...prints, ...late]
  const { done, doubled } = await inspectPrints(coordinator, place, all, claims)
  return {
    ...typed,
    acknowledged: typed.acknowledged + all.length,
    found: typed.found + done,
    lost: typed.lost + all.length - done,
    doubled: typed.doubled + doubled,
    differing: typed.differing + claims.broken.length,
    notes: [...claims.broken, `${done} of ${all.length} prints done`, ...typed.notes],
  }
}
