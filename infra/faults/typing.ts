// A lesson's hour in the school: every teacher types marks, the same pages are read all the while, and the office takes
// on people.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { GraphClient, Weather } from './graph-client.js'
import type { Place } from './place.js'
import { signIn, type Teacher } from './school.js'

export type Entry = {
  readonly lessonId: string
  readonly courseId: string
  readonly pupilId: string
  readonly value: string
  /** The mark as the answer names it; undefined when the entry was never acknowledged. */
  mark?: { readonly id: string; readonly version: number }
  /** The code of a refusal: none of these entries is one that may be refused. */
  refused?: string
}

export type Hour = {
  readonly entries: readonly Entry[]
  readonly lessonIds: readonly string[]
  /** People taken on, by their ids; `acknowledged` of them were answered. */
  readonly people: readonly { readonly id: string; readonly acknowledged: boolean }[]
  readonly weather: Weather
  readonly pages: { read: number; failed: number; readonly tookMs: number[] }
}

const readers = 8
const thinkMs = 150
const officePauseMs = 400

const tokens = new WeakMap<Place, Promise<string[]>>()
const signedIn = (place: Place): Promise<string[]> => {
  let known = tokens.get(place)
  if (!known) {
    known = Promise.all(place.school.teachers.map((teacher) => signIn(place.installation, teacher.login)))
    tokens.set(place, known)
  }
  return known
}

let day = 0

/**
 * Types `each` marks by every teacher, on a day that no hour before has used. Resolves when the last is acknowledged or
 * given up.
 */
export async function typeAnHour(place: Place, each: number): Promise<Hour> {
  const lessons = await lessonsOfADay(place, day)
  day += 1
  const weather = new Weather()
  const known = await signedIn(place)
  const hour: Hour & { people: { id: string; acknowledged: boolean }[] } = {
    entries: place.school.teachers.flatMap((teacher) => entriesOf(teacher, lessons, each)),
    lessonIds: [...lessons.values()],
    people: [],
    weather,
    pages: { read: 0, failed: 0, tookMs: [] },
  }
  let over = false
  const clients = known.map((token) => new GraphClient(place.installation.urls.gateway, token, weather))
  const typing = place.school.teachers.map((teacher, i) =>
    typeAll(
      clients[i],
      hour.entries.filter((entry) => entry.courseId === teacher.courseId),
    ),
  )
  const around = [
    ...Array.from({ length: readers }, (_, i) => readPages(place, clients[i], i, hour, () => over)),
    takeOnPeople(place, hour.people, () => over),
  ]
  await Promise.all(typing)
  over = true
  await Promise.all(around)
  return hour
}

async function lessonsOfADay(place: Place, back: number): Promise<Map<string, string>> {
  const rows = await place.sql<{ id: string; course_id: string }>(
    'schedule',
    `select id, course_id from lesson where school_id = $1 and day = $2::date - $3::int and not removed`,
    [place.school.id, place.school.today, back + 1],
  )
  return new Map(rows.map((row) => [row.course_id, row.id]))
}

function entriesOf(teacher: Teacher, lessons: ReadonlyMap<string, string>, each: number): Entry[] {
  const lessonId = lessons.get(teacher.courseId) ?? ''
  return teacher.pupilIds.slice(0, each).map((pupilId, i) => ({
    lessonId,
    courseId: teacher.courseId,
    pupilId,
    value: String(2 + (i % 4)),
  }))
}

async function typeAll(client: GraphClient | undefined, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) {
    const { lessonId, pupilId, value } = entry
    const input = { requestId: randomUUID(), lessonId, pupilId, value }
    const payload = await client?.act('recordMark', input, 'mark { id version }')
    const code = payload?.errors[0]?.code
    if (code) entry.refused = code
    else if (payload) entry.mark = payload['mark'] as { id: string; version: number }
    await sleep(thinkMs * Math.random())
  }
}

const page = `query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { rows { pupilId cells } lessons { id state } } }`

async function readPages(
  place: Place,
  client: GraphClient | undefined,
  which: number,
  { pages }: Hour,
  over: () => boolean,
): Promise<void> {
  const { teachers, periodId } = place.school
  while (!over()) {
    const from = Date.now()
    const answer = await client?.ask<{ journal: object | null }>(page, {
      c: teachers[which]?.courseId,
      p: periodId,
    })
    if (answer?.journal) {
      pages.read += 1
      pages.tookMs.push(Date.now() - from)
    } else pages.failed += 1
    await sleep(300)
  }
}

/** The office goes by the installation's own authority, straight to roster, and repeats until it hears an answer. */
async function takeOnPeople(
  place: Place,
  people: { id: string; acknowledged: boolean }[],
  over: () => boolean,
): Promise<void> {
  while (!over()) {
    const id = randomUUID()
    const person = { id, lastName: 'Новиков', firstName: 'Новичок', staff: { position: 'учитель' } }
    const input = { requestId: randomUUID(), schoolId: place.school.id, people: [person] }
    let acknowledged = false
    while (!acknowledged && !over()) {
      // An id that is taken already is an answer too: the first try had come through.
      acknowledged = await place.school.tell('roster', 'addPeople', input).then(
        () => true,
        (error: unknown) => String(error).includes('ALREADY_EXISTS'),
      )
      if (!acknowledged) await sleep(300)
    }
    people.push({ id, acknowledged })
    await sleep(officePauseMs)
  }
}
