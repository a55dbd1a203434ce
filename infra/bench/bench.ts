// What every row is given.
import type { Clients } from './rivals.js'
import type { BenchSchool } from './school.js'
import type { Stage } from './stage.js'
import type { Options } from './options.js'

export type Bench = {
  readonly stage: Stage
  readonly school: BenchSchool
  readonly clients: Clients
  readonly options: Options
  /** Sessions of the first 17 teachers, in their order. */
  readonly tokens: readonly string[]
  readonly coordinator: string
  /** So many repetitions, or fewer when the run is a quick one. */
  times(full: number): number
  say(line: string): void
}
