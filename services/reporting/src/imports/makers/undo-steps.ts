// An applied plan taken back: the acts of applying, each by its opposite, from the last to the first.
import type { ImportRow } from '../import-row.js'
import type { Action, EntityKind } from '../compare/plan.js'
import { guardianPairs, sourceOf, timetableId, type Step } from './apply-steps.js'
import { cardsBack, consentsBack, ordersBack } from './card-steps.js'
import { piecesOf, type StoredItem } from './items.js'

/** An import that was broken off is taken back the same way: what never came to be needs no taking back. */
export function undoSteps(row: ImportRow, items: readonly StoredItem[]): Step[] {
  const { schoolId } = row
  const of = (entity: EntityKind, action: Action) =>
    items.filter((item) => item.entity === entity && item.action === action)
  const step = (
    list: readonly StoredItem[],
    size: number,
    text: string,
    mutation: string,
    input: (piece: StoredItem[]) => object,
  ) =>
    piecesOf(list, size).map((piece, i): Step => ({
      text,
      items: piece.map(({ id }) => id),
      run: (owner) =>
        owner.takeBack(
          mutation,
          `undo ${i} ${piece[0]?.id ?? ''}`,
          piece.map((one) => ({ schoolId, ...input([one]) })),
          { schoolId, ...input(piece) },
        ),
    }))
  const ids = (piece: StoredItem[]) => piece.map(({ targetId }) => targetId)
  const before = (piece: StoredItem[]) => piece.flatMap(({ act }) => (act.before ? [act.before] : []))
  const changed = (entity: EntityKind) => of(entity, 'CHANGED').filter(({ act }) => act.before)
  return [
    ...entriesBack(row, of('ENTRY', 'NEW')),
    ...ordersBack(of('ORDER', 'NEW')),
    ...consentsBack([...of('CONSENT', 'NEW'), ...of('PERSON', 'CHANGED')]),
    ...timetableBack(row, items),
    ...step(changed('COURSE'), 1000, 'Курсы становятся прежними', 'changeCourses', (piece) => ({
      courses: before(piece),
    })),
    ...step(of('COURSE', 'NEW'), 1000, 'Убираются курсы', 'removeCourses', (piece) => ({
      courseIds: ids(piece),
    })),
    ...step(of('BELLS', 'NEW'), 20, 'Убираются звонки', 'removeBells', (piece) => ({
      bellScheduleIds: ids(piece),
    })),
    ...step(of('ROOM', 'NEW'), 1000, 'Убираются кабинеты', 'removeDirectories', (piece) => ({
      subjectIds: [],
      roomIds: ids(piece),
    })),
    ...step(of('SUBJECT', 'NEW'), 1000, 'Убираются предметы', 'removeDirectories', (piece) => ({
      subjectIds: ids(piece),
      roomIds: [],
    })),
    ...step(changed('GROUP'), 200, 'Группы становятся прежними', 'changeGroups', (piece) => ({
      groups: before(piece),
    })),
    ...step(of('GROUP', 'NEW'), 200, 'Убираются группы', 'removeGroups', (piece) => ({
      groupIds: ids(piece),
    })),
    ...grantsBack(schoolId, items),
    ...guardiansBack(schoolId, guardianPairs(of('PERSON', 'CHANGED')), 'known'),
    // Nobody is taken out who is somebody's guardian, and the child may be one whom the school knew before.
    ...guardiansBack(schoolId, pairsOfNew(of('PERSON', 'NEW')), 'new'),
    ...cardsBack(of('PERSON', 'CHANGED')),
    ...movesBack(of('PERSON', 'CHANGED')),
    ...step(changed('PERSON'), 500, 'Сведения о людях становятся прежними', 'changePeople', (piece) => ({
      people: before(piece),
    })),
    // Pupils before their guardians, as they stand: nobody is taken out whose child stays.
    ...step(of('PERSON', 'NEW'), 500, 'Убираются люди', 'removePeople', (piece) => ({
      personIds: ids(piece),
    })),
    ...step(changed('CLASS'), 200, 'Классы становятся прежними', 'changeClasses', (piece) => ({
      classes: before(piece),
    })),
    ...step(of('CLASS', 'NEW'), 200, 'Убираются классы', 'removeClasses', (piece) => ({
      classIds: ids(piece),
    })),
  ]
}

/** All that this load has brought into the journal, as a whole; the journal says what stands in the way. */
function entriesBack(row: ImportRow, items: readonly StoredItem[]): Step[] {
  if (items.length === 0) return []
  return [
    {
      text: 'Убирается внесённое в журнал',
      items: items.map(({ id }) => id),
      run: (owner) =>
        owner.takeBack('withdrawForeignRecord', 'undo entries', [], {
          schoolId: row.schoolId,
          source: sourceOf(row),
        }),
    },
  ]
}

function timetableBack(row: ImportRow, items: readonly StoredItem[]): Step[] {
  const lessons = items.filter(({ entity }) => entity === 'LESSON')
  if (lessons.length === 0) return []
  const input = { versionId: timetableId(row.id) }
  return [
    {
      text: 'Возвращается прежнее расписание',
      items: lessons.map(({ id }) => id),
      run: (owner) => owner.takeBack('withdrawTimetable', 'undo', [], input),
    },
  ]
}

function grantsBack(schoolId: string, items: readonly StoredItem[]): Step[] {
  const grantIds = items.flatMap(({ act }) => (act.grants ?? []).map(({ id }) => id))
  return piecesOf(grantIds, 500).map((piece, i) => ({
    text: 'Снимаются роли',
    items: [],
    run: (owner) =>
      owner.takeBack(
        'withdrawRoles',
        `undo ${i}`,
        piece.map((id) => ({ schoolId, grantIds: [id] })),
        { schoolId, grantIds: piece },
      ),
  }))
}

type Pair = { readonly guardianId: string | null; readonly pupilId: string }

const pairsOfNew = (people: readonly StoredItem[]): Pair[] =>
  people.flatMap(({ act, targetId }) =>
    (act.guardianOf ?? []).map((pupilId) => ({ guardianId: targetId, pupilId })),
  )

function guardiansBack(schoolId: string, pairs: readonly Pair[], whose: string): Step[] {
  return piecesOf(
    pairs.map(({ guardianId, pupilId }) => ({ guardianId, pupilId })),
    1000,
  ).map((remove, i) => ({
    text: 'Представители становятся прежними',
    items: [],
    run: (owner) =>
      owner.takeBack('changeGuardians', `undo ${whose} ${i}`, [], { schoolId, add: [], remove }),
  }))
}

function movesBack(people: readonly StoredItem[]): Step[] {
  return people.flatMap(({ id, act, name, targetId, applied }): Step[] => {
    const { move } = act
    if (!move) return []
    // One that an import broken off has not moved yet is where it was, and says so.
    const harmless = applied ? ['NOT_FOUND'] : ['NOT_FOUND', 'BAD_INPUT']
    const input = { pupilId: targetId, schoolClassId: move.from, from: move.day }
    return [
      {
        text: `Возвращается: ${name}`,
        items: [id],
        run: (owner) => owner.takeBack('movePupil', `undo ${id}`, [], input, harmless),
      },
    ]
  })
}
