// What a division has to keep: nobody in two of its groups and, where it is for everybody, nobody left out (A5.17, A6.2).
export type DivisionGroup = {
  readonly id: string
  readonly name: string
  readonly pupilIds: readonly string[]
}

/** Pupils who are named in more than one group, each with the names of those groups. */
export function inTwoGroups(groups: readonly DivisionGroup[]): Map<string, string[]> {
  const named = new Map<string, string[]>()
  for (const group of groups)
    for (const pupil of new Set(group.pupilIds)) named.set(pupil, [...(named.get(pupil) ?? []), group.name])
  return new Map([...named].filter(([, names]) => names.length > 1))
}

/** Pupils of the classes who are in no group. */
export function leftOut(pupilIds: readonly string[], groups: readonly DivisionGroup[]): string[] {
  const named = new Set(groups.flatMap((group) => group.pupilIds))
  return pupilIds.filter((id) => !named.has(id))
}
