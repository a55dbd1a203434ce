// What making an act of a stolen login undone, or that undone again, ends in.
import type { Tx } from '@zhurnal/kit/database'
import type { Ctx } from '../context.js'

export type ActEntry = {
  readonly entryId: string
  readonly schoolId: string
  readonly act: string
  readonly subject: string
  readonly aboutId: string | null
  readonly from: unknown
  readonly to: unknown
  readonly at: Date
  /** Texts that stand beside the entry and are not erased. */
  readonly texts: Readonly<Record<string, string>>
}

/** `obstacle`: why nothing could be done. `note`: what stays as it is although the rest was done. Both in words. */
export type Outcome = { readonly obstacle?: string; readonly note?: string }
export type Step = (tx: Tx, ctx: Ctx, entry: ActEntry) => Promise<Outcome>
export type Way = { readonly undo: Step; readonly redo: Step }
/** The way by which side of the entry is to stand again: `from` undoes, `to` does it again. */
export type Side = 'from' | 'to'

export const done: Outcome = {}
export const cannot = (obstacle: string): Outcome => ({ obstacle })
export const nothing: Step = async () => done
export const byHand =
  (what: string): Step =>
  async () =>
    cannot(what)
export const bothWays = (step: (side: Side) => Step): Way => ({ undo: step('from'), redo: step('to') })

export const idOf = (subject: string): string => subject.slice(subject.indexOf(':') + 1)

export type Value = string | number | boolean | null
/** A field that an act changed: what it was, what it became. */
export type FieldChange = { readonly from: Value; readonly to: Value }

/**
 * Fields that go back to the side that is asked for: those that still are what the act, or its undoing, made them.
 * A field that somebody has changed since stays.
 */
export function turnFields(
  changes: Readonly<Record<string, FieldChange>>,
  now: Readonly<Record<string, Value>>,
  side: Side,
): { readonly set: Record<string, Value>; readonly stays: string[] } {
  const set: Record<string, Value> = {}
  const stays: string[] = []
  for (const [name, change] of Object.entries(changes)) {
    const [goal, left] = side === 'from' ? [change.from, change.to] : [change.to, change.from]
    const stands = now[name] ?? null
    if (stands === goal) continue
    if (stands === left) set[name] = goal
    else stays.push(name)
  }
  return { set, stays }
}

/** Fields whose values stand in the texts as `name` and `nameBefore`; null when they were erased (152-ФЗ). */
export function changesIn(entry: ActEntry, names: readonly string[]): Record<string, FieldChange> | null {
  const found: Record<string, FieldChange> = {}
  for (const name of names) {
    const [from, to] = [entry.texts[`${name}Before`], entry.texts[name]]
    if (from === undefined || to === undefined) return null
    found[name] = { from: from || null, to: to || null }
  }
  return found
}

export const erased = cannot('Прежние данные уже стёрты: исправьте карточку вручную и подтвердите запись.')

/** A note on fields that stay, by their words. */
export function stayNote(stays: readonly string[], words: Readonly<Record<string, string>>): Outcome {
  if (stays.length === 0) return done
  return {
    note: `С тех пор изменено и осталось как есть: ${stays.map((one) => words[one] ?? one).join(', ')}.`,
  }
}
