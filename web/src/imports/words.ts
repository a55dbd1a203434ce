// What imports are called in a school.
import type { ImportAction, ImportCountLineFragment, ImportEntity, ImportState } from '../generated/graph.js'
import { dayAndMonth } from '../school/dates.js'
import { plural } from '../school/words.js'

export type ImportKind =
  'asc-timetable' | 'pupils' | 'staff' | 'guardians' | 'orders' | 'consents' | 'journal' | 'oneroster'

type KindWords = {
  readonly kind: ImportKind
  readonly title: string
  /** Where such a file comes from. */
  readonly from: string
  /** Endings that the file chooser offers; what a file really is, the server looks at itself. */
  readonly endings: string
  readonly hasTemplate: boolean
}

export const kinds: readonly KindWords[] = [
  {
    kind: 'asc-timetable',
    title: 'Расписание aSc',
    from: 'В программе aSc Timetables: «Файл», «Экспорт», «XML». В файле классы, учителя, кабинеты и уроки недели.',
    endings: '.xml',
    hasTemplate: false,
  },
  {
    kind: 'pupils',
    title: 'Список учеников',
    from: 'Таблица Excel или CSV: из учётной системы района или заполненный шаблон.',
    endings: '.csv,.txt,.xlsx',
    hasTemplate: true,
  },
  {
    kind: 'staff',
    title: 'Список сотрудников',
    from: 'Таблица Excel или CSV: из кадров или заполненный шаблон.',
    endings: '.csv,.txt,.xlsx',
    hasTemplate: true,
  },
  {
    kind: 'guardians',
    title: 'Представители',
    from: 'Таблица Excel или CSV: ребёнок, представитель, кем приходится, законный ли, телефон и почта, дата согласия.',
    endings: '.csv,.txt,.xlsx',
    hasTemplate: true,
  },
  {
    kind: 'orders',
    title: 'Приказы о движении',
    from: 'Таблица Excel или CSV: номер и дата приказа, вид, ученик, в какой класс и с какого дня. Новых учеников заносят списком учеников.',
    endings: '.csv,.txt,.xlsx',
    hasTemplate: true,
  },
  {
    kind: 'consents',
    title: 'Согласия',
    from: 'Таблица Excel или CSV: чьё согласие, на что, кто дал, с какого дня и по какой, реквизиты документа.',
    endings: '.csv,.txt,.xlsx',
    hasTemplate: true,
  },
  {
    kind: 'journal',
    title: 'Журнал прежнего портала',
    from: 'Таблица Excel или CSV: дата, класс, предмет, ученик, отметка, пропуск, тема. Встаёт на уроки расписания; записи учителей не трогает.',
    endings: '.csv,.txt,.xlsx',
    hasTemplate: true,
  },
  {
    kind: 'oneroster',
    title: 'OneRoster',
    from: 'Архив zip с файлами CSV (OneRoster 1.1 или 1.2): его выгружают другие школьные программы.',
    endings: '.zip',
    hasTemplate: false,
  },
]

export const kindTitle = (kind: string): string => kinds.find((one) => one.kind === kind)?.title ?? kind

export const stateWords: Readonly<Record<ImportState, string>> = {
  CHECKING: 'сверяется',
  CHECKED: 'сверен, ждёт загрузки',
  APPLYING: 'загружается',
  APPLIED: 'загружен',
  UNDOING: 'загрузка отменяется',
  UNDONE: 'загрузка отменена',
  REFUSED: 'не читается',
  DROPPED: 'от файла отказались',
}

const brokenWords: Readonly<Partial<Record<ImportState, string>>> = {
  CHECKING: 'сверка прервана',
  APPLYING: 'загрузка прервана',
  UNDOING: 'отмена прервана',
}

/** The state in words; `broken`: nobody works on it, and somebody should. */
export const stateOf = (state: ImportState, broken: boolean): string =>
  (broken && brokenWords[state]) || stateWords[state]

export const isUnderWay = (job: { readonly state: string } | null | undefined): boolean =>
  job?.state === 'WAITING' || job?.state === 'RUNNING'

/** Left half-way by its job: only what somebody does now brings it on. */
export const isBroken = (state: ImportState, job: { readonly state: string } | null | undefined): boolean =>
  state in brokenWords && !isUnderWay(job)

type Forms = readonly [one: string, few: string, many: string]

const things: Readonly<Record<ImportEntity, Forms>> = {
  CLASS: ['класс', 'класса', 'классов'],
  PERSON: ['человек', 'человека', 'человек'],
  GROUP: ['группа', 'группы', 'групп'],
  SUBJECT: ['предмет', 'предмета', 'предметов'],
  ROOM: ['кабинет', 'кабинета', 'кабинетов'],
  BELLS: ['расписание звонков', 'расписания звонков', 'расписаний звонков'],
  COURSE: ['строка нагрузки', 'строки нагрузки', 'строк нагрузки'],
  LESSON: ['урок недели', 'урока недели', 'уроков недели'],
  ORDER: ['приказ', 'приказа', 'приказов'],
  CONSENT: ['согласие', 'согласия', 'согласий'],
  ENTRY: ['урок журнала', 'урока журнала', 'уроков журнала'],
}

/** In a list of things: what one of them is. */
export const entityWords: Readonly<Record<ImportEntity, string>> = {
  CLASS: 'класс',
  PERSON: 'человек',
  GROUP: 'группа',
  SUBJECT: 'предмет',
  ROOM: 'кабинет',
  BELLS: 'звонки',
  COURSE: 'нагрузка',
  LESSON: 'урок недели',
  ORDER: 'приказ',
  CONSENT: 'согласие',
  ENTRY: 'урок журнала',
}

export const actionWords: Readonly<Record<ImportAction, string>> = {
  NEW: 'появится',
  CHANGED: 'изменится',
  UNCHANGED: 'без изменений',
  REMOVED: 'исчезнет',
  UNDECIDED: 'решить',
  SKIPPED: 'пропущено',
  MISSING: 'нет в файле',
}

/** The same words once the file was applied. */
export const doneWords: Readonly<Record<ImportAction, string>> = {
  ...actionWords,
  NEW: 'появилось',
  CHANGED: 'изменилось',
  REMOVED: 'исчезло',
  UNDECIDED: 'не решено',
}

export type Sentence = { readonly title: string; readonly words: string }

const parts = ['created', 'changed', 'removed', 'undecided', 'skipped', 'missing'] as const
type Titles = Readonly<Partial<Record<(typeof parts)[number], string>>>

const sentences = (counts: readonly ImportCountLineFragment[], titles: Titles): readonly Sentence[] =>
  parts.flatMap((part) => {
    const title = titles[part]
    const words = counts
      .filter((one) => one[part] > 0)
      .map((one) => plural(one[part], ...things[one.entity]))
      .join(', ')
    return title && words ? [{ title, words }] : []
  })

/** What applying would do, in numbers: «Появится: 47 классов, 103 человека». */
export const planWords = (counts: readonly ImportCountLineFragment[]): readonly Sentence[] =>
  sentences(counts, {
    created: 'Появится',
    changed: 'Изменится',
    removed: 'Исчезнет',
    undecided: 'Не решено и не загрузится',
    skipped: 'Пропускается',
    missing: 'Есть в школе, но нет в файле (останется как есть)',
  })

/** What applying did. */
export const doneSentences = (counts: readonly ImportCountLineFragment[]): readonly Sentence[] =>
  sentences(counts, {
    created: 'Появилось',
    changed: 'Изменилось',
    removed: 'Исчезло',
    undecided: 'Не решено и не загружено',
    skipped: 'Пропущено',
    missing: 'Есть в школе, но не было в файле',
  })

/** «с 24 ноября по 31 мая»; null: neither day is known. */
export function spanWords(from: string | null | undefined, until: string | null | undefined): string | null {
  const days = [from && `с ${dayAndMonth(from)}`, until && `по ${dayAndMonth(until)}`].filter(Boolean)
  return days.length > 0 ? days.join(' ') : null
}
