// Ids by natural key (UUID v5, RFC 9562): the same day gives the same school, and a fill that was broken off goes on.
import { v5 } from 'uuid'

const namespace = '6f0b1f5e-3a51-5c0d-9c2e-70a1d0f0e5aa'

export type Ids = {
  readonly school: string
  /** The id of a thing of this school: its kind and what names it there. */
  of(kind: string, ...key: readonly (string | number)[]): string
}

/** Ids within one school; `school` names it among all that the demonstration makes. */
export function idsOf(school: string): Ids {
  const id = v5(`school|${school}`, namespace)
  return { school: id, of: (kind, ...key) => v5([kind, ...key].join('|'), id) }
}
