import { parseArgs } from 'node:util'

export const rowNames = [
  'page',
  'mark',
  'attendance',
  'pupil',
  'people',
  'typeset',
  'ledgers',
  'snapshot',
  'import',
  'portal',
  'schools',
] as const
export type RowName = (typeof rowNames)[number]

export type Options = {
  readonly only: readonly RowName[]
  /** How many schools there are at each step of the row `schools`, rising. */
  readonly schools: readonly number[]
  /** Fewer repetitions and 1 and 3 schools: to see that it works, not to quote. */
  readonly quick: boolean
  /** Renders docs/performance.md from docs/bench/latest.json and measures nothing. */
  readonly write: boolean
  readonly json: string | undefined
  /** A data folder that is kept, and used again when it is there. */
  readonly kept: string | undefined
  /** Seconds after which no further school is loaded. */
  readonly loadSeconds: number
}

const isRow = (name: string): name is RowName => (rowNames as readonly string[]).includes(name)

/** Throws with one line for a person when an option is none. */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      schools: { type: 'string' },
      quick: { type: 'boolean' },
      write: { type: 'boolean' },
      json: { type: 'string' },
      data: { type: 'string' },
      'load-seconds': { type: 'string' },
    },
  })
  const quick = values.quick ?? false
  const only = values.only?.split(',') ?? rowNames
  const unknown = only.find((name) => !isRow(name))
  if (unknown !== undefined) throw new Error(`no row ${unknown}; there are ${rowNames.join(', ')}`)
  const schools = (values.schools ?? (quick ? '1,3' : '1,10,100')).split(',').map(Number)
  if (schools.some((count, i) => !Number.isInteger(count) || count <= (schools[i - 1] ?? 0) || count > 1000))
    throw new Error('--schools: whole numbers, rising, at most 1000')
  return {
    only: only.filter(isRow),
    schools,
    quick,
    write: values.write ?? false,
    json: values.json,
    kept: values.data,
    loadSeconds: Number(values['load-seconds'] ?? 330),
  }
}
