// A division being drawn up: who is in which group. Pure.
import type { DivideClassInput, DivisionLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'

export type DraftGroup = { readonly id: string; readonly name: string }
export type Draft = {
  readonly id: string
  readonly name: string
  readonly everybody: boolean
  readonly from: string
  readonly groups: readonly DraftGroup[]
  /** Pupil to group; who is not in it is in none. */
  readonly places: ReadonlyMap<string, string>
  readonly version: number | null
}

export const emptyDraft = (from: string): Draft => ({
  id: newId(),
  name: '',
  everybody: true,
  from,
  groups: [1, 2].map((number) => ({ id: newId(), name: `Группа ${number}` })),
  places: new Map(),
  version: null,
})

export const draftOf = (division: DivisionLineFragment, from: string): Draft => ({
  id: division.id,
  name: division.name,
  everybody: division.everybody,
  from,
  groups: division.groups.map(({ name, group }) => ({ id: group?.id ?? newId(), name })),
  places: new Map(
    division.groups.flatMap(({ group, pupils }) =>
      (pupils ?? []).map(({ id }) => [id, group?.id ?? ''] as const),
    ),
  ),
  version: division.version,
})

export function place(draft: Draft, pupilId: string, groupId: string | null): Draft {
  const places = new Map(draft.places)
  if (groupId) places.set(pupilId, groupId)
  else places.delete(pupilId)
  return { ...draft, places }
}

/** By the list, the first part into the first group and so on; groups differ by one pupil at most. */
export function divideEvenly(draft: Draft, pupilIds: readonly string[]): Draft {
  const size = pupilIds.length / draft.groups.length
  const groupAt = (index: number) => draft.groups[Math.min(draft.groups.length - 1, Math.floor(index / size))]
  return { ...draft, places: new Map(pupilIds.map((id, index) => [id, groupAt(index)?.id ?? ''])) }
}

export function removeGroup(draft: Draft, groupId: string): Draft {
  const places = new Map([...draft.places].filter(([, group]) => group !== groupId))
  return { ...draft, groups: draft.groups.filter(({ id }) => id !== groupId), places }
}

export const leftOut = <Pupil extends { readonly id: string }>(draft: Draft, pupils: readonly Pupil[]) =>
  pupils.filter(({ id }) => !draft.places.has(id))

export const countIn = (draft: Draft, groupId: string): number =>
  [...draft.places.values()].filter((id) => id === groupId).length

export const inputOf = (
  draft: Draft,
  place: { readonly yearId: string; readonly classIds: readonly string[] },
): DivideClassInput => ({
  requestId: newId(),
  id: draft.id,
  name: draft.name.trim(),
  yearId: place.yearId,
  schoolClassIds: [...place.classIds],
  everybody: draft.everybody,
  from: draft.from,
  kind: place.classIds.length > 1 ? 'PARALLEL' : 'DIVISION',
  expectedVersion: draft.version,
  groups: draft.groups.map(({ id, name }) => ({
    id,
    name: name.trim(),
    pupilIds: [...draft.places].flatMap(([pupilId, groupId]) => (groupId === id ? [pupilId] : [])),
  })),
})
