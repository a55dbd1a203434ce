// What is looked at when the dust has settled: every entry once, the log without a gap, references as their owners hold
// them. Read past the services, in their databases.
import { waitFor, type Place } from './place.js'
import { Claims, type Outcome } from './result.js'
import type { Hour } from './typing.js'

type MarkRow = {
  id: string
  lesson_id: string
  pupil_id: string
  value: string
  version: number
  withdrawn: boolean
}
type LogRow = { seq: string; act: string; subject: string; at: Date }

function grouped<T>(rows: readonly T[], by: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(by(row), [...(groups.get(by(row)) ?? []), row])
  return groups
}

export async function inspectHour(place: Place, hour: Hour, done: string): Promise<Outcome> {
  await place.ready()
  const claims = new Claims()
  const marks = await place.sql<MarkRow>(
    'gradebook',
    `select id, lesson_id, pupil_id, value, version, withdrawn_at is not null as withdrawn from mark where lesson_id = any($1)`,
    [hour.lessonIds],
  )
  const placesOf = (row: { lesson_id: string; pupil_id: string }) => `${row.lesson_id} ${row.pupil_id}`
  const byPlace = grouped(marks, placesOf)
  let [found, lost, doubled] = [0, 0, 0]
  for (const entry of hour.entries) {
    const rows = byPlace.get(`${entry.lessonId} ${entry.pupilId}`) ?? []
    doubled += Math.max(0, rows.length - 1)
    claims.holds(!entry.refused, `an entry was refused: ${entry.refused ?? ''}`)
    if (!entry.mark) continue
    const row = rows.find((one) => one.id === entry.mark?.id)
    if (!row) lost += 1
    else found += 1
    claims.holds(!row || (row.value === entry.value && !row.withdrawn), 'a mark has another value')
    claims.holds(!row || (row.version === 1 && entry.mark.version === 1), 'a mark has another version')
  }
  const sent = new Set(hour.entries.map((entry) => `${entry.lessonId} ${entry.pupilId}`))
  claims.holds(
    marks.every((row) => sent.has(placesOf(row))),
    'a mark stands that nobody sent',
  )
  claims.holds(!hour.weather.seen.has('UNAUTHENTICATED'), 'somebody who is signed in was told to sign in')
  await inspectLog(place, marks, claims)
  const people = await inspectPeople(place, hour)
  const references = await inspectReferences(place, claims)
  const acknowledged = hour.entries.filter((entry) => entry.mark).length
  return {
    done,
    acknowledged: acknowledged + people.acknowledged,
    found: found + people.found,
    lost: lost + people.acknowledged - people.found,
    doubled,
    differing: claims.broken.length,
    notes: [...new Set(claims.broken), notesOf(hour, acknowledged, people.acknowledged), references],
  }
}

function notesOf({ entries, pages, weather }: Hour, acknowledged: number, people: number): string {
  const took = pages.tookMs.toSorted((a, b) => a - b)
  const at = (share: number) => took[Math.floor(took.length * share)] ?? 0
  const rough = weather.told() || 'none'
  return (
    `${acknowledged} of ${entries.length} marks and ${people} people acknowledged; ${pages.read} pages read ` +
    `(median ${at(0.5)} ms, p95 ${at(0.95)} ms), ${pages.failed} not; answers that were no answer: ${rough}`
  )
}

/** Numbers from 0 without a gap, instants that never go back, and for each mark one entry that made it. */
export async function inspectLog(
  place: Place,
  marks: readonly { id: string }[],
  claims: Claims,
): Promise<void> {
  for (const service of ['roster', 'schedule', 'gradebook'] as const) {
    const log = await place.sql<LogRow>(
      service,
      'select seq, act, subject, at from log_entry where school_id = $1 order by seq',
      [place.school.id],
    )
    const [head] = await place.sql<{ size: string }>(
      service,
      'select size from log_head where school_id = $1',
      [place.school.id],
    )
    claims.holds(
      log.every((entry, i) => Number(entry.seq) === i),
      `${service}: the log has a gap`,
    )
    claims.holds(Number(head?.size ?? 0) === log.length, `${service}: the log's head counts otherwise`)
    const forward = log.every((entry, i) => i === 0 || entry.at >= (log[i - 1]?.at ?? entry.at))
    claims.holds(forward, `${service}: an instant of the log goes back`)
    if (service !== 'gradebook') continue
    const made = grouped(
      log.filter((entry) => entry.act === 'recordMark'),
      (entry) => entry.subject,
    )
    const once = marks.every((mark) => made.get(`mark:${mark.id}`)?.length === 1)
    claims.holds(once, 'a mark has no entry in the log, or two')
  }
}

async function inspectPeople(place: Place, hour: Hour): Promise<{ acknowledged: number; found: number }> {
  const ids = hour.people.filter((person) => person.acknowledged).map((person) => person.id)
  const rows = await place.sql('roster', 'select id from person where id = any($1)', [ids])
  return { acknowledged: ids.length, found: rows.length }
}

type Compared = { looked: number; findings: { kind: string; outcome: string }[] }

/** Waits until nothing is under way, then has the services compare, and compares by itself. */
export async function inspectReferences(place: Place, claims: Claims): Promise<string> {
  const from = Date.now()
  await waitFor('every event to be acknowledged', () => nothingOpen(place), 90_000)
  const waited = ((Date.now() - from) / 1000).toFixed(1)
  let looked = 0
  for (const service of ['schedule', 'gradebook', 'reporting'] as const) {
    const compared = await place.internal<Compared>(service, 'compare', {})
    looked += compared.looked
    for (const { kind, outcome } of compared.findings)
      claims.holds(false, `${service} differs: ${kind} (${outcome})`)
  }
  for (const [what, owner, kept] of pairs) {
    const [theirs, ours] = await Promise.all([place.sql(...owner), place.sql(...kept)])
    claims.holds(JSON.stringify(theirs) === JSON.stringify(ours), `${what} are not as their owner holds them`)
  }
  return `references compared in ${looked} pairs, ${waited} s after the last answer`
}

type Statement = readonly ['roster' | 'schedule' | 'gradebook', string]
const pairs: readonly (readonly [string, Statement, Statement])[] = [
  [
    'people in gradebook',
    ['roster', 'select id, version, last_name, first_name from person order by id'],
    ['gradebook', 'select id, version, last_name, first_name from ref_person order by id'],
  ],
  [
    'memberships in schedule',
    ['roster', 'select id, version, pupil_id, class_id, from_day::text from membership order by id'],
    ['schedule', 'select id, version, pupil_id, class_id, from_day::text from ref_membership order by id'],
  ],
  [
    'lessons in gradebook',
    [
      'schedule',
      'select id, version, course_id, day::text, number, cancelled, removed from lesson order by id',
    ],
    [
      'gradebook',
      'select id, version, course_id, day::text, number, cancelled, removed from ref_lesson order by id',
    ],
  ],
  [
    'held lessons in schedule',
    ['gradebook', 'select id from lesson_record where held_at is not null order by id'],
    ['schedule', 'select id from lesson where held_at is not null order by id'],
  ],
]

export async function nothingOpen(place: Place): Promise<boolean> {
  for (const service of ['roster', 'schedule', 'gradebook'] as const) {
    const { open } = await place.internal<{ open: number }>(service, 'outbox')
    if (open > 0) return false
  }
  return true
}
