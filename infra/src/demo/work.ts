// Which lesson of a course is written work, and what stands in the page for it.
import type { CoursePlan } from './school-plan.js'
import { habitsOf, topicOf, type WorkKind } from './topics.js'

export type Writing = {
  readonly kind: WorkKind
  /** All write it, and its result waits for the checking; else half of the class, for the same or the next day. */
  readonly large: boolean
}

const titles: Readonly<Record<WorkKind, string>> = {
  TEST: 'Контрольная работа',
  DICTATION: 'Контрольный диктант',
  ESSAY: 'Сочинение',
  LABORATORY: 'Лабораторная работа',
  INDEPENDENT: 'Самостоятельная работа',
  QUIZ: 'Тест',
  PRACTICAL: 'Практическая работа',
  PROJECT: 'Защита проекта',
}

/** Grade 1 and subjects without attestation are taught without marks. */
export const hasMarks = (course: CoursePlan): boolean => course.grade > 1 && !course.withoutAttestation

/** The written work of a course's n-th lesson (from 0), if there is one. */
export function writingOf(course: CoursePlan, ordinal: number): Writing | null {
  if (!hasMarks(course)) return null
  const { large, small } = habitsOf(course.subjectName)
  const every = Math.max(5, Math.round(course.weeklyHours * 3.5))
  const kind = large?.[Math.floor(ordinal / every) % large.length]
  if (kind && ordinal % every === every - 1) return { kind, large: true }
  if (small && ordinal % every === Math.floor(every / 2)) return { kind: small, large: false }
  return null
}

/** The lesson's topic: a large work names the topic that it closes. */
export function topicWith(course: CoursePlan, ordinal: number, writing: Writing | null): string {
  const topic = topicOf(course.subjectName, course.grade, ordinal, course.weeklyHours)
  if (!writing?.large) return topic
  const closed = topicOf(course.subjectName, course.grade, Math.max(0, ordinal - 1), course.weeklyHours)
  return writing.kind === 'DICTATION' ? titles.DICTATION : `${titles[writing.kind]} по теме «${closed}»`
}

export const titleOf = (writing: Writing): string => titles[writing.kind]
