import type { StagedMove, StagedOrder } from '../staged.js'
import { fullName } from '../names.js'
import { idFor, put, type Change, type Comparing } from './plan.js'

/** Orders by date: each finds the pupils where the one before has put them. */
export function compareOrders(comparing: Comparing): void {
  const orders = comparing.staged.orders ?? []
  for (const one of orders.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.line - b.line)))
    compareOrder(comparing, one)
}

const title = ({ number, date }: StagedOrder): string =>
  `Приказ ${number === 'б/н' ? number : `№ ${number}`} от ${date.split('-').toReversed().join('.')}`

function compareOrder(comparing: Comparing, one: StagedOrder): void {
  const { school, idOf } = comparing
  const base = { entity: 'ORDER' as const, key: one.key, line: one.line, name: title(one) }
  const moves = one.moves.filter((move) => isThere(comparing, one, move))
  if (moves.length === 0)
    return put(comparing, {
      ...base,
      action: 'SKIPPED',
      targetId: null,
      note: 'Никого из названных в нём нет',
    })
  const standing = school.orders?.find(
    ({ number, date }) => number === one.number && date === one.date && number !== 'б/н',
  )
  if (standing) {
    const same = moves.every((move) =>
      standing.movements.some(
        ({ kind, pupilId }) => kind === move.kind && pupilId === idFor(comparing, 'PERSON', move.pupil),
      ),
    )
    return put(comparing, {
      ...base,
      action: same ? 'UNCHANGED' : 'SKIPPED',
      targetId: null,
      note: same ? null : 'Такой приказ уже записан, и движения в нём другие: исправьте его в книге приказов',
    })
  }
  const id = idOf('ORDER', one.key)
  const movements = moves.map((move) => ({
    id: idOf('ORDER', `${one.key} ${move.line}`),
    kind: move.kind,
    pupilId: idFor(comparing, 'PERSON', move.pupil),
    effectiveOn: move.effectiveOn,
    ...(move.schoolClass ? { toClassId: idFor(comparing, 'CLASS', move.schoolClass) } : {}),
    ...(move.note ? { note: move.note } : {}),
  }))
  put(comparing, {
    ...base,
    action: 'NEW',
    targetId: id,
    changes: moves.map((move) => changeOf(comparing, move)),
    act: { input: { id, number: one.number, date: one.date, movements } },
  })
}

/** Whether pupil and class of a movement are the school's; who is not is told with the line. */
function isThere(comparing: Comparing, order: StagedOrder, move: StagedMove): boolean {
  const { staged, problems } = comparing
  const tell = (why: string): false => {
    problems.push({
      line: move.line,
      code: 'MOVE_LEFT_OUT',
      message: `Строка ${move.line}: ${title(order)}: ${why}. Движение не записывается.`,
    })
    return false
  }
  const pupil = staged.people.find(({ key }) => key === move.pupil)
  if (!idFor(comparing, 'PERSON', move.pupil))
    return tell(`${pupil ? fullName(pupil) : 'ученик'} — в школе не найден или не решено, кто это`)
  const schoolClass = staged.classes.find(({ key }) => key === move.schoolClass)
  if (move.schoolClass && !idFor(comparing, 'CLASS', move.schoolClass))
    return tell(`класса ${schoolClass?.name ?? ''} в школе нет`)
  return true
}

const kindWords: Readonly<Record<StagedMove['kind'], string>> = {
  ENROLLED: 'зачислен',
  TRANSFERRED_CLASS: 'переведён в класс',
  PROMOTED: 'переведён',
  REPEATS: 'оставлен',
  LEFT_FOR_SCHOOL: 'выбыл',
  EXPELLED: 'отчислен',
  GRADUATED: 'окончил',
}

function changeOf({ staged, school, resolved }: Comparing, move: StagedMove): Change {
  const pupil = staged.people.find(({ key }) => key === move.pupil)
  const known = school.people.find(
    ({ id, kind }) => kind === 'PUPIL' && id === resolved.get(`PERSON ${move.pupil}`),
  )
  const to = staged.classes.find(({ key }) => key === move.schoolClass)?.name
  return {
    field: pupil ? fullName(pupil) : '',
    from: school.classes.find(({ id }) => id === known?.classId)?.name ?? null,
    to: [kindWords[move.kind], to, `с ${move.effectiveOn.split('-').toReversed().join('.')}`]
      .filter(Boolean)
      .join(' '),
  }
}
