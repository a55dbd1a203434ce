// The journal of an old portal: marks, absences and topics so far, a line for each (joining in mid-year, A1.12).
import { readDay } from '../dates.js'
import { plain } from '../names.js'
import {
  nothingStaged,
  type FileReader,
  type ImportProblem,
  type StagedClass,
  type StagedEntry,
  type StagedPerson,
} from '../staged.js'
import type { OwnHeaders } from './columns.js'
import { classNamed, pupilNamed } from './pupil-named.js'
import { readList, type ListRow } from './read-list.js'

const own: OwnHeaders = { дата: 'day', '№': 'number', урок: 'lessonNumber', 'n урока': 'lessonNumber' }

export const readJournal: FileReader = async (hands) => {
  const list = await readList(hands, own)
  const { problems } = list
  const pupils = new Map<string, StagedPerson>()
  const classes = new Map<string, StagedClass>()
  const entries: StagedEntry[] = []
  for (const row of list.rows) {
    const entry = entryOf(row, hands.today, { pupils, classes }, problems)
    if (entry) entries.push(entry)
  }
  return {
    ...nothingStaged,
    rows: list.rows.length,
    classes: [...classes.values()],
    people: [...pupils.values()],
    entries,
    problems,
  }
}

type Named = { readonly pupils: Map<string, StagedPerson>; readonly classes: Map<string, StagedClass> }

function entryOf(row: ListRow, today: string, named: Named, problems: ImportProblem[]): StagedEntry | null {
  const skip = (column: string, code: string, what: string, value = ''): null => {
    problems.push({
      line: row.line,
      column,
      code,
      message: `Строка ${row.line} пропущена: ${what}.`,
      value: value.slice(0, 60),
    })
    return null
  }
  const { day } = readDay(row.of('day'), 'DAY_FIRST')
  if (!day) return skip('Дата', 'BAD_DATE', `«${row.of('day').slice(0, 60)}» не дата урока`, row.of('day'))
  if (day > today) return skip('Дата', 'FUTURE', `урок ${day} ещё впереди`, row.of('day'))
  const subject = row.of('subject')
  if (subject === '') return skip('Предмет', 'NO_SUBJECT', 'нет предмета')
  const schoolClass = classNamed(row.of('schoolClass'), row.line, named.classes)
  if (!schoolClass)
    return skip(
      'Класс',
      'NO_CLASS',
      `класс «${row.of('schoolClass').slice(0, 60)}» не читается`,
      row.of('schoolClass'),
    )
  const values = marksIn(row.of('mark'))
  if (!values)
    return skip('Отметка', 'BAD_MARK', `«${row.of('mark').slice(0, 60)}» не отметка`, row.of('mark'))
  const absence = absenceIn(row.of('absence'))
  if (!absence)
    return skip(
      'Пропуск',
      'BAD_ABSENCE',
      `«${row.of('absence').slice(0, 60)}» не знак пропуска`,
      row.of('absence'),
    )
  const kind = kindIn(row, problems)
  const names = row.of('fullName') || row.of('lastName')
  const pupil = names === '' ? null : pupilNamed(row, today, named, problems)
  if (names !== '' && !pupil) return null
  if (!pupil && (values.length > 0 || absence.code))
    return skip('ФИО', 'NO_PUPIL', 'отметка или пропуск без ученика')
  const [topic, homework] = [row.of('topic') || null, row.of('homework') || null]
  if (values.length === 0 && !absence.code && !topic && !homework) return null
  const number = /^\d{1,2}$/.test(row.of('lessonNumber')) ? Number(row.of('lessonNumber')) : null
  return {
    line: row.line,
    day,
    schoolClass,
    subject,
    number,
    pupil: pupil?.key ?? null,
    values,
    kind,
    ...absence,
    topic,
    homework,
  }
}

const scale = new Map([
  ...['1', '2', '3', '4', '5', 'зач', 'нз', 'н/а', 'осв', '.'].map((value) => [value, value] as const),
  ['зачет', 'зач'],
  ['зачтено', 'зач'],
  ['незачет', 'нз'],
  ['не зачтено', 'нз'],
  ['на', 'н/а'],
  ['не аттестован', 'н/а'],
  ['освобожден', 'осв'],
  ['осв.', 'осв'],
  ['•', '.'],
])

/** «5», «5/4», «4, 5», «зач»; null: something else. Empty: no mark. */
export function marksIn(text: string): string[] | null {
  const whole = plain(text)
  if (whole === '') return []
  const single = scale.get(whole)
  if (single) return [single]
  const parts = whole
    .split(/[\s,;/]+/)
    .filter(Boolean)
    .map((part) => scale.get(part.replace(/[+-]$/, '')))
  return parts.every((part) => part !== undefined) ? (parts as string[]) : null
}

const codes = new Map<string, StagedEntry['code']>([
  ['н', 'ABSENT'],
  ['нб', 'ABSENT'],
  ['отсутствовал', 'ABSENT'],
  ['отсутствовала', 'ABSENT'],
  ['б', 'ILL'],
  ['болел', 'ILL'],
  ['болела', 'ILL'],
  ['болезнь', 'ILL'],
  ['у', 'EXCUSED'],
  ['ув', 'EXCUSED'],
  ['уважительная', 'EXCUSED'],
  ['уп', 'EXCUSED'],
  ['нп', 'UNEXCUSED'],
  ['неуважительная', 'UNEXCUSED'],
  ['осв', 'RELEASED'],
  ['освобожден', 'RELEASED'],
])

/** Signs of settled.md and what other portals write; «О 15» is late by so many minutes. Null: something else. */
export function absenceIn(text: string): Pick<StagedEntry, 'code' | 'minutesLate'> | null {
  const sign = plain(text).replace(/\.$/, '')
  if (sign === '') return { code: null, minutesLate: null }
  const late = /^(?:о|оп|опоздал[аи]?|опоздание)\.?\s*(\d{1,3})?(?:\s*мин.*)?$/.exec(sign)
  if (late) {
    const minutes = Number(late[1] ?? 0)
    return { code: 'LATE', minutesLate: minutes >= 1 && minutes <= 240 ? minutes : null }
  }
  const code = codes.get(sign)
  return code ? { code, minutesLate: null } : null
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/контрольн|^к\/?р$|итогов/, 'TEST'],
  [/самостоятельн|^с\/?р$/, 'INDEPENDENT'],
  [/диктант/, 'DICTATION'],
  [/сочинен|изложен/, 'ESSAY'],
  [/лаборатор|^л\/?р$/, 'LABORATORY'],
  [/практич|^п\/?р$/, 'PRACTICAL'],
  [/проект/, 'PROJECT'],
  [/тест/, 'QUIZ'],
  [/домашн|^д\/?з$/, 'HOMEWORK'],
  [/ответ|урок|устн|^$/, 'ANSWER'],
]

/** A kind that nobody knows is taken for an answer, and told: no mark is lost for a word. */
function kindIn(row: ListRow, problems: ImportProblem[]): string {
  const text = plain(row.of('workKind'))
  const found = kinds.find(([pattern]) => pattern.test(text))
  if (found) return found[1]
  problems.push({
    line: row.line,
    column: 'Вид работы',
    code: 'UNKNOWN_WORK',
    message: `Строка ${row.line}: вид работы «${row.of('workKind').slice(0, 60)}» не узнан, отметка взята как ответ на уроке.`,
    value: row.of('workKind').slice(0, 60),
  })
  return 'ANSWER'
}
