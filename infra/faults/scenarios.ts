// All scenarios in their order, each with the place that it breaks. A place serves several: starting one takes longer
// than most of them.
import { Redis, startPlace, type Place } from './place.js'
import { notRun, type Fault, type Outcome } from './result.js'
import * as facts from './scenarios/facts.js'
import * as jobs from './scenarios/jobs.js'
import { jumpClock, killDatabase, killProcess, quietHour, stopDatabase } from './scenarios/kills.js'
import * as redis from './scenarios/redis.js'
import * as stores from './scenarios/stores.js'
import { versionBefore } from './scenarios/upgrade.js'

type Scenario<On> = {
  readonly name: string
  /** Runs in the short form too. */
  readonly short?: boolean
  readonly run: (on: On, each: number) => Promise<Outcome>
}
type WithRedis = { readonly place: Place; readonly redis: Redis }

/** The queue in PostgreSQL, as on one machine. */
const onOneMachine: readonly Scenario<Place>[] = [
  { name: 'quiet', short: true, run: quietHour },
  { name: 'kill-gradebook', short: true, run: (place, each) => killProcess(place, 'gradebook', each) },
  { name: 'kill-roster', run: (place, each) => killProcess(place, 'roster', each) },
  { name: 'kill-schedule', run: (place, each) => killProcess(place, 'schedule', each) },
  { name: 'kill-reporting', run: (place, each) => killProcess(place, 'reporting', each) },
  { name: 'kill-worker', run: (place, each) => killProcess(place, 'worker', each) },
  { name: 'kill-gateway', run: (place, each) => killProcess(place, 'gateway', each) },
  { name: 'kill-database', short: true, run: killDatabase },
  { name: 'stop-database', run: stopDatabase },
  { name: 'clock', run: jumpClock },
  { name: 'relay', short: true, run: facts.killRelay },
  { name: 'queue-lost', run: (place) => facts.emptyQueue(place, facts.emptyInPostgres(place)) },
  { name: 'comparison', short: true, run: facts.nightlyComparison },
  { name: 'replay', short: true, run: facts.emptyConsumer },
  { name: 'poisoned-data', short: true, run: jobs.poisonedData },
  { name: 'deadly-job', run: jobs.deadlyJob },
  { name: 'two-workers', run: jobs.twoWorkers },
  { name: 'store-full', run: stores.fullStore },
  { name: 'store-read-only', run: stores.readOnlyStore },
  { name: 'store-killed', run: stores.killedInTheMiddle },
  { name: 'store-slow', run: stores.slowStore },
]

const onRedis: readonly Scenario<WithRedis>[] = [
  { name: 'redis-quiet', run: ({ place }, each) => quietHour(place, each) },
  { name: 'redis-flushed', run: ({ place, redis: on }, each) => redis.flushedInTheMiddle(place, on, each) },
  { name: 'redis-queue-lost', run: ({ place, redis: on }) => redis.emptiedWithEvents(place, on) },
  { name: 'redis-away', run: ({ place, redis: on }, each) => redis.redisAway(place, on, each) },
  { name: 'redis-clock', run: ({ place }, each) => jumpClock(place, each) },
  { name: 'redis-poisoned-data', run: ({ place }) => jobs.poisonedData(place) },
  { name: 'redis-deadly-job', run: ({ place }) => jobs.deadlyJob(place) },
  { name: 'redis-two-workers', run: ({ place }) => jobs.twoWorkers(place) },
]

const alone: readonly Scenario<void>[] = [{ name: 'version-before', run: versionBefore }]

type Choice = { readonly short: boolean; readonly only: string | undefined }
type Say = (line: string) => void

export async function runScenarios(choice: Choice, say: Say, keep: (fault: Fault) => void): Promise<void> {
  const each = choice.short ? 10 : 30
  const chosen = <On>(all: readonly Scenario<On>[]) =>
    all.filter((one) =>
      choice.only
        ? choice.only.split(',').some((part) => one.name.includes(part))
        : !choice.short || one.short,
    )
  const run = async <On>(scenarios: readonly Scenario<On>[], on: On) => {
    for (const scenario of scenarios) keep(await runOne(scenario, on, each, say))
  }
  await run(chosen(alone), undefined)
  const first = chosen(onOneMachine)
  if (first.length > 0) await withPlace({}, say, (place) => run(first, place))
  const second = chosen(onRedis)
  if (second.length === 0) return
  const server = await Redis.start()
  if (!server) {
    for (const { name } of second)
      keep({ scenario: name, seconds: 0, ...notRun('on Redis', 'no redis-server on this machine') })
    return
  }
  try {
    await withPlace({ REDIS_URL: server.url }, say, (place) => run(second, { place, redis: server }))
  } finally {
    await server.kill()
  }
}

async function withPlace(
  passedOn: Readonly<Record<string, string>>,
  say: Say,
  work: (place: Place) => Promise<void>,
): Promise<void> {
  say('An installation is started and filled')
  const place = await startPlace(passedOn)
  try {
    await work(place)
  } finally {
    await place.stop()
  }
}

async function runOne<On>(scenario: Scenario<On>, on: On, each: number, say: Say): Promise<Fault> {
  const from = Date.now()
  const outcome = await scenario.run(on, each).catch((error: unknown): Outcome => ({
    done: 'broke off',
    acknowledged: 0,
    found: 0,
    lost: 0,
    doubled: 0,
    differing: 1,
    notes: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  }))
  const fault = { scenario: scenario.name, seconds: (Date.now() - from) / 1000, ...outcome }
  const counts = `${outcome.acknowledged} acknowledged, ${outcome.found} found`
  say(`${fault.scenario}: ${outcome.notRun ? 'not run' : counts} (${fault.seconds.toFixed(0)} s)`)
  return fault
}
