// What each grade is taught and how many lessons a week, within the limits of СанПиН 1.2.3685-21, table 6.6, for a
// week of five days.

/** Who teaches it: teachers of one kind share the classes among them. `primary` and `class` mean the class's own teacher. */
export type Pool =
  | 'primary'
  | 'class'
  | 'philology'
  | 'english'
  | 'mathematics'
  | 'informatics'
  | 'history'
  | 'geography'
  | 'biology'
  | 'chemistry'
  | 'physics'
  | 'sport'
  | 'music'
  | 'art'
  | 'craft'
  | 'safety'

export type SubjectPlan = {
  readonly key: string
  readonly name: string
  readonly shortName: string
  /** Of grades 5 to 11; in 1 to 4 the class's teacher gives it unless `ownTeacherInPrimary`. */
  readonly pool: Pool
  readonly ownTeacherInPrimary?: boolean
  /** Two groups at the same hour, from this grade on. */
  readonly groupsFrom?: number
  readonly withoutAttestation?: boolean
  /** Lessons a week by grade, grade 1 first. */
  readonly hours: readonly number[]
}

export const subjects: readonly SubjectPlan[] = [
  {
    key: 'rus',
    name: 'Русский язык',
    shortName: 'Рус. яз.',
    pool: 'philology',
    hours: [5, 5, 5, 5, 5, 6, 4, 3, 3, 2, 2],
  },
  { key: 'read', name: 'Литературное чтение', shortName: 'Лит. чт.', pool: 'primary', hours: [4, 4, 4, 4] },
  {
    key: 'lit',
    name: 'Литература',
    shortName: 'Лит.',
    pool: 'philology',
    hours: [0, 0, 0, 0, 3, 3, 2, 2, 3, 3, 3],
  },
  {
    key: 'eng',
    name: 'Английский язык',
    shortName: 'Англ.',
    pool: 'english',
    ownTeacherInPrimary: true,
    groupsFrom: 2,
    hours: [0, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3],
  },
  { key: 'math', name: 'Математика', shortName: 'Мат.', pool: 'mathematics', hours: [4, 4, 4, 4, 5, 5] },
  { key: 'alg', name: 'Алгебра', shortName: 'Алг.', pool: 'mathematics', hours: [0, 0, 0, 0, 0, 0, 3, 3, 3] },
  {
    key: 'analysis',
    name: 'Алгебра и начала математического анализа',
    shortName: 'Алг. и нач. ан.',
    pool: 'mathematics',
    hours: [0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4],
  },
  {
    key: 'geom',
    name: 'Геометрия',
    shortName: 'Геом.',
    pool: 'mathematics',
    hours: [0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2],
  },
  {
    key: 'prob',
    name: 'Вероятность и статистика',
    shortName: 'Вер. и стат.',
    pool: 'mathematics',
    hours: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
  },
  {
    key: 'inf',
    name: 'Информатика',
    shortName: 'Инф.',
    pool: 'informatics',
    hours: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
  },
  { key: 'world', name: 'Окружающий мир', shortName: 'Окр. мир', pool: 'primary', hours: [2, 2, 2, 2] },
  {
    key: 'hist',
    name: 'История',
    shortName: 'Ист.',
    pool: 'history',
    hours: [0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2],
  },
  {
    key: 'soc',
    name: 'Обществознание',
    shortName: 'Общ.',
    pool: 'history',
    hours: [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2],
  },
  {
    key: 'culture',
    name: 'Основы духовно-нравственной культуры народов России',
    shortName: 'ОДНКНР',
    pool: 'history',
    hours: [0, 0, 0, 0, 1],
  },
  {
    key: 'geog',
    name: 'География',
    shortName: 'Геогр.',
    pool: 'geography',
    hours: [0, 0, 0, 0, 1, 1, 2, 2, 2, 1, 1],
  },
  {
    key: 'phys',
    name: 'Физика',
    shortName: 'Физ.',
    pool: 'physics',
    hours: [0, 0, 0, 0, 0, 0, 2, 2, 3, 2, 2],
  },
  {
    key: 'chem',
    name: 'Химия',
    shortName: 'Хим.',
    pool: 'chemistry',
    hours: [0, 0, 0, 0, 0, 0, 0, 2, 2, 1, 1],
  },
  {
    key: 'bio',
    name: 'Биология',
    shortName: 'Биол.',
    pool: 'biology',
    hours: [0, 0, 0, 0, 1, 1, 1, 2, 2, 1, 1],
  },
  {
    key: 'art',
    name: 'Изобразительное искусство',
    shortName: 'ИЗО',
    pool: 'art',
    hours: [1, 1, 1, 1, 1, 1, 1],
  },
  {
    key: 'mus',
    name: 'Музыка',
    shortName: 'Муз.',
    pool: 'music',
    ownTeacherInPrimary: true,
    hours: [1, 1, 1, 1, 1, 1, 1, 1],
  },
  {
    key: 'craft',
    name: 'Труд (технология)',
    shortName: 'Труд',
    pool: 'craft',
    groupsFrom: 5,
    hours: [1, 1, 1, 1, 2, 2, 2, 1, 1],
  },
  {
    key: 'sport',
    name: 'Физическая культура',
    shortName: 'Физ-ра',
    pool: 'sport',
    ownTeacherInPrimary: true,
    hours: [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2],
  },
  {
    key: 'safety',
    name: 'Основы безопасности и защиты Родины',
    shortName: 'ОБЗР',
    pool: 'safety',
    hours: [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1],
  },
  {
    key: 'project',
    name: 'Индивидуальный проект',
    shortName: 'Проект',
    pool: 'safety',
    hours: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1],
  },
  {
    key: 'talk',
    name: 'Разговоры о важном',
    shortName: 'РоВ',
    pool: 'class',
    withoutAttestation: true,
    hours: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  },
]

export const hoursOf = (subject: SubjectPlan, grade: number): number => subject.hours[grade - 1] ?? 0

/** Who gives a subject in a grade. */
export function poolOf(subject: SubjectPlan, grade: number): Pool {
  if (subject.pool === 'class') return grade <= 4 ? 'primary' : 'class'
  return grade <= 4 && !subject.ownTeacherInPrimary ? 'primary' : subject.pool
}

export const isInGroups = (subject: SubjectPlan, grade: number): boolean =>
  subject.groupsFrom !== undefined && grade >= subject.groupsFrom

/** Lessons a week at most, week of five days (СанПиН 1.2.3685-21, table 6.6). */
export const weeklyLimit = (grade: number): number =>
  [21, 23, 23, 23, 29, 30, 32, 33, 33, 34, 34][grade - 1] ?? 34

/** Lessons a day at most; in 1 to 4 one more once a week, with physical education in it. */
export const dailyLimit = (grade: number): number => (grade === 1 ? 4 : grade <= 4 ? 5 : grade <= 6 ? 6 : 7)
