// What a scenario hands back: a line of the table.

export type Fault = {
  readonly scenario: string
  /** What was done to the installation, in a few words. */
  readonly done: string
  /** What was asked for and acknowledged, and what of it was found afterwards. */
  readonly acknowledged: number
  readonly found: number
  readonly lost: number
  readonly doubled: number
  /** What is not as it was asked for: a value, a version, a number in the log, a reference row, an entry never sent. */
  readonly differing: number
  readonly seconds: number
  readonly notes: readonly string[]
  /** Not run here, and why. */
  readonly notRun?: string
}

export type Outcome = Omit<Fault, 'scenario' | 'seconds'>

export const clean = (done: string, count: number, ...notes: string[]): Outcome => ({
  done,
  acknowledged: count,
  found: count,
  lost: 0,
  doubled: 0,
  differing: 0,
  notes,
})

export const notRun = (done: string, why: string): Outcome => ({ ...clean(done, 0), notRun: why })

export const isFault = (fault: Outcome): boolean => fault.lost + fault.doubled + fault.differing > 0

/** Counts claims that do not hold, and says which. */
export class Claims {
  readonly broken: string[] = []
  holds(claim: boolean, otherwise: string): void {
    if (!claim) this.broken.push(otherwise)
  }
}

export function table(faults: readonly Fault[]): string {
  const head = ['scenario', 'what was done', 'acknowledged', 'found', 'lost', 'doubled', 'differing', 's', '']
  const rows = faults.map((fault) => [
    fault.scenario,
    fault.done,
    ...(fault.notRun
      ? ['-', '-', '-', '-', '-']
      : [fault.acknowledged, fault.found, fault.lost, fault.doubled, fault.differing].map(String)),
    fault.seconds.toFixed(0),
    fault.notRun ? 'NOT RUN' : isFault(fault) ? 'FAULT' : 'ok',
  ])
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i > 1 && i < 8 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join(' | ')} |`
  const notes = faults.flatMap((fault) =>
    [...(fault.notRun ? [`not run: ${fault.notRun}`] : []), ...fault.notes].map(
      (note) => `  ${fault.scenario}: ${note}`,
    ),
  )
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ...notes].join('\n')
}
