import { readDay } from '../dates.js'
import { fullName, plain } from '../names.js'
import {
  nothingStaged,
  type FileReader,
  type ImportProblem,
  type StagedClass,
  type StagedMove,
  type StagedOrder,
  type StagedPerson,
} from '../staged.js'
import { dayOf } from './card-columns.js'
import type { OwnHeaders } from './columns.js'
import { classNamed, keyOfPupil, pupilNamed } from './pupil-named.js'
import { readList, type ListRow } from './read-list.js'

const own: OwnHeaders = {
  номер: 'orderNumber',
  дата: 'orderDate',
  вид: 'orderKind',
  'класс сейчас': 'schoolClass',
  'с какого числа': 'effectiveOn',
}

/** Orders on the contingent: a row for each pupil, an order for each number and date. */
export const readOrders: FileReader = async (hands) => {
  const list = await readList(hands, own)
  const { problems } = list
  const [pupils, classes] = [new Map<string, StagedPerson>(), new Map<string, StagedClass>()]
  const orders = new Map<string, StagedOrder>()
  for (const row of list.rows) {
    const order = orderNamed(row, hands.today, problems)
    const pupil = order && pupilNamed(row, hands.today, { pupils, classes }, problems)
    const move = pupil && moveOf(row, order.date, pupil, classes, problems)
    if (!move) continue
    if (move.schoolClass) standsIn(move.schoolClass, pupil, pupils)
    const key = `order ${order.number} ${order.date}`
    const standing = orders.get(key)
    orders.set(key, {
      key,
      line: standing?.line ?? row.line,
      ...order,
      moves: [...(standing?.moves ?? []), move],
    })
  }
  const people = [...new Set(pupils.values())]
  return {
    ...nothingStaged,
    rows: list.rows.length,
    classes: [...classes.values()],
    people,
    orders: consistent([...orders.values()], people, problems),
    problems,
  }
}

/** A later order names the pupil with the class that an order before has led into: it is the same one. */
function standsIn(schoolClass: string, pupil: StagedPerson, pupils: Map<string, StagedPerson>): void {
  const key = keyOfPupil(pupil, pupil.birthDate, schoolClass)
  if (!pupils.has(key)) pupils.set(key, pupil)
}

const leftOut = (
  row: ListRow,
  column: string,
  code: string,
  why: string,
  problems: ImportProblem[],
): null => {
  problems.push({ line: row.line, column, code, message: `Строка ${row.line} пропущена: ${why}.` })
  return null
}

function orderNamed(row: ListRow, today: string, problems: ImportProblem[]) {
  const number = row.of('orderNumber').replace(/^№\s*/, '').slice(0, 50)
  if (number === '')
    return leftOut(row, 'Номер', 'NO_ORDER', 'нет номера приказа («б/н», если его нет)', problems)
  const text = row.of('orderDate')
  const { day } = readDay(text, 'DAY_FIRST')
  if (!day)
    return leftOut(row, 'Дата', 'BAD_DATE', `дата приказа «${text.slice(0, 60)}» не читается`, problems)
  if (day > today)
    return leftOut(row, 'Дата', 'ORDER_TO_COME', `дата приказа ${day} ещё не наступила`, problems)
  return { number, date: day }
}

const kinds: readonly (readonly [RegExp, StagedMove['kind']])[] = [
  [/^зачисл/, 'ENROLLED'],
  [/^перевед\S+ в (другой )?класс$|^перевод в (другой )?класс$/, 'TRANSFERRED_CLASS'],
  [/^перевед\S+( в следующий класс)?$/, 'PROMOTED'],
  [/^оставлен|повтор/, 'REPEATS'],
  [/^выбы/, 'LEFT_FOR_SCHOOL'],
  [/^отчисл/, 'EXPELLED'],
  [/^(окончи|выпу)/, 'GRADUATED'],
]
const intoClass: ReadonlySet<StagedMove['kind']> = new Set([
  'ENROLLED',
  'TRANSFERRED_CLASS',
  'PROMOTED',
  'REPEATS',
])

function moveOf(
  row: ListRow,
  orderDate: string,
  pupil: StagedPerson,
  classes: Map<string, StagedClass>,
  problems: ImportProblem[],
): StagedMove | null {
  const word = row.of('orderKind')
  const kind = kinds.find(([pattern]) => pattern.test(plain(word)))?.[1]
  if (!kind)
    return leftOut(
      row,
      'Вид',
      'UNKNOWN_KIND',
      `«${word.slice(0, 60)}» не вид приказа. Пишут: зачислен, переведён в класс, переведён, оставлен, выбыл, отчислен, окончил`,
      problems,
    )
  const schoolClass = classNamed(row.of('toClass'), row.line, classes) ?? null
  if (intoClass.has(kind) !== Boolean(schoolClass))
    return leftOut(
      row,
      'В класс',
      'CLASS_UNREADABLE',
      schoolClass ? 'кто выбывает, в класс не переводится' : 'не видно, в какой класс',
      problems,
    )
  const effectiveOn = dayOf(row, 'effectiveOn', 'С какого дня', 'взята дата приказа', problems) ?? orderDate
  const note = row.of('note').slice(0, 500)
  return { line: row.line, kind, pupil: pupil.key, effectiveOn, schoolClass, ...(note ? { note } : {}) }
}

/** Two movements of one pupil from one day contradict each other wherever they stand: the later line is left out and told. */
function consistent(
  orders: readonly StagedOrder[],
  pupils: readonly StagedPerson[],
  problems: ImportProblem[],
): StagedOrder[] {
  const taken = new Map<string, { line: number; order: StagedOrder }>()
  return orders.flatMap((order) => {
    const moves = order.moves.filter((move) => {
      const place = `${move.pupil} ${move.effectiveOn}`
      const before = taken.get(place)
      if (!before) {
        taken.set(place, { line: move.line, order })
        return true
      }
      const pupil = pupils.find(({ key }) => key === move.pupil)
      const message = `Строка ${move.line} пропущена: ${pupil ? fullName(pupil) : ''} с ${move.effectiveOn} — приказ № ${order.number} противоречит приказу № ${before.order.number} (строка ${before.line}).`
      problems.push({ line: move.line, code: 'CONTRADICTION', message })
      return false
    })
    return moves.length > 0 ? [{ ...order, moves }] : []
  })
}
