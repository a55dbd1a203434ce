// A file beside the school: what would be new, what would change, what stays, and what somebody has to decide.
import { createHash } from 'node:crypto'
import { addDays } from '@zhurnal/kit/time'
import { v5 } from 'uuid'
import type { Staged } from '../staged.js'
import type { SchoolState } from '../state.js'
import { compareClasses } from './classes.js'
import { compareConsents } from './consents.js'
import { compareCourses } from './courses.js'
import { compareDirectories } from './directories.js'
import { compareEntries } from './entries.js'
import { compareGroups } from './groups.js'
import { compareLessons } from './lessons.js'
import { tellMissing } from './missing.js'
import { compareOrders } from './orders.js'
import { comparePeople } from './people.js'
import {
  entityKinds,
  type Action,
  type Comparing,
  type Decision,
  type EntityKind,
  type Item,
  type Plan,
} from './plan.js'

/**
 * Pure: the same file, school and decisions give the same plan. `importId` makes the ids of what is new.
 * `known`: `ENTITY key` → id, remembered from earlier files of the kind.
 */
export function compare(
  staged: Staged,
  school: SchoolState,
  importId: string,
  known: ReadonlyMap<string, string>,
  decisions: ReadonlyMap<string, Decision>,
): Plan {
  const comparing: Comparing = {
    staged,
    school,
    known,
    decisions,
    idOf: (entity, key) => v5(`${entity} ${key}`, importId),
    resolved: new Map(),
    items: [],
    problems: [],
  }
  compareClasses(comparing)
  comparePeople(comparing)
  compareGroups(comparing)
  compareDirectories(comparing)
  compareCourses(comparing)
  compareLessons(comparing)
  compareOrders(comparing)
  compareConsents(comparing)
  compareEntries(comparing)
  tellMissing(comparing)
  const isTimetable = staged.lessons !== undefined
  return {
    items: comparing.items,
    problems: [...staged.problems, ...comparing.problems],
    validFrom: isTimetable ? firstDay(school) : null,
    validUntil: isTimetable ? (staged.validUntil ?? school.year?.endsOn ?? null) : null,
  }
}

/** From tomorrow; the first timetable of a year from its first day, so that days already taught have their lessons. */
function firstDay(school: SchoolState): string | null {
  if (!school.year) return null
  if (!school.timetable || school.today < school.year.startsOn) return school.year.startsOn
  return addDays(school.today, 1)
}

export type Count = { readonly entity: EntityKind; readonly title: string } & Readonly<
  Record<'created' | 'changed' | 'unchanged' | 'removed' | 'undecided' | 'skipped' | 'missing', number>
>

const titles: Readonly<Record<EntityKind, string>> = {
  CLASS: 'Классы',
  PERSON: 'Люди',
  GROUP: 'Группы',
  SUBJECT: 'Предметы',
  ROOM: 'Кабинеты',
  BELLS: 'Расписания звонков',
  COURSE: 'Курсы',
  LESSON: 'Уроки недели',
  ORDER: 'Приказы',
  CONSENT: 'Согласия',
  ENTRY: 'Уроки журнала',
}

/** By kind of thing, in the order in which they are applied; kinds that the file does not have are left out. */
export function countsOf(items: readonly Item[]): Count[] {
  const of = (entity: EntityKind, action: Action) =>
    items.filter((item) => item.entity === entity && item.action === action).length
  return entityKinds
    .filter((entity) => items.some((item) => item.entity === entity))
    .map((entity) => ({
      entity,
      title: titles[entity],
      created: of(entity, 'NEW'),
      changed: of(entity, 'CHANGED'),
      unchanged: of(entity, 'UNCHANGED'),
      removed: of(entity, 'REMOVED'),
      undecided: of(entity, 'UNDECIDED'),
      skipped: of(entity, 'SKIPPED'),
      missing: of(entity, 'MISSING'),
    }))
}

/** What would be written, as one hash: two comparisons with the same hash do the same. */
export function planHash(plan: Plan): string {
  const hash = createHash('sha256')
  for (const { entity, key, action, targetId, act } of plan.items)
    hash.update(JSON.stringify([entity, key, action, targetId, act]))
  return hash.digest('hex')
}
