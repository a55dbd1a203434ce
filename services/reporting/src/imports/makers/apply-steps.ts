// A plan as acts of the owners, in an order in which each finds what it names.
import { v5 } from 'uuid'
import type { ImportRow } from '../import-row.js'
import type { Action, EntityKind } from '../compare/plan.js'
import { cardSteps, orderSteps, tieTo } from './card-steps.js'
import { piecesOf, type StoredItem } from './items.js'
import type { Owner } from './owner.js'

export type Step = {
  /** What it does, in words. */
  readonly text: string
  /** Items that are done with it. */
  readonly items: readonly string[]
  run(owner: Owner): Promise<void>
}

/** The version of the timetable that an import makes. */
export const timetableId = (importId: string): string => v5('TIMETABLE', importId)

/**
 * Pieces are cut from all items of a kind, done or not, so that a repeat cuts the same ones; a piece that is done is left out. `snils`: numbers by key of the person, out of the file: they stand in no item.
 */
export function applySteps(
  row: ImportRow,
  items: readonly StoredItem[],
  snils: ReadonlyMap<string, string>,
): Step[] {
  const { schoolId, yearId } = row
  const of = (entity: EntityKind, action: Action) =>
    items.filter((item) => item.entity === entity && item.action === action)
  const batch = (
    list: readonly StoredItem[],
    size: number,
    text: string,
    mutation: string,
    input: (inputs: unknown[]) => object,
  ) =>
    piecesOf(list, size).flatMap((piece, i, all): Step[] => {
      const inputs = piece.flatMap((item) => (item.act.input ? [withSnils(item, snils)] : []))
      if (inputs.length === 0 || piece.every(({ applied }) => applied)) return []
      const part = all.length > 1 ? `, часть ${i + 1} из ${all.length}` : ''
      return [
        {
          text: `${text}${part}`,
          items: piece.map(({ id }) => id),
          // One act serves two directories: the text keeps their pieces apart.
          run: (owner) => owner.act(mutation, `${text} ${i}`, { schoolId, ...input(inputs) }),
        },
      ]
    })
  return [
    ...batch(of('CLASS', 'NEW'), 200, 'Заводятся классы', 'createClasses', (classes) => ({
      yearId,
      classes,
    })),
    ...batch(of('CLASS', 'CHANGED'), 200, 'Меняются классы', 'changeClasses', (classes) => ({ classes })),
    ...batch(of('PERSON', 'NEW'), 500, 'Заносятся люди', 'addPeople', (people) => ({
      people,
      ground: row.ground,
    })),
    ...batch(of('PERSON', 'CHANGED'), 500, 'Меняются сведения о людях', 'changePeople', (people) => ({
      people,
    })),
    ...guardianSteps(schoolId, of('PERSON', 'CHANGED')),
    ...cardSteps(schoolId, of('PERSON', 'NEW'), of('PERSON', 'CHANGED')),
    ...moveSteps(of('PERSON', 'CHANGED')),
    ...grantSteps(schoolId, [...of('PERSON', 'NEW'), ...of('PERSON', 'CHANGED')]),
    ...batch(of('GROUP', 'NEW'), 200, 'Заводятся группы', 'createGroups', (groups) => ({ yearId, groups })),
    ...batch(of('GROUP', 'CHANGED'), 200, 'Меняются группы', 'changeGroups', (groups) => ({ groups })),
    ...batch(of('SUBJECT', 'NEW'), 1000, 'Заносятся предметы', 'addDirectories', (subjects) => ({
      subjects,
      rooms: [],
    })),
    ...batch(of('ROOM', 'NEW'), 1000, 'Заносятся кабинеты', 'addDirectories', (rooms) => ({
      subjects: [],
      rooms,
    })),
    ...batch(of('BELLS', 'NEW'), 20, 'Заносятся звонки', 'defineBells', (bellSchedules) => ({
      bellSchedules,
    })),
    ...batch(of('COURSE', 'NEW'), 1000, 'Заводятся курсы', 'addCourses', (courses) => ({ yearId, courses })),
    ...batch(of('COURSE', 'CHANGED'), 1000, 'Меняются курсы', 'changeCourses', (courses) => ({ courses })),
    ...orderSteps(schoolId, of('ORDER', 'NEW')),
    ...batch(of('CONSENT', 'NEW'), 500, 'Записываются согласия', 'recordConsents', (consents) => ({
      consents,
    })),
    ...entrySteps(row, of('ENTRY', 'NEW')),
    ...timetableSteps(row, items),
  ]
}

/** How the journal names where an entry came from: the file, and which of several loads of it. */
export const sourceOf = ({ id, fileName }: Pick<ImportRow, 'id' | 'fileName'>): string =>
  `${fileName.slice(0, 150)} (загрузка ${id.slice(0, 8)})`

/** Lessons of an old journal, whole, as many as make 500 rows at most. */
function entrySteps(row: ImportRow, items: readonly StoredItem[]): Step[] {
  const pieces: { items: StoredItem[]; rows: unknown[] }[] = []
  for (const item of items) {
    const rows = (item.act.input?.rows ?? []) as unknown[]
    const last = pieces.at(-1)
    if (last && last.rows.length + rows.length <= 500) {
      last.items.push(item)
      last.rows.push(...rows)
    } else pieces.push({ items: [item], rows: [...rows] })
  }
  return pieces.flatMap((piece, i): Step[] =>
    piece.items.every(({ applied }) => applied)
      ? []
      : [
          {
            text: `Вносится журнал, часть ${i + 1} из ${pieces.length}`,
            items: piece.items.map(({ id }) => id),
            run: (owner) =>
              owner.act('enterForeignRecord', `entries ${i}`, {
                schoolId: row.schoolId,
                source: sourceOf(row),
                rows: piece.rows,
              }),
          },
        ],
  )
}

function withSnils({ key, act }: StoredItem, snils: ReadonlyMap<string, string>) {
  const number = act.hasSnils ? snils.get(key) : undefined
  return number ? { ...act.input, snils: number } : act.input
}

function guardianSteps(schoolId: string, people: readonly StoredItem[]): Step[] {
  return piecesOf(guardianPairs(people), 1000).map((add, i) => ({
    text: 'Записываются представители',
    items: people.filter(({ act }) => act.children).map(({ id }) => id),
    run: (owner) => owner.act('changeGuardians', String(i), { schoolId, add, remove: [] }),
  }))
}

/** Pairs that an import adds to people whom the school knew before. */
export const guardianPairs = (people: readonly StoredItem[]) =>
  people.flatMap(({ act, targetId }) =>
    (act.children ?? []).map((pupilId) => ({ guardianId: targetId, pupilId, ...tieTo(act, pupilId) })),
  )

function moveSteps(people: readonly StoredItem[]): Step[] {
  return people.flatMap(({ id, act, name, targetId }): Step[] => {
    const { move } = act
    // Asked for again even when the rest of the item is done: the request id makes it one move.
    if (!move) return []
    const input = { pupilId: targetId, schoolClassId: move.to, from: move.day }
    return [{ text: `Переводится: ${name}`, items: [id], run: (owner) => owner.act('movePupil', id, input) }]
  })
}

function grantSteps(schoolId: string, people: readonly StoredItem[]): Step[] {
  const grants = people.flatMap(({ act, targetId }) =>
    (act.grants ?? []).map((grant) => ({ ...grant, personId: targetId })),
  )
  return piecesOf(grants, 500).map((piece, i) => ({
    text: 'Даются роли',
    items: people.filter(({ act }) => act.grants).map(({ id }) => id),
    run: (owner) => owner.act('grantRoles', String(i), { schoolId, grants: piece }),
  }))
}

/** A timetable that is as it was makes no new version: the same file twice changes nothing. */
function timetableSteps(row: ImportRow, items: readonly StoredItem[]): Step[] {
  const lessons = items.filter(({ entity }) => entity === 'LESSON')
  const slots = lessons.flatMap(({ act }) => (act.input ? [act.input] : []))
  const isSame = lessons.every(({ action }) => action === 'UNCHANGED' || action === 'SKIPPED')
  if (isSame || slots.length === 0) return []
  const { schoolId, yearId, validFrom, validUntil } = row
  const id = timetableId(row.id)
  const name = `${row.fileName.replace(/\.[a-z0-9]+$/i, '')}`.slice(0, 100)
  const draft = { schoolId, yearId, id, name, validFrom, validUntil, slots }
  return [
    { text: 'Готовится расписание', items: [], run: (owner) => owner.act('draftTimetable', 'draft', draft) },
    {
      text: 'Вводится расписание: уроки ставятся на дни',
      items: lessons.map((item) => item.id),
      run: (owner) => owner.act('publishTimetable', 'publish', { versionId: id }),
    },
  ]
}
