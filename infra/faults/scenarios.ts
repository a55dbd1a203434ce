// All scenarios in their order, each with the place that it breaks. A place serves several: starting one takes longer
// than most of them.
import { startPlace, type Place } from './place.js'
import { type Fault, type Outcome } from './result.js'
import { jumpClock, killDatabase, killProcess, quietHour, stopDatabase } from './scenarios/kills.js'

type Scenario = {
  readonly name: string
  /** Runs in the short form too. */
  readonly short?: boolean
  readonly run: (place: Place, each: number) => Promise<Outcome>
}

const onOneMachine: readonly Scenario[] = [
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
]

type Choice = { readonly short: boolean; readonly only: string | undefined }

export async function runScenarios(
  choice: Choice,
  say: (line: string) => void,
  keep: (fault: Fault) => void,
): Promise<void> {
  const chosen = (all: readonly Scenario[]) =>
    all.filter((one) => (choice.only ? one.name.includes(choice.only) : !choice.short || one.short))
  const each = choice.short ? 10 : 30
  const scenarios = chosen(onOneMachine)
  if (scenarios.length > 0) {
    say('An installation is started and filled')
    const place = await startPlace()
    try {
      for (const scenario of scenarios) keep(await runOne(scenario, place, each, say))
    } finally {
      await place.stop()
    }
  }
}

async function runOne(
  scenario: Scenario,
  place: Place,
  each: number,
  say: (line: string) => void,
): Promise<Fault> {
  const from = Date.now()
  const outcome = await scenario.run(place, each).catch((error: unknown): Outcome => ({
    done: 'broke off',
    acknowledged: 0,
    found: 0,
    lost: 0,
    doubled: 0,
    differing: 1,
    notes: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  }))
  const fault = { scenario: scenario.name, seconds: (Date.now() - from) / 1000, ...outcome }
  say(
    `${fault.scenario}: ${outcome.acknowledged} acknowledged, ${outcome.found} found (${fault.seconds.toFixed(0)} s)`,
  )
  return fault
}
