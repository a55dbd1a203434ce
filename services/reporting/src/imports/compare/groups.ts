import { plain } from '../names.js'
import type { StagedGroup } from '../staged.js'
import { decisionOn, idFor, put, rememberedAs, type Comparing } from './plan.js'

export function compareGroups(comparing: Comparing): void {
  const { school, staged } = comparing
  for (const one of staged.groups) {
    const base = { entity: 'GROUP' as const, key: one.key, line: one.line, name: titleOf(comparing, one) }
    const classIds = [...new Set(one.classes.flatMap((key) => idFor(comparing, 'CLASS', key) ?? []))]
    if (decisionOn(comparing, 'GROUP', one.key)?.kind === 'SKIP' || classIds.length === 0) {
      const note = classIds.length === 0 ? 'Её классы пропущены' : 'Пропущена по решению'
      put(comparing, { ...base, action: 'SKIPPED', targetId: null, note })
      continue
    }
    const remembered = rememberedAs(comparing, 'GROUP', one.key)
    const known =
      school.groups.find(({ id }) => id === remembered) ??
      school.groups.find(
        (other) => plain(other.name) === plain(one.name) && sameIds(other.classIds, classIds),
      )
    const members = membersOf(comparing, one, classIds)
    const from = comparing.school.timetable ? school.today : (school.year?.startsOn ?? school.today)
    if (known) {
      const isChanged = members !== undefined && one.members !== 'ALL' && !sameIds(known.memberIds, members)
      put(comparing, {
        ...base,
        action: isChanged ? 'CHANGED' : 'UNCHANGED',
        targetId: known.id,
        changes: isChanged
          ? [{ field: 'Учеников', from: String(known.memberIds.length), to: String(members.length) }]
          : [],
        act: isChanged
          ? {
              input: { id: known.id, pupilIds: members, from: school.today },
              before: { id: known.id, pupilIds: known.memberIds, from: school.today },
            }
          : {},
      })
      continue
    }
    const id = comparing.idOf('GROUP', one.key)
    put(comparing, {
      ...base,
      action: 'NEW',
      targetId: id,
      note: members === undefined ? 'Файл не говорит, кто в группе: распределите учеников после' : null,
      act: { input: { id, name: one.name, schoolClassIds: classIds, pupilIds: members ?? [], from } },
    })
  }
}

/** Ids of the members; undefined when the file does not tell. */
function membersOf(
  comparing: Comparing,
  one: StagedGroup,
  classIds: readonly string[],
): string[] | undefined {
  if (one.members === undefined) return undefined
  if (one.members !== 'ALL')
    return [...new Set(one.members.flatMap((key) => idFor(comparing, 'PERSON', key) ?? []))]
  return comparing.school.people.flatMap(({ id, classId }) => (classIds.includes(classId ?? '') ? [id] : []))
}

function titleOf({ staged }: Comparing, one: StagedGroup): string {
  const classes = staged.classes.filter(({ key }) => one.classes.includes(key)).map(({ name }) => name)
  return [classes.join(' + '), one.name].filter(Boolean).join(', ')
}

const sameIds = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && new Set([...some, ...others]).size === some.length
