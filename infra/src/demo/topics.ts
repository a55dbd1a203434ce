// What a lesson was about, what is set for home, and which works are written: by subject, grade and place in the year.
import { humanitiesTopics } from './topics-humanities.js'
import { mathematicsTopics } from './topics-mathematics.js'
import { natureTopics } from './topics-nature.js'
import { physicsTopics } from './topics-physics.js'
import { primaryTopics } from './topics-primary.js'

export type TopicList = {
  readonly subject: string
  /** First and last grade that it is for. */
  readonly grades: readonly [number, number]
  /** In the order of the year. */
  readonly topics: readonly string[]
}

const lists = [...primaryTopics, ...mathematicsTopics, ...physicsTopics, ...natureTopics, ...humanitiesTopics]

// For subjects that no list knows: a school's file may name any.
const anySubject: TopicList = {
  subject: '',
  grades: [1, 11],
  topics: [
    'Вводное занятие',
    'Повторение изученного в прошлом году',
    'Основные понятия раздела',
    'Изучение нового материала',
    'Закрепление изученного',
    'Практическое занятие',
    'Решение задач по разделу',
    'Работа с источниками',
    'Обсуждение докладов',
    'Обобщение раздела',
    'Повторение пройденного',
  ],
}

/** The topics of a subject: those of its name and grade, else of its name, else of a name that begins alike. */
export function topicsOf(subject: string, grade: number): readonly string[] {
  const name = subject.toLowerCase()
  const named = lists.filter((one) => one.subject.toLowerCase() === name)
  const alike =
    named.length > 0 ? named : lists.filter((one) => one.subject.toLowerCase().startsWith(name.slice(0, 6)))
  const fits = alike.find((one) => one.grades[0] <= grade && grade <= one.grades[1])
  return (fits ?? alike[0] ?? anySubject).topics
}

const weeksOfYear = 34

/** The topic of the n-th lesson (from 0) of a course with so many lessons a week. */
export function topicOf(subject: string, grade: number, ordinal: number, weeklyHours: number): string {
  const topics = topicsOf(subject, grade)
  const all = Math.max(topics.length, Math.round(weeklyHours * weeksOfYear))
  return topics[Math.min(topics.length - 1, Math.floor((ordinal * topics.length) / all))] ?? 'Повторение'
}

export type WorkKind =
  'TEST' | 'DICTATION' | 'ESSAY' | 'LABORATORY' | 'INDEPENDENT' | 'QUIZ' | 'PRACTICAL' | 'PROJECT'

/** Weights of the kinds of work that a school starts with. */
export const weightOf: Readonly<Record<WorkKind, number>> = {
  TEST: 3,
  DICTATION: 2,
  ESSAY: 2,
  LABORATORY: 2,
  PROJECT: 2,
  INDEPENDENT: 1,
  QUIZ: 1,
  PRACTICAL: 1,
}

type Habits = {
  /** A work that all write, every so many weeks. */
  readonly large?: readonly WorkKind[]
  /** One that half of the class writes in between. */
  readonly small?: WorkKind
  readonly homework: 'exercise' | 'paragraph' | 'pages' | 'text' | 'none'
}

const habits: readonly [start: string, habits: Habits][] = [
  ['русский', { large: ['DICTATION', 'TEST'], small: 'INDEPENDENT', homework: 'exercise' }],
  ['литературное', { large: ['QUIZ'], homework: 'pages' }],
  ['литература', { large: ['ESSAY'], homework: 'text' }],
  ['английский', { large: ['TEST'], small: 'QUIZ', homework: 'pages' }],
  ['иностранный', { large: ['TEST'], small: 'QUIZ', homework: 'pages' }],
  ['математика', { large: ['TEST'], small: 'INDEPENDENT', homework: 'exercise' }],
  ['алгебра', { large: ['TEST'], small: 'INDEPENDENT', homework: 'exercise' }],
  ['геометрия', { large: ['TEST'], small: 'INDEPENDENT', homework: 'exercise' }],
  ['вероятность', { large: ['TEST'], homework: 'exercise' }],
  ['физика', { large: ['LABORATORY', 'TEST'], small: 'INDEPENDENT', homework: 'paragraph' }],
  ['химия', { large: ['LABORATORY', 'TEST'], homework: 'paragraph' }],
  ['биология', { large: ['LABORATORY', 'QUIZ'], homework: 'paragraph' }],
  ['география', { large: ['PRACTICAL', 'QUIZ'], homework: 'paragraph' }],
  ['история', { large: ['QUIZ'], homework: 'paragraph' }],
  ['обществознание', { large: ['QUIZ'], homework: 'paragraph' }],
  ['информатика', { large: ['PRACTICAL'], homework: 'paragraph' }],
  ['окружающий', { large: ['QUIZ'], homework: 'pages' }],
  ['физическая', { homework: 'none' }],
  ['разговоры', { homework: 'none' }],
  ['музыка', { homework: 'none' }],
  ['изобразительное', { homework: 'none' }],
  ['труд', { large: ['PROJECT'], homework: 'none' }],
  ['технология', { large: ['PROJECT'], homework: 'none' }],
]

export function habitsOf(subject: string): Habits {
  const name = subject.toLowerCase()
  return habits.find(([start]) => name.startsWith(start))?.[1] ?? { large: ['QUIZ'], homework: 'paragraph' }
}

/** What is set for home after the n-th lesson; grade 1 is taught without. */
export function homeworkOf(subject: string, grade: number, ordinal: number, topic: string): string {
  const { homework } = habitsOf(subject)
  if (grade === 1 || homework === 'none') return 'Не задано'
  const number = 12 + ordinal * 6
  switch (homework) {
    case 'exercise':
      return ordinal % 4 === 3
        ? `Повторить правила; № ${number + 1}`
        : `§ ${2 + Math.floor(ordinal / 3)}, № ${number}, ${number + 2}, ${number + 3}`
    case 'paragraph':
      return ordinal % 3 === 2 ? `§ ${2 + ordinal}, вопросы 1–4 письменно` : `§ ${2 + ordinal}, пересказ`
    case 'pages':
      return `Стр. ${6 + ordinal * 2}–${7 + ordinal * 2}, упр. ${1 + (ordinal % 5)}`
    case 'text':
      return ordinal % 4 === 1
        ? 'Выучить отрывок наизусть'
        : `Прочитать главу ${1 + Math.floor(ordinal / 2)}, ответить на вопросы: «${topic}»`
  }
}
