// Acts: a mark, the attendance of a lesson. Ours go to the first eight classes of the school, those of the floors to a
// school of their own that nobody sees, in the same tables.
import { randomUUID } from 'node:crypto'
import type { Bench } from './bench.js'
import { portalDocument } from './documents.js'
import { eightAtOnce, oneByOne, type Rivals } from './measure.js'
import type { Line } from './result.js'
import { pupilsEach } from './school.js'

type Target = { readonly token: string; readonly lessonId: string; readonly pupilIds: readonly string[] }

/** Lessons without a record that have begun, of teachers `from` to `from + 8`, taken in turn teacher by teacher. */
async function openLessons({ stage, school, tokens }: Bench, from: number): Promise<Target[]> {
  const teachers = school.teachers.slice(from, from + 8)
  const { rows } = await stage.admin('gradebook').query<{ id: string; course_id: string }>(
    `select l.id, l.course_id from ref_lesson l left join lesson_record r on r.id = l.id
     where l.course_id = any($1) and l.day < $2 and r.id is null and not l.removed and not l.cancelled order by l.starts_at, l.course_id`,
    [teachers.flatMap((teacher) => teacher.courseIds), school.today],
  )
  const byTeacher = teachers.map((teacher, i) =>
    rows
      .filter((row) => teacher.courseIds.includes(row.course_id))
      .map((row) => ({ token: tokens[from + i] ?? '', lessonId: row.id, pupilIds: teacher.pupilIds })),
  )
  const longest = Math.max(...byTeacher.map((list) => list.length))
  return Array.from({ length: longest }, (_, n) => byTeacher.flatMap((list) => list[n] ?? [])).flat()
}

/** A school of the floors' own: lessons with a record and a work each. */
async function floorLessons({ stage }: Bench, count: number) {
  const schoolId = randomUUID()
  const courseId = randomUUID()
  const day = '2026-01-12'
  const db = stage.admin('gradebook')
  const lessons = Array.from({ length: count }, () => ({ lessonId: randomUUID(), workId: randomUUID() }))
  await db.query(
    `insert into lesson_record (id, school_id, course_id, day, number, starts_at, ends_at, held_at)
     select id, $1, $2, $3, 1, $3::date, $3::date, now() from unnest($4::uuid[]) as id`,
    [schoolId, courseId, day, lessons.map((one) => one.lessonId)],
  )
  await db.query(
    `insert into work (id, school_id, course_id, lesson_id, day, place, kind, title, weight)
     select w, $1, $2, l, $3, 0, 'ANSWER', 'Ответ на уроке', 1 from unnest($4::uuid[], $5::uuid[]) as t(w, l)`,
    [schoolId, courseId, day, lessons.map((one) => one.workId), lessons.map((one) => one.lessonId)],
  )
  return { schoolId, courseId, day, lessons }
}

/** As long as a leaf of the gradebook's own log. */
const leaf = JSON.stringify({ act: 'floor', facts: 'x'.repeat(600) })
const who = randomUUID()

async function markRivals(bench: Bench): Promise<Rivals> {
  const { clients } = bench
  const targets = await openLessons(bench, 0)
  const floor = await floorLessons(bench, 200)
  const query = portalDocument('RecordMark')
  // Down a column, teacher beside teacher: each lesson's first mark makes it held, and tells schedule so.
  const at = (n: number) => {
    const nth = Math.floor(n / 8)
    const target = targets[Math.floor(nth / pupilsEach) * 8 + (n % 8)]
    if (!target) throw new Error('there are no empty cells left to measure with')
    return { ...target, pupilId: target.pupilIds[nth % pupilsEach] ?? '' }
  }
  let used = 0
  const values = () => {
    const { lessonId, workId } = floor.lessons[Math.floor(used++ / pupilsEach) % floor.lessons.length] ?? {}
    return [floor.schoolId, who, leaf, floor.courseId, lessonId, workId, randomUUID(), floor.day, '5']
  }
  const token = bench.tokens[0] ?? ''
  return {
    ours: (n) => {
      const { token, lessonId, pupilId } = at(n)
      const input = { requestId: randomUUID(), lessonId, pupilId, value: '5' }
      const body = JSON.stringify({ operationName: 'RecordMark', query, variables: { input } })
      return clients.graph(token, body, '"value":"5"')
    },
    handler: () => clients.handler(token, 'mark', values()),
    sql: () => clients.statement('mark', values()),
  }
}

export async function measureMarks(bench: Bench): Promise<Line[]> {
  const rivals = await markRivals(bench)
  const times = bench.times(300)
  const warmUp = 40
  const alone = await oneByOne(rivals, { times, warmUp })
  const together = await eightAtOnce(rivals, { times: bench.times(240), from: warmUp + times })
  const median = alone['ours']?.median ?? NaN
  const ratio = median / (alone['handler']?.median ?? NaN)
  const rate = together['ours']?.perSecond ?? NaN
  return [
    {
      row: 'mark',
      what: 'record a mark with its log entry, flushed to the disk; the first of a lesson with its event',
      must: '< 16 ms',
      aim: '≤ 5 x handler',
      meetsMust: median < 16,
      meetsAim: ratio <= 5,
      oneByOne: alone,
    },
    {
      row: 'mark, 8 at once',
      what: '8 teachers recording at once',
      must: '> 103/s',
      aim: '> 258/s',
      meetsMust: rate > 103,
      meetsAim: rate > 258,
      eightAtOnce: together,
    },
  ]
}

export async function measureAttendance(bench: Bench): Promise<Line[]> {
  const { clients } = bench
  const targets = await openLessons(bench, 8)
  const floor = await floorLessons(bench, 2 * targets.length + 40)
  const query = portalDocument('TakeAttendance')
  let used = 0
  const token = bench.tokens[0] ?? ''
  const values = () => {
    const lessonId = floor.lessons[used++]?.lessonId
    const pupils = Array.from({ length: pupilsEach }, () => randomUUID())
    return [floor.schoolId, who, leaf, floor.courseId, lessonId, floor.day, pupils]
  }
  const rivals: Rivals = {
    ours: (n) => {
      const target = targets[n]
      if (!target) throw new Error('there are no lessons left to measure with')
      const absences = target.pupilIds.map((pupilId) => ({ pupilId, code: 'ABSENT' }))
      const input = { requestId: randomUUID(), lessonId: target.lessonId, absences }
      const body = JSON.stringify({ operationName: 'TakeAttendance', query, variables: { input } })
      return clients.graph(target.token, body, '"attendanceTakenAt":"')
    },
    handler: () => clients.handler(token, 'attendance', values()),
    sql: () => clients.statement('attendance', values()),
  }
  const times = bench.times(120)
  const alone = await oneByOne(rivals, { times, warmUp: 16 })
  const together = await eightAtOnce(rivals, { times: bench.times(80), rounds: 3, from: 16 + times })
  const median = alone['ours']?.median ?? NaN
  const ratio = median / (alone['handler']?.median ?? NaN)
  return [
    {
      row: 'attendance',
      what: 'attendance of a lesson, 30 pupils named, one act, flushed to the disk',
      must: '< 35 ms',
      aim: '≤ 5 x handler',
      meetsMust: median < 35,
      meetsAim: ratio <= 5,
      oneByOne: alone,
      eightAtOnce: together,
    },
  ]
}
