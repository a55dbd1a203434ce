// What stands of a thing once some acts on it are void: pure, out of the entries of the log alone.
import { canonicalJson } from './canonical.js'
import type { LogValue } from './record-log.js'

export type Fields = Readonly<Record<string, LogValue>>

/** One entry of the log as a decision reads it. */
export type LoggedAct = {
  readonly entryId: string
  readonly seq: number
  readonly at: Date
  readonly act: string
  /** `kind:id`. */
  readonly subject: string
  readonly scopeId: string | null
  readonly aboutId: string | null
  readonly byName: string
  readonly account: string
  readonly from: LogValue
  readonly to: LogValue
  /** The whole leaf, for facts of it. */
  readonly leaf: Readonly<Record<string, LogValue>>
  /** Texts that are kept beside the leaf and not erased, by name. */
  readonly texts: Readonly<Record<string, string>>
  readonly state: ActState
  readonly note: string | null
  /** Who decided about it last; null while it waits. */
  readonly decidedByName: string | null
}
export type ActState = 'SUSPECT' | 'VOID' | 'CONFIRMED' | 'RESTORED'

/** An entry's value before and after, field by field; null where the thing was not there. */
export type FieldsOf = (act: LoggedAct) => { readonly from: Fields | null; readonly to: Fields | null }

/** The value of a field, and the entry that made it so: null where every entry that touched it is void. */
export type Held = { readonly value: LogValue; readonly by: LoggedAct | null }

const same = (a: LogValue | undefined, b: LogValue | undefined): boolean =>
  canonicalJson(a ?? null) === canonicalJson(b ?? null)

/** Fields that an entry changed, each with what it was and what it became. */
export function changedFields(
  act: LoggedAct,
  fieldsOf: FieldsOf,
): Map<string, { from: LogValue; to: LogValue }> {
  const { from, to } = fieldsOf(act)
  const names = new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])
  return new Map(
    [...names]
      .filter((name) => !same(from?.[name], to?.[name]))
      .map((name) => [name, { from: from?.[name] ?? null, to: to?.[name] ?? null }]),
  )
}

/**
 * Field by field the value of the last entry that is not void; where all are void, what was before the first of them.
 * So what somebody else has changed since stands, and what only the void entries made goes. `acts` are in the order of
 * the log, without the entries that an earlier decision has written.
 */
export function standingOf(acts: readonly LoggedAct[], fieldsOf: FieldsOf): Map<string, Held> {
  const held = new Map<string, Held>()
  for (const act of acts) {
    for (const [name, { from, to }] of changedFields(act, fieldsOf)) {
      const known = held.get(name)
      if (act.state !== 'VOID') held.set(name, { value: to, by: act })
      else if (!known) held.set(name, { value: from, by: null })
    }
  }
  return held
}

/** The entry of another login that changed a field after this one did, where it is what stands. */
export function laterByOthers(
  act: LoggedAct,
  held: ReadonlyMap<string, Held>,
  fieldsOf: FieldsOf,
): { field: string; value: LogValue; by: LoggedAct }[] {
  return [...changedFields(act, fieldsOf).keys()].flatMap((field) => {
    const { by, value } = held.get(field) ?? { by: null, value: null }
    return by && by.seq > act.seq && by.account !== act.account ? [{ field, value, by }] : []
  })
}
