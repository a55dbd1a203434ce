// What a run found: one line a row of the design's table, with its floors.
import type { Spread } from './measure.js'

export type Line = {
  readonly row: string
  /** In words, with sizes. */
  readonly what: string
  readonly must: string
  readonly aim: string
  /** Whether the must and the aim were met; null where the machine cannot say. */
  readonly meetsMust: boolean | null
  readonly meetsAim: boolean | null
  /** By rival: `ours` and the floors `handler` and `sql`, one after another and 8 at once. */
  readonly oneByOne?: Readonly<Record<string, Spread>>
  readonly eightAtOnce?: Readonly<Record<string, Spread>>
  /** Why it could not be measured. */
  readonly broken?: string
  /** Single figures with their units in the name. */
  readonly figures?: Readonly<Record<string, number | string>>
}

export type Report = {
  readonly at: string
  readonly machine: {
    readonly cores: number
    readonly cpu: string
    readonly memoryGb: number
    readonly node: string
  }
  /** Load average of a minute, at the start and at the end. */
  readonly load: readonly [number, number]
  readonly quick: boolean
  readonly seconds: number
  readonly school: Readonly<Record<string, number>>
  readonly lines: readonly Line[]
}

const figure = (value: number | undefined, digits = 1): string =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits)

/** «4.1 (95 %: 6.0)» milliseconds. */
export const spreadText = (one: Spread | undefined): string =>
  one ? `${figure(one.median)} (95 %: ${figure(one.p95)})` : ''

export const rateText = (one: Spread | undefined): string => (one ? figure(one.perSecond, 0) : '')

export const ratioText = (spreads: Readonly<Record<string, Spread>> | undefined): string => {
  const ours = spreads?.['ours']?.median
  const handler = spreads?.['handler']?.median
  return ours && handler ? `${(ours / handler).toFixed(2)}` : ''
}

export const verdict = (line: Line): string =>
  line.broken !== undefined
    ? `not measured: ${line.broken}`
    : line.meetsMust === null
      ? ''
      : line.meetsMust
        ? line.meetsAim
          ? 'aim met'
          : 'must met'
        : 'MISSED'

export const figuresText = (line: Line): string =>
  Object.entries(line.figures ?? {})
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toFixed(2)) : value}`)
    .join(', ')

/** For the terminal. */
export function lineText(line: Line): string {
  const measured = line.oneByOne
    ? `ours ${spreadText(line.oneByOne['ours'])} ms, handler ${spreadText(line.oneByOne['handler'])}, sql ${spreadText(line.oneByOne['sql'])}, ` +
      `ratio ${ratioText(line.oneByOne)}, n ${line.oneByOne['ours']?.n}`
    : ''
  const rate = line.eightAtOnce
    ? `8 at once: ${rateText(line.eightAtOnce['ours'])}/s, handler ${rateText(line.eightAtOnce['handler'])}/s, sql ${rateText(line.eightAtOnce['sql'])}/s`
    : ''
  return [line.row, verdict(line), measured, rate, figuresText(line)].filter(Boolean).join(' | ')
}
