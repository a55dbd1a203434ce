// What the processes of an installation have used of the processor and of memory, as Linux counts it.
import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts processor time in hundredths of a second. */
const tickMs = 10

type Stat = { readonly pid: number; readonly parent: number; readonly cpuMs: number }

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name stands in parentheses and may hold anything; fields are counted from behind it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    // Its own time in user and system mode, and that of children that have ended.
    const ticks = fields.slice(11, 15).reduce((so, one) => so + Number(one), 0)
    return { pid, parent: Number(fields[1]), cpuMs: ticks * tickMs }
  } catch {
    return undefined
  }
}

const allStats = (): Stat[] =>
  readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : []))

function treeOf(root: number): Stat[] {
  const all = allStats()
  const tree = all.filter((one) => one.pid === root)
  for (const one of tree) tree.push(...all.filter((other) => other.parent === one.pid))
  return tree
}

/** Milliseconds of processor time that a process and its living children have used; NaN where there is no /proc. */
export const cpuMsOf = (root: number): number => {
  try {
    return treeOf(root).reduce((so, one) => so + one.cpuMs, 0)
  } catch {
    return NaN
  }
}

/** Megabytes that a process and its children hold at once; 0 where there is no /proc. */
export function residentMbOf(root: number): number {
  try {
    const pages = treeOf(root).map((one) =>
      Number(readFileSync(`/proc/${one.pid}/statm`, 'latin1').split(' ')[1]),
    )
    return (pages.reduce((so, one) => so + one, 0) * 4096) / 1_048_576
  } catch {
    return 0
  }
}
