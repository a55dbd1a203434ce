// What a school still lacks before the year (2.1, 3.1, A1): read from its data, never ticked by hand. Pure.
import type { CardGap, SetUpQuery } from '../generated/graph.js'
import { addDays } from '../school/dates.js'
import { plural } from '../school/words.js'
import type { Section } from '../session/hats.js'
import { gradesInWords, namesOf } from './class-words.js'

export type School = NonNullable<SetUpQuery['school']>
export type Stores = SetUpQuery['stores']

export type Check = {
  readonly id: string
  readonly title: string
  readonly clause: string
  /** Last day by the regulation, YYYY-MM-DD; null: no day of the year. */
  readonly due: string | null
  /** What is missing, in words; empty: it is ready. */
  readonly missing: readonly string[]
  /** What is there, in words. */
  readonly ready: string
  /** Where it is mended. */
  readonly section: Section
  readonly page?: string
}

/** Sections of the year are filled by 5 September (3.1), most of A1 before 1 September. */
export function checksOf(school: School, stores: Stores): readonly Check[] {
  const year = school.currentYear ?? null
  const first = year ? `${year.startsOn.slice(0, 4)}-09-01` : null
  const before = first && addDays(first, -1)
  return [
    ...frame(school, before),
    ...people(school, before),
    ...teaching(school, first),
    ...access(school, stores),
  ]
}

const missingIf = (bad: boolean, words: string): readonly string[] => (bad ? [words] : [])

function frame(school: School, before: string | null): readonly Check[] {
  const year = school.currentYear ?? null
  const lacking = gradesWithoutPeriods(school)
  return [
    {
      id: 'school',
      title: 'Параметры школы',
      clause: 'A1.10',
      due: before,
      missing: missingIf(
        !school.supportEmail,
        'Не указан адрес поддержки: туда сообщают о краже входа (п. 4.3).',
      ),
      ready: school.name,
      section: 'accounts',
      page: 'rules',
    },
    {
      id: 'year',
      title: 'Учебный год и отчётные периоды',
      clause: 'A1.12',
      due: before,
      missing: [
        ...missingIf(!year, 'Нет учебного года.'),
        ...missingIf(lacking.length > 0, `Нет отчётных периодов для ${gradesInWords(lacking)}.`),
        ...missingIf(
          Boolean(year) && year?.calendar.length === 0,
          'В календаре нет ни каникул, ни праздников.',
        ),
      ],
      ready: year ? `${year.name}, ${plural(year.periods.length, 'период', 'периода', 'периодов')}` : '',
      section: 'orders',
      page: year && lacking.length === 0 ? 'calendar' : 'new-year',
    },
    {
      id: 'bells',
      title: 'Расписание звонков',
      clause: 'A1.13',
      due: before,
      missing: missingIf(
        !school.bellSchedules?.length,
        'Нет ни одного расписания звонков: его приносит файл расписания.',
      ),
      ready: plural(school.bellSchedules?.length ?? 0, 'расписание', 'расписания', 'расписаний'),
      section: 'imports',
    },
    {
      id: 'directories',
      title: 'Предметы и кабинеты',
      clause: 'A1.14',
      due: before,
      missing: [
        ...missingIf(!school.subjects?.length, 'Нет предметов.'),
        ...missingIf(!school.rooms?.length, 'Нет кабинетов.'),
      ],
      ready: `${plural(school.subjects?.length ?? 0, 'предмет', 'предмета', 'предметов')}, ${plural(school.rooms?.length ?? 0, 'кабинет', 'кабинета', 'кабинетов')}`,
      section: 'imports',
    },
  ]
}

function people(school: School, before: string | null): readonly Check[] {
  const classes = school.classes ?? []
  const filled = new Set(
    school.headCount?.classes.flatMap(({ pupils, schoolClass }) => (pupils > 0 ? [schoolClass.id] : [])),
  )
  const empty = classes.filter(({ id }) => !filled.has(id))
  const leaderless = classes.filter(({ classTeacher }) => !classTeacher)
  return [
    {
      id: 'staff',
      title: 'Сотрудники',
      clause: 'A1.11',
      due: before,
      missing: missingIf(!school.staff?.length, 'Сотрудники не внесены.'),
      ready: plural(school.staff?.length ?? 0, 'сотрудник', 'сотрудника', 'сотрудников'),
      section: 'people',
    },
    {
      id: 'classes',
      title: 'Классы и классные руководители',
      clause: 'A1.15',
      due: before,
      missing: [
        ...missingIf(classes.length === 0, 'Нет ни одного класса.'),
        ...missingIf(leaderless.length > 0, `Нет классного руководителя: ${namesOf(leaderless)}.`),
      ],
      ready: plural(classes.length, 'класс', 'класса', 'классов'),
      section: 'classes',
    },
    {
      id: 'contingent',
      title: 'Ученики',
      clause: 'A1.17, A1.18',
      due: before,
      missing: [
        ...missingIf(empty.length > 0, `Нет ни одного ученика: ${namesOf(empty)}.`),
        ...gap(school, 'ORDER', 'зачислены без номера приказа'),
      ],
      ready: plural(school.headCount?.total ?? 0, 'ученик', 'ученика', 'учеников'),
      section: 'orders',
    },
    {
      id: 'cards',
      title: 'Карточки заполнены',
      clause: 'A1.21',
      due: null,
      missing: [
        ...gap(school, 'GUARDIAN', 'без представителя'),
        ...gap(school, 'LEGAL_REPRESENTATIVE', 'без законного представителя'),
        ...gap(school, 'PHONE', 'без телефона'),
        ...gap(school, 'BIRTH_DATE', 'без даты рождения'),
      ],
      ready: 'У всех есть представитель, телефон и дата рождения',
      section: 'people',
      page: 'gaps',
    },
    {
      id: 'consents',
      title: 'Согласия на обработку данных',
      clause: 'A1.1',
      due: null,
      missing: gap(school, 'CONSENT', 'без согласия'),
      ready: 'Согласия собраны',
      section: 'people',
      page: 'consents',
    },
  ]
}

function teaching(school: School, first: string | null): readonly Check[] {
  const classes = school.classes ?? []
  const courses = classes.flatMap((one) => one.courses ?? [])
  const idle = classes.filter((one) => !one.courses?.length)
  const untaught = new Set(courses.filter(({ teacher }) => !teacher).map(({ id }) => id)).size
  const planned = new Set(
    school.currentTimetable?.slots?.flatMap(({ course }) => (course ? [course.id] : [])),
  )
  const unplanned = classes.filter(
    (one) => one.courses?.length && !one.courses.some(({ id }) => planned.has(id)),
  )
  const proposed = school.divisions?.filter(({ state }) => state === 'PROPOSED').length ?? 0
  return [
    {
      id: 'load',
      title: 'Учебная нагрузка',
      clause: 'A2.5, 3.1',
      due: first && addDays(first, 4),
      missing: [
        ...missingIf(idle.length > 0, `Нет ни одного предмета: ${namesOf(idle)}.`),
        ...missingIf(untaught > 0, `Без учителя ${plural(untaught, 'курс', 'курса', 'курсов')}.`),
      ],
      ready: plural(new Set(courses.map(({ id }) => id)).size, 'курс', 'курса', 'курсов'),
      section: 'imports',
    },
    {
      id: 'groups',
      title: 'Деление на группы',
      clause: 'A5.17, A6.2',
      due: first && addDays(first, 9),
      missing: [
        ...gap(school, 'GROUP', 'не попали в группу своего класса'),
        ...missingIf(
          proposed > 0,
          `${plural(proposed, 'предложение', 'предложения', 'предложений')} учителей ${proposed === 1 ? 'ждёт' : 'ждут'} решения.`,
        ),
      ],
      ready: plural(school.divisions?.length ?? 0, 'деление', 'деления', 'делений'),
      section: 'classes',
    },
    {
      id: 'timetable',
      title: 'Расписание уроков',
      clause: 'A1.19, A2.6',
      due: first,
      missing: [
        ...missingIf(!school.currentTimetable, 'Нет действующего расписания.'),
        ...missingIf(
          Boolean(school.currentTimetable) && unplanned.length > 0,
          `Нет уроков в расписании: ${namesOf(unplanned)}.`,
        ),
      ],
      ready: school.currentTimetable?.name ?? '',
      section: 'imports',
    },
  ]
}

function access(school: School, stores: Stores): readonly Check[] {
  const overdue = school.overdue?.totalCount ?? 0
  const unordered = school.coordinators?.filter(({ orderNumber }) => !orderNumber).length ?? 0
  const rooms = new Set(stores?.map(({ room }) => room)).size
  const media = new Set(stores?.map(({ medium }) => medium)).size
  return [
    {
      id: 'accounts',
      title: 'Входы в журнал',
      clause: 'A1.3, A1.20',
      due: null,
      missing: [
        ...gap(school, 'ACCOUNT', 'без входа в журнал'),
        ...missingIf(
          overdue > 0,
          `Не вошли за 7 рабочих дней: ${plural(overdue, 'человек', 'человека', 'человек')}.`,
        ),
      ],
      ready: 'У всех есть вход',
      section: 'accounts',
    },
    {
      id: 'coordinator',
      title: 'Координатор назначен приказом',
      clause: 'A2.1',
      due: null,
      missing: missingIf(
        unordered > 0,
        'Координатор работает без номера приказа: назначение вносит директор.',
      ),
      ready: 'Приказ внесён',
      section: 'security',
    },
    {
      id: 'stores',
      title: 'Хранилища архива',
      clause: '3.3',
      due: null,
      missing: missingIf(rooms < 2 || media < 2, 'Нужны два носителя в двух разных помещениях.'),
      ready: plural(stores?.length ?? 0, 'хранилище', 'хранилища', 'хранилищ'),
      section: 'office',
    },
  ]
}

function gap(school: School, kind: CardGap, words: string): readonly string[] {
  const count = (school.cardGaps ?? [])
    .filter((one) => one.gap === kind)
    .reduce((sum, { people }) => sum + people, 0)
  return missingIf(count > 0, `${plural(count, 'человек', 'человека', 'человек')} ${words}.`)
}

/** Grades that have classes, and no period but the year's. */
function gradesWithoutPeriods({ classes, currentYear }: School): readonly number[] {
  const grades = [...new Set(classes?.map(({ grade }) => grade))].sort((a, b) => a - b)
  return grades.filter(
    (grade) =>
      !currentYear?.periods.some(
        ({ kind, fromGrade, toGrade }) => kind !== 'YEAR' && fromGrade <= grade && grade <= toGrade,
      ),
  )
}
