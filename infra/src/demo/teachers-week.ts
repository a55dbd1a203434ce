// A teacher's week at the front door: signs in, sees the own lessons, keeps them by the single acts of the portal.
import type { GatewayUser } from './gateway-user.js'
import { markFor } from './marking.js'
import { Random } from './random.js'
import { homeworkOf, topicOf } from './topics.js'

type Course = {
  id: string
  subject: { name: string }
  schoolClass: { grade: number } | null
  weeklyHours: number
}
type Lesson = { id: string; date: string; state: string; course: Course }
type Page = { lessons: { id: string; version: number }[]; rows: { pupilId: string; cells: string[] }[] }

export type Week = { lessons: number; marks: number; absences: number }

/** Keeps every lesson of the span that is not cancelled: attendance, topic, homework, marks of six pupils. */
export async function keepWeek(
  teacher: GatewayUser,
  span: { readonly from: string; readonly to: string; readonly periodId: string },
): Promise<Week> {
  const { viewer } = (await teacher.ask('{ viewer { person { id } } }')) as {
    viewer: { person: { id: string } }
  }
  const found = await teacher.ask(
    `query($from: Date!, $to: Date!, $id: ID!) { lessons(from: $from, to: $to, teacherId: $id) {
      id date state course { id subject { name } schoolClass { grade } weeklyHours } } }`,
    { from: span.from, to: span.to, id: viewer.person.id },
  )
  const week: Week = { lessons: 0, marks: 0, absences: 0 }
  for (const lesson of (found['lessons'] as Lesson[]).filter((one) => one.state !== 'CANCELLED')) {
    const page = await pageOf(teacher, lesson.course.id, span.periodId)
    if (page) await keepLesson(teacher, lesson, page, week)
  }
  return week
}

async function pageOf(teacher: GatewayUser, courseId: string, periodId: string): Promise<Page | null> {
  const data = await teacher.ask(
    `query($courseId: ID!, $periodId: ID!) { journal(courseId: $courseId, periodId: $periodId) {
      lessons { id version } rows { pupilId cells } } }`,
    { courseId, periodId },
  )
  return data['journal'] as Page | null
}

async function keepLesson(teacher: GatewayUser, lesson: Lesson, page: Page, week: Week): Promise<void> {
  const lessonId = lesson.id
  const place = page.lessons.findIndex((one) => one.id === lessonId)
  const record = page.lessons[place]
  // A lesson of another period stands on another page.
  if (!record) return
  const random = new Random('week', lessonId)
  const grade = lesson.course.schoolClass?.grade ?? 7
  const pupils = page.rows.filter((row) => row.cells[place] !== '-').map((row) => row.pupilId)
  const absent = pupils.filter(() => random.chance(0.06))
  const absences = absent.map((pupilId) => ({ pupilId, code: 'ILL' }))
  await teacher.act('takeAttendance', { lessonId, absences, expectedVersion: record.version })
  const subject = lesson.course.subject.name
  const topic = topicOf(subject, grade, place + 8, lesson.course.weeklyHours)
  const homework = homeworkOf(subject, grade, place + 8, topic)
  await teacher.act('describeLesson', { lessonId, topic, homework })
  week.lessons += 1
  week.absences += absent.length
  if (grade === 1 || /^разговоры/i.test(subject)) return
  const asked = random.shuffled(pupils.filter((id) => !absent.includes(id))).slice(0, 6)
  for (const pupilId of asked) {
    const value = markFor(pupilId, lesson.course.id, lessonId)
    await teacher.act('recordMark', { lessonId, pupilId, value, expectedMarks: 0 })
    week.marks += 1
  }
}
