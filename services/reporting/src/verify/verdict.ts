/** What a verification found, and how it is said to a person. */
import type { BagFault } from '../snapshot/check.js'

export interface Verdict {
  whole: boolean
  faults: BagFault[]
  /** what was checked and holds, Russian, one line each */
  checked: string[]
}

/** What the checker knows from outside of what is checked; without it, who holds the machine could have made all anew. */
export interface Pins {
  /** public keys, `name+id+base64` */
  keys: string[]
  /** positions of the gradebook's log, from a printed page or a kept checkpoint */
  known: { size: number; rootHash: string }[]
  /** SHA-256 of the certificate that signs snapshots, 64 hex digits */
  certificate?: string
}

export function verdictText(subject: string, verdict: Verdict): string {
  const lines = [subject, ...verdict.checked.map((line) => `  ✓ ${line}`)]
  for (const fault of verdict.faults) lines.push(`Повреждён: файл ${fault.file} — ${fault.detail}`)
  if (verdict.whole) lines.push('Цел')
  return `${lines.join('\n')}\n`
}

/** «48 213»: groups of three with a no-break space, as numbers stand on the printed page. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u00a0')
}
