/** Data sets of class journals for tests: invented people, marks by a rule and not by chance. */
import type { ClassJournalData, CourseData, PupilData } from '../src/ledger/data-set.js'

const SURNAMES = [
  'Абрикосова', 'Барабанов', 'Василькова', 'Горошкин', 'Дубравина', 'Ежевикин', 'Журавликова', 'Зябликов', 'Иголкина',
  'Капустин', 'Ландышева', 'Малинкин', 'Незабудкина', 'Огурцов', 'Пирожкова', 'Ромашкин', 'Снегирёва', 'Тыквин',
  'Укропова', 'Фиалкин', 'Халвина', 'Цаплин', 'Черешнева', 'Шиповников', 'Щавелева', 'Эскимов', 'Юлина', 'Яблочкин',
] // prettier-ignore
const GIVEN = [
  'Алиса Пробовна',
  'Тимофей Пробович',
  'Вера Образцовна',
  'Егор Образцович',
  'Александра Примеровна',
]
const SUBJECTS = [
  'Русский язык', 'Литература', 'Алгебра', 'Геометрия', 'Вероятность и статистика', 'Информатика', 'История',
  'Обществознание', 'География', 'Физика', 'Биология', 'Иностранный язык (английский)', 'Технология',
  'Физическая культура', 'Основы духовно-нравственной культуры народов России',
] // prettier-ignore
const TOPICS = [
  'Числовые выражения. Повторение', 'Самостоятельная работа', 'Тождества. Тождественные преобразования выражений',
  'Контрольная работа № 2', 'Линейная функция и её график', 'Умножение и деление степеней с натуральным показателем',
] // prettier-ignore

export const ROOT = '9f3c1e07'.repeat(8)

export function samplePupils(count: number): PupilData[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `p${String(index + 1).padStart(2, '0')}`,
    number: index + 1,
    fullName: `${SURNAMES[index % SURNAMES.length]} ${GIVEN[index % GIVEN.length]}`,
  }))
}

export interface CourseShape {
  subject: string
  lessons: number
  pupils: PupilData[]
  /** how many cells of a hundred have a mark */
  density?: number
}

export function sampleCourse(shape: CourseShape): CourseData {
  const { subject, density = 35 } = shape
  const start = Date.UTC(2026, 8, 1)
  const days = Math.max(1, Math.floor(56 / Math.max(1, shape.lessons)))
  const lessons = Array.from({ length: shape.lessons }, (_, index) => ({
    id: `${subject}-${String(index).padStart(3, '0')}`,
    date: new Date(start + ((index * days * 7) / 6) * 86_400_000).toISOString().slice(0, 10),
    number: 1 + (index % 6),
    topic: TOPICS[index % TOPICS.length] ?? '',
    homework: index % 4 === 3 ? '' : `§ ${12 + index}, № ${300 + index * 2}, ${301 + index * 2} (а, б)`,
    state: 'HELD' as const,
  }))
  const rows = shape.pupils.map((pupil, row) => {
    const cells: CourseData['rows'][number]['cells'] = {}
    for (const [column, lesson] of lessons.entries()) {
      // A fixed spread of numbers from 0 to 99 over rows and columns.
      const dice = (row * 37 + column * 61 + row * column * 17 + subject.length * 13) % 100
      if (dice < density) cells[lesson.id] = { marks: [String(2 + ((dice * 7 + row) % 4))] }
      else if (dice > 94) cells[lesson.id] = { marks: [], absence: dice % 2 === 0 ? 'Н' : 'Б' }
    }
    return { pupilId: pupil.id, cells, mean: '4,1', weightedMean: '4,25', periodMark: String(3 + (row % 3)) }
  })
  return {
    id: `course-${subject}`,
    subject,
    teacher: 'Смирнова Ольга Образцовна',
    hoursPlanned: shape.lessons + 2,
    hoursGiven: shape.lessons,
    lessons,
    rows,
  }
}

export function sampleJournal(
  options: { pupils?: number; lessons?: number[]; density?: number } = {},
): ClassJournalData {
  const pupils = samplePupils(options.pupils ?? 26)
  const lessons = options.lessons ?? [34, 16, 22, 14, 8, 8, 16, 8, 14, 16, 14, 24, 14, 22, 7]
  const shape = options.density === undefined ? {} : { density: options.density }
  return {
    version: 1,
    school: {
      id: 'school-1',
      name: 'Муниципальное бюджетное общеобразовательное учреждение «Пробная школа № 1»',
      shortName: 'МБОУ «Пробная школа № 1»',
      city: 'г. Примерск',
    },
    class: { id: 'class-7a', name: '7А', grade: 7 },
    period: {
      id: 'q1',
      name: '1 четверть',
      startsOn: '2026-09-01',
      endsOn: '2026-10-25',
      yearName: '2026/27',
    },
    classTeacher: 'Смирнова Ольга Образцовна',
    printedAt: '2026-10-26T10:15:00Z',
    log: {
      origin: 'journal.example/school-1/gradebook',
      size: 48213,
      rootHash: ROOT,
      noteText: 'journal.example/school-1/gradebook\n48213\n…\n\n— journal.example/school-1 …\n',
    },
    pupils,
    courses: lessons.map((count, index) =>
      sampleCourse({ subject: SUBJECTS[index] ?? `Предмет ${index + 1}`, lessons: count, pupils, ...shape }),
    ),
    attendance: pupils.map((pupil, index) => ({
      pupilId: pupil.id,
      missed: index % 5 === 0 ? 12 : index % 4,
      ill: index % 5 === 0 ? 8 : 0,
      excused: index % 5 === 0 ? 2 : 0,
      unexcused: index % 5 === 0 ? 1 : 0,
      late: index % 3,
    })),
  }
}

/** Everything that makes a page burst: long words, long texts, crowded cells, people who come and go. */
export function awkwardJournal(): ClassJournalData {
  const pupils = samplePupils(35)
  const journal = sampleJournal({ pupils: 35, lessons: [] })
  const [first, second, third, fourth] = pupils
  if (!first || !second || !third || !fourth) throw new Error('the sample class is empty')
  first.fullName = 'Константинопольская-Задунайская Александра-Виктория Магомедрасуловна-оглы'
  second.fullName = 'Й'.repeat(120)
  third.until = '2026-09-20'
  third.note = 'Выбыл в МБОУ «Пробная школа № 2», приказ № 114-у от 19.09.2026'
  fourth.from = '2026-09-15'
  const long = sampleCourse({ subject: 'Алгебра', lessons: 70, pupils })
  const [lesson, another, withLink, cancelled, shared] = long.lessons
  const [row, row2, row3, row4] = long.rows
  if (!lesson || !another || !withLink || !cancelled || !shared || !row || !row2 || !row3 || !row4)
    throw new Error('no lessons')
  lesson.topic = 'Решение задач повышенной трудности с переосвидетельствованием. '.repeat(40)
  another.homework = `${'Задание на карточке, прочитать, выписать определения. '.repeat(60)}Конец.`
  withLink.homework = `https://primer.example/${'shkolnyj-urok-'.repeat(20)}?id=${'0123456789'.repeat(12)} ✓ 😀`
  withLink.topic = 'Первая строка\nвторая строка\tпосле табуляции'
  cancelled.state = 'CANCELLED'
  shared.taughtBy = 'Кузнецов Андрей Примерович'
  shared.insteadOf = 'Преображенская-Воскресенская Елизавета Константиновна'
  row.cells[lesson.id] = { marks: ['5', '4'], absence: 'Н' }
  row.cells[another.id] = { marks: ['5', '4', '3', '2', '5', '4'] }
  row.cells[withLink.id] = { marks: ['н/а'], absence: 'ОСВ' }
  row.cells[cancelled.id] = { marks: ['зач', 'зач'], absence: 'НП' }
  row.cells[shared.id] = { marks: ['5', '4'] }
  row2.cells[lesson.id] = { marks: ['4'], absence: 'Н' }
  row2.cells[another.id] = { marks: ['осв.'] }
  row2.cells[withLink.id] = { marks: ['.'] }
  row2.periodMark = 'н/а'
  for (const { id, date } of long.lessons) {
    if (date > '2026-09-20') row3.cells[id] = { closed: true }
    if (date < '2026-09-15') row4.cells[id] = { closed: true }
  }
  const empty = sampleCourse({ subject: 'Основы безопасности и защиты Родины', lessons: 0, pupils })
  const half = sampleCourse({
    subject: 'Иностранный язык',
    lessons: 30,
    pupils: pupils.slice(0, 17),
    density: 100,
  })
  half.group = 'подгруппа с углублённым изучением немецкого языка как второго, кабинет 14'
  const { classTeacher: _, ...rest } = journal
  return { ...rest, pupils, courses: [long, empty, half] }
}

/** A course in which much was done after the first entry: retakes, works out of lessons, changes, unlocks, another school. */
export function notedJournal(): ClassJournalData {
  const journal = sampleJournal({ lessons: [20], pupils: 26 })
  const pupils = journal.pupils
  const [first, second] = pupils
  const course = sampleCourse({ subject: 'Алгебра', lessons: 20, pupils })
  const [lesson, paper] = course.lessons
  const [row, row2] = course.rows
  if (!first || !second || !lesson || !paper || !row || !row2) throw new Error('the sample class is empty')
  lesson.signs = ['КР']
  paper.fromPaperOn = '2026-09-08'
  const outside = { number: 0, homework: '', state: 'HELD' as const, outside: true as const }
  course.lessons.push(
    { ...outside, id: 'retake', date: '2026-10-20', topic: 'Пересдача' },
    {
      ...outside,
      id: 'foreign',
      date: '2026-09-01',
      topic: 'Отметки из другой школы',
      source: 'Отметки из другой школы',
    },
  )
  row.cells[lesson.id] = { marks: ['2', '4'], retaken: [0] }
  row.cells[paper.id] = { marks: ['3'], retaken: [0] }
  row.cells['retake'] = { marks: ['5'] }
  row2.cells['foreign'] = { marks: ['5', '4'], foreign: [0, 1] }
  row2.cells[lesson.id] = { marks: ['5'], foreign: [0] }
  const change = { at: '2026-09-15T09:30:00Z', by: 'Смирнова Ольга Образцовна', what: 'MARK' as const }
  course.corrections = [
    { ...change, pupilId: first.id, date: '2026-09-05', from: '3', to: '4', reason: 'Ошибка при переносе' },
    { ...change, at: '2026-09-16T09:30:00Z', pupilId: second.id, date: '2026-09-05', from: '2' },
    {
      ...change,
      at: '2026-10-24T09:30:00Z',
      what: 'PERIOD_MARK',
      pupilId: first.id,
      from: '3',
      to: '4',
      voided: true,
    },
  ]
  course.unlocks = [
    {
      openedAt: '2026-10-20T09:00:00Z',
      until: '2026-10-20T12:00:00Z',
      person: 'Смирнова Ольга Образцовна',
      by: 'Координаторова Кира Львовна',
      reason: 'Забыта отметка',
    },
  ]
  course.sources = [
    {
      pupilId: second.id,
      source: 'Школа № 3, справка 5',
      marks: [
        { date: '2026-09-03', value: '5' },
        { date: '2026-09-10', value: '4' },
      ],
    },
  ]
  course.results = pupils.map(({ id }) => ({ pupilId: id, values: ['4', '4', '4', '4', '5', '3', '4'] }))
  return {
    ...journal,
    school: { ...journal.school, timeZone: 'Europe/Moscow' },
    courses: [course],
    results: ['1 четверть', '2 четверть', '3 четверть', '4 четверть', 'Год', 'Экзамен', 'Итоговая'],
  }
}
