// A blank page of the day: what stands on it, and that it is set, two sides a class.
import { expect, test } from '@jest/globals'
import { blankPage, type LessonTold } from './page-data.js'
import typesetPages from './pages-typesetter.js'

const lesson = (number: number, name: string, more: Partial<LessonTold> = {}): LessonTold => ({
  number,
  startsAt: `2026-11-24T0${4 + number}:30:00Z`,
  state: 'PLANNED',
  teacherName: 'Доскин Денис Пробович',
  course: { learnersName: '7А', subject: { name }, group: null },
  ...more,
})
const schoolClass = (pupils: number) => ({
  name: '7А',
  pupils: Array.from({ length: pupils }, (_, i) => ({ id: String(i), fullName: `Азбукина Анна ${i}` })),
})

test('lessons by number, groups side by side, a cancelled one has no column', () => {
  const page = blankPage(schoolClass(2), [
    lesson(2, 'Физика'),
    lesson(1, 'Алгебра'),
    lesson(3, 'Химия', { state: 'CANCELLED' }),
    lesson(2, 'Английский язык', {
      course: { learnersName: null, subject: { name: 'Английский язык' }, group: { name: 'группа 1' } },
    }),
  ])
  const teacher = 'Доскин\u00a0Д.\u00a0П.'
  expect(page).toEqual({
    name: '7А',
    pupils: ['Азбукина Анна 0', 'Азбукина Анна 1'],
    lessons: [
      { number: 1, subject: 'Алгебра', teacher },
      { number: 2, subject: 'Физика', teacher },
      { number: 2, subject: 'Английский язык, группа 1', teacher },
    ],
  })
})

test.each([
  ['a small class', 1, 1],
  ['thirty pupils and seven lessons', 30, 7],
  ['forty pupils and ten columns', 40, 10],
])('%s takes one sheet of two sides', (_, pupils, lessons) => {
  const page = blankPage(
    schoolClass(pupils),
    Array.from({ length: lessons }, (__, i) => lesson(1 + (i % 8), 'Основы безопасности и защиты Родины')),
  )
  const pdf = Buffer.from(
    typesetPages({ school: 'Школа проверки', day: '24 ноября 2026', classes: [page, page] }),
  )
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(4)
})
