// What an order being drawn up holds, and the request that it becomes. Pure.
import type { MovementKind, RecordOrderInput } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'

export type Draft = {
  readonly id: string
  readonly number: string
  readonly date: string
  readonly note: string
  readonly kind: MovementKind
  readonly effectiveOn: string
  readonly toClassId: string
  /** Pupils, each with the id that their movement will have. */
  readonly pupils: ReadonlyMap<string, string>
}

export const emptyDraft = (today: string): Draft => ({
  id: newId(),
  number: '',
  date: today,
  note: '',
  kind: 'TRANSFERRED_CLASS',
  effectiveOn: today,
  toClassId: '',
  pupils: new Map(),
})

export function togglePupil(draft: Draft, pupilId: string): Draft {
  const pupils = new Map(draft.pupils)
  if (!pupils.delete(pupilId)) pupils.set(pupilId, newId())
  return { ...draft, pupils }
}

export const inputOf = (
  schoolId: string,
  draft: Draft,
  takesClass: boolean,
  preview: boolean,
): RecordOrderInput => ({
  requestId: newId(),
  schoolId,
  id: draft.id,
  number: draft.number.trim(),
  date: draft.date,
  note: draft.note.trim() || null,
  preview,
  movements: [...draft.pupils].map(([pupilId, id]) => ({
    id,
    kind: draft.kind,
    pupilId,
    effectiveOn: draft.effectiveOn,
    toClassId: takesClass ? draft.toClassId : null,
    note: draft.note.trim() || null,
  })),
})
