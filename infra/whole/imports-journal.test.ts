// Joining in mid-year: an old portal's journal onto the lessons of the timetable, and out again (A1.12).
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { importsOf } from './imports-harness.js'
import { startSmallSchool, type Whole } from './small-school.js'

let w: Whole
let coordinator: string
let teacher: string
let imports: ReturnType<typeof importsOf>
let lesson: { id: string; date: string; number: number }
let pupil: { id: string; fullName: string }
let courseId: string
let subject: string

beforeAll(async () => {
  w = await startSmallSchool()
  ;[coordinator, teacher] = [await w.signIn('coordinator'), await w.signIn('doskin')]
  imports = importsOf(w, coordinator)
  type Course = { id: string; subject: { name: string }; teacher: { id: string } | null }
  const { schoolClass } = await asked<{ schoolClass: { courses: Course[]; pupils: (typeof pupil)[] } }>(
    teacher,
    'query($id: ID!) { schoolClass(id: $id) { courses { id subject { name } teacher { id } } pupils { id fullName } } }',
    { id: w.ids.class7 },
  )
  const course = schoolClass.courses.find((one) => one.teacher?.id === w.ids.doskin)
  const [first] = schoolClass.pupils
  if (!course || !first) throw new Error('the small school has no course of Доскин')
  ;[courseId, subject, pupil] = [course.id, course.subject.name, first]
  lesson = await lessonBefore()
}, 120_000)
afterAll(() => w.stop(), 60_000)

async function asked<T>(token: string, query: string, variables: object = {}): Promise<T> {
  const answer = await w.ask<T>(token, query, variables)
  if (!answer.data) throw new Error(JSON.stringify(answer))
  return answer.data
}

/** The last lesson of the course before today, which nobody has kept and which may still be changed. */
async function lessonBefore(): Promise<typeof lesson> {
  const { addDays } = await import('@zhurnal/kit/time')
  const { lessons } = await asked<{ lessons: (typeof lesson & { state: string; course: { id: string } })[] }>(
    teacher,
    'query($from: Date!, $to: Date!, $c: ID!) { lessons(from: $from, to: $to, schoolClassId: $c) { id date number state course { id } } }',
    { from: addDays(w.today, -25), to: addDays(w.today, -1), c: w.ids.class7 },
  )
  const found = lessons.findLast((one) => one.course.id === courseId && one.state === 'PLANNED')
  if (!found) throw new Error('no lesson before today')
  return found
}

const day = () => lesson.date.split('-').toReversed().join('.')
const marks = async () =>
  (
    await asked<{
      lesson: {
        record: { topic: string | null; source: string | null; marksCount: number; state: string } | null
      }
    }>(teacher, 'query($id: ID!) { lesson(id: $id) { record { topic source marksCount state } } }', {
      id: lesson.id,
    })
  ).lesson.record

test('what finds its lesson is entered with its source, what does not is counted; undone as a whole', async () => {
  const file =
    'Дата;Класс;Предмет;№ урока;ФИО;Отметка;Вид работы;Пропуск;Тема\n' +
    `${day()};7А;${subject};${lesson.number};;;;;Тема из прежнего журнала\n` +
    `${day()};7А;${subject};${lesson.number};${pupil.fullName};5;контрольная;;\n` +
    `${day()};7А;${subject};14;${pupil.fullName};4;;;\n` +
    `${day()};7А;Звездочётство;1;${pupil.fullName};4;;;\n` +
    `${day()};7А;${subject};${lesson.number};Никакой Никто Никтович;4;;;\n`
  const { id, checked } = await imports.bring('journal', file)
  expect(checked).toMatchObject({ created: 1 })
  expect(checked.problems.map(({ code }) => code).toSorted()).toEqual(['NO_COURSE', 'NO_LESSON', 'NO_PUPIL'])
  expect(await marks()).toMatchObject({ topic: null, marksCount: 0 })
  expect(await imports.act('applyImport', id, { ground: null })).toMatchObject({
    state: 'APPLIED',
    job: { error: null },
  })
  expect(await marks()).toMatchObject({
    topic: 'Тема из прежнего журнала',
    source: expect.stringMatching(/^.+ \(загрузка [0-9a-f]{8}\)$/),
    marksCount: 1,
    state: 'HELD',
  })
  expect(await imports.act('undoImport', id)).toMatchObject({ state: 'UNDONE', job: { error: null } })
  expect(await marks()).toMatchObject({ topic: null, source: null, marksCount: 0 })
}, 90_000)

test('an undo that a teacher’s change stands in the way of is refused whole, and says so', async () => {
  const file =
    'Дата;Класс;Предмет;№ урока;ФИО;Отметка\n' +
    `${day()};7А;${subject};${lesson.number};${pupil.fullName};3\n`
  const { id } = await imports.bring('journal', file)
  await imports.act('applyImport', id, { ground: null })
  type Found = { pupil: { marks: { id: string; value: string; record: { id: string } }[] } }
  const found = await asked<Found>(
    teacher,
    'query($id: ID!) { pupil(id: $id) { marks { id value record { id } } } }',
    { id: pupil.id },
  )
  const mark = found.pupil.marks.find((one) => one.record.id === lesson.id)
  const changed = await asked<{ recordMark: { errors: object[] } }>(
    teacher,
    'mutation($input: RecordMarkInput!) { recordMark(input: $input) { errors { code } } }',
    {
      input: {
        markId: mark?.id,
        lessonId: lesson.id,
        pupilId: pupil.id,
        value: '4',
        reason: 'Ошибка прежнего портала',
      },
    },
  )
  expect(changed.recordMark.errors).toEqual([])
  const undone = await imports.act('undoImport', id)
  expect(undone).toMatchObject({ state: 'APPLIED' })
  expect(JSON.stringify(undone)).toContain('Отметок, которые с тех пор изменили: 1')
  expect(await marks()).toMatchObject({ marksCount: 1 })
}, 90_000)
