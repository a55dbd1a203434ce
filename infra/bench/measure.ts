// Times of a thing and of its floors, taken in turn in one run, so that what the machine does besides falls on all alike.

/** One request or statement; rejects when the answer is not the one that is expected. `n` counts up, warm-up included. */
export type Shot = (n: number) => Promise<unknown>

/** `ours` first, then the floors, by name. */
export type Rivals = Readonly<Record<string, Shot>>

/** Milliseconds. */
export type Spread = {
  readonly n: number
  readonly median: number
  readonly p95: number
  readonly perSecond?: number
}

export function spreadOf(spans: readonly number[]): Spread {
  const sorted = [...spans].sort((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
  return { n: sorted.length, median: at(0.5), p95: at(0.95) }
}

const timed = async (shot: Shot, n: number): Promise<number> => {
  const from = performance.now()
  await shot(n)
  return performance.now() - from
}

/** Each in turn, `times` times after `warmUp` times. Bounded by `limitMs` as well: the n that was reached is stated. */
export async function oneByOne(
  rivals: Rivals,
  { times, warmUp, limitMs = 60_000 }: { times: number; warmUp: number; limitMs?: number },
): Promise<Record<string, Spread>> {
  const spans = new Map(Object.keys(rivals).map((name) => [name, [] as number[]]))
  const until = performance.now() + limitMs
  for (let i = 0; i < warmUp + times && (i < warmUp + 10 || performance.now() < until); i += 1)
    for (const [name, shot] of Object.entries(rivals)) {
      const span = await timed(shot, i)
      if (i >= warmUp) spans.get(name)?.push(span)
    }
  return Object.fromEntries([...spans].map(([name, all]) => [name, spreadOf(all)]))
}

const atOnce = 8

/** 8 at once: blocks of each rival in turn, `rounds` of them; throughput is the median of the rounds. */
export async function eightAtOnce(
  rivals: Rivals,
  { times, rounds = 3, from = 0 }: { times: number; rounds?: number; from?: number },
): Promise<Record<string, Spread>> {
  const seen = new Map(
    Object.keys(rivals).map((name) => [name, { spans: [] as number[], rates: [] as number[], next: from }]),
  )
  for (let round = 0; round < rounds; round += 1)
    for (const [name, shot] of Object.entries(rivals)) {
      const mine = seen.get(name)
      if (!mine) continue
      const end = mine.next + times
      const begun = performance.now()
      const worker = async () => {
        while (mine.next < end) mine.spans.push(await timed(shot, mine.next++))
      }
      await Promise.all(Array.from({ length: atOnce }, worker))
      mine.rates.push(times / ((performance.now() - begun) / 1000))
    }
  return Object.fromEntries(
    [...seen].map(([name, { spans, rates }]) => {
      const middle = [...rates].sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? NaN
      return [name, { ...spreadOf(spans), perSecond: middle }]
    }),
  )
}
