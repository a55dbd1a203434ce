// What an import would do: one item for each thing that the file names, with what is written for it and what undoes that.
import type { SchoolState } from '../state.js'
import type { ImportProblem, Staged } from '../staged.js'

export const entityKinds = [
  'CLASS',
  'PERSON',
  'GROUP',
  'SUBJECT',
  'ROOM',
  'BELLS',
  'COURSE',
  'LESSON',
  'ORDER',
  'CONSENT',
  'ENTRY',
] as const
export type EntityKind = (typeof entityKinds)[number]
export type Action = 'NEW' | 'CHANGED' | 'UNCHANGED' | 'REMOVED' | 'UNDECIDED' | 'SKIPPED' | 'MISSING'

export type Change = { readonly field: string; readonly from: string | null; readonly to: string | null }
export type Candidate = { readonly id: string; readonly name: string }

/** What somebody has said about an item. */
export type Decision = {
  readonly kind: 'SAME' | 'NEW' | 'SKIP'
  readonly targetId?: string | null | undefined
  readonly grade?: number | null | undefined
}

export type Grant = { readonly id: string; readonly role: string; readonly schoolClassId?: string }

export type Standing = { readonly relation: string | null; readonly legalRepresentative: boolean }
export type Tie = {
  readonly pupilId: string
  readonly relation?: string
  readonly legalRepresentative?: boolean
  readonly before: Standing | null
}

/** What is sent to the owner. `before` holds the fields that change, as they stood. */
export type Act = {
  /** Input of the batch act for a new thing; fields that change for a known one. */
  readonly input?: Readonly<Record<string, unknown>>
  readonly before?: Readonly<Record<string, unknown>>
  /** Pupils: from one class to another. */
  readonly move?: { readonly from: string; readonly to: string; readonly day: string }
  readonly grants?: readonly Grant[]
  /** Guardians: pupils that are theirs by the file and not yet by the school. */
  readonly children?: readonly string[]
  /** Somebody new: pupils of the school, as it was before, whose guardian this becomes. */
  readonly guardianOf?: readonly string[]
  /** What a guardian is to their children, where the file says it; `before`: null for a pair that is new. */
  readonly ties?: readonly Tie[]
  /** Phone, e-mail, address of somebody known: what changes. */
  readonly contacts?: Readonly<Record<string, string>>
  readonly contactsBefore?: Readonly<Record<string, string | null>>
  /** Consent of somebody known. */
  readonly consent?: Readonly<Record<string, unknown>>
  /** True: the file has a СНИЛС for who is new. The number itself is read from the file once more when it is written. */
  readonly hasSnils?: true
}

export type Item = {
  readonly entity: EntityKind
  readonly key: string
  readonly line: number | null
  readonly name: string
  readonly action: Action
  readonly targetId: string | null
  readonly changes: readonly Change[]
  readonly note: string | null
  readonly candidates: readonly Candidate[]
  readonly act: Act
}

export type Plan = {
  readonly items: readonly Item[]
  readonly problems: readonly ImportProblem[]
  readonly validFrom: string | null
  readonly validUntil: string | null
}

/** What a comparison works with, and what it fills: every thing of the file that has become one of the school's. */
export type Comparing = {
  readonly staged: Staged
  readonly school: SchoolState
  /** Ids remembered from earlier files of the kind: `ENTITY key` → id. */
  readonly known: ReadonlyMap<string, string>
  readonly decisions: ReadonlyMap<string, Decision>
  /** The id that a new thing gets: the same each time the same file is compared. */
  readonly idOf: (entity: EntityKind, key: string) => string
  /** `ENTITY key` → id of the school's; what is left out or undecided is not in it. */
  readonly resolved: Map<string, string>
  readonly items: Item[]
  readonly problems: ImportProblem[]
}

const nameOf = (entity: EntityKind, key: string): string => `${entity} ${key}`

export const decisionOn = ({ decisions }: Comparing, entity: EntityKind, key: string): Decision | undefined =>
  decisions.get(nameOf(entity, key))
export const rememberedAs = ({ known }: Comparing, entity: EntityKind, key: string): string | undefined =>
  known.get(nameOf(entity, key))

/** The school's id of what the file calls `key`; undefined when it is left out. */
export const idFor = (
  { resolved }: Comparing,
  entity: EntityKind,
  key: string | null | undefined,
): string | undefined => (key === null || key === undefined ? undefined : resolved.get(nameOf(entity, key)))

type Found = Omit<Item, 'changes' | 'note' | 'candidates' | 'act'> &
  Partial<Pick<Item, 'changes' | 'note' | 'candidates' | 'act'>>

export function put(comparing: Comparing, found: Found): void {
  const item: Item = { changes: [], note: null, candidates: [], act: {}, ...found }
  comparing.items.push(item)
  if (item.targetId) comparing.resolved.set(nameOf(item.entity, item.key), item.targetId)
}

/** Fields that differ, in words; a field that the file does not have (undefined) does not differ. */
export function differences(
  fields: readonly (readonly [
    title: string,
    from: string | null | undefined,
    to: string | null | undefined,
  ])[],
): Change[] {
  return fields.flatMap(([field, from, to]) =>
    to === undefined || (from ?? null) === to ? [] : [{ field, from: from ?? null, to }],
  )
}
