// What stands on an import by now: entries of the journal and accounts. The owners refuse the rest themselves.
import { piecesOf, type StoredItem } from './items.js'
import type { Owner } from './owner.js'

/** One line for each thing that something depends on, in words; empty: it can be taken back. */
export async function dependentsOf(owner: Owner, items: readonly StoredItem[]): Promise<string[]> {
  const made = items.filter(({ action }) => action === 'NEW')
  return [
    ...(await personsInUse(
      owner,
      made.filter(({ entity }) => entity === 'PERSON'),
    )),
    ...(await coursesInUse(
      owner,
      made.filter(({ entity }) => entity === 'COURSE'),
    )),
  ]
}

type PersonAnswer = { account: { username: string } | null } | null
type PupilAnswer = { person: PersonAnswer; entriesCount: number | null } | null

async function personsInUse(owner: Owner, people: readonly StoredItem[]): Promise<string[]> {
  const found: string[] = []
  for (const piece of piecesOf(people, 50)) {
    const answer = await owner.query<Record<string, PupilAnswer | PersonAnswer>>(
      `{ ${piece
        .map(({ targetId, act }, i) =>
          act.input && 'pupil' in act.input
            ? `p${i}: pupil(id: "${targetId ?? ''}") { person { account { username } } entriesCount }`
            : `p${i}: person(id: "${targetId ?? ''}") { account { username } }`,
        )
        .join('\n')} }`,
    )
    piece.forEach(({ name }, i) => {
      const one = answer[`p${i}`]
      const account = one && 'person' in one ? one.person?.account : one?.account
      if (account) found.push(`${name}: есть вход «${account.username}»`)
      const entries = one && 'person' in one ? (one.entriesCount ?? 0) : 0
      if (entries > 0) found.push(`${name}: записей в журнале ${entries}`)
    })
  }
  return found
}

async function coursesInUse(owner: Owner, courses: readonly StoredItem[]): Promise<string[]> {
  const found: string[] = []
  for (const piece of piecesOf(courses, 200)) {
    const answer = await owner.query<Record<string, { heldLessons: number } | null>>(
      `{ ${piece.map(({ targetId }, i) => `c${i}: course(id: "${targetId ?? ''}") { heldLessons }`).join('\n')} }`,
    )
    piece.forEach(({ name }, i) => {
      const held = answer[`c${i}`]?.heldLessons ?? 0
      if (held > 0) found.push(`${name}: проведено уроков ${held}`)
    })
  }
  return found
}
