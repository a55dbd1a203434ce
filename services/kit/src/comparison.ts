// Each night a consumer compares what it keeps with what the owner of the facts holds, school by school and kind by
// kind, and mends what differs (design §5). Events that got lost, rows that were changed or removed past the consumer,
// a table restored from an old copy: whatever the cause was, it is found here.
import { z } from 'zod'
import type { Handler } from './consumer.js'
import { everything, type Database } from './database.js'
import { compareAnswer, type compareQuestion } from './fact-doors.js'
import { digestOf, keptHashes } from './fact-hash.js'
import type { KeptFacts, SeenRow } from './kept-facts.js'
import type { Logger } from './logging.js'
import { sql } from './sql.js'

/** UNDER_WAY: events were still open after a minute and a half. UNREACHABLE: the owner did not answer. */
export type Outcome = 'EQUAL' | 'MENDED' | 'DIFFERS' | 'UNDER_WAY' | 'UNREACHABLE'

/** What was found of one kind of facts of one school: rows that the owner has alone, differently, or not at all. */
export type Finding = {
  readonly owner: string
  readonly kind: string
  readonly schoolId: string
  readonly missing: number
  readonly changed: number
  readonly extra: number
  readonly outcome: Outcome
}

export type ComparisonParts = {
  readonly name: string
  readonly db: Database
  readonly handlers: readonly Handler[]
  /** Addresses of the services whose events are consumed, by name. */
  readonly owners: Readonly<Record<string, string>>
  readonly internalToken: string
  readonly log: Logger
  /** How long facts under way are waited for; 90 s unless told, three times what a lost delivery takes to be sent again. */
  readonly patienceMs?: number
}

type Pair = {
  readonly handler: Handler
  readonly kept: KeptFacts
  readonly owner: string
  readonly schoolId: string
}
type Differences = { readonly missing: string[]; readonly changed: SeenRow[]; readonly extra: SeenRow[] }

const rowsAtOnce = 500
const rounds = 3
const lookAgainMs = 1000

/** Compares every kind of every school (or of one), mends, and tells what was not equal and how many were looked at. */
export async function compareFacts(
  parts: ComparisonParts,
  onlySchool?: string,
): Promise<{ looked: number; findings: Finding[] }> {
  const findings: Finding[] = []
  let looked = 0
  for (const handler of parts.handlers) {
    const { kept } = handler
    const owner = handler.kind.name.split('.')[0] ?? ''
    if (!kept) continue
    const schools = onlySchool ? [onlySchool] : await schoolsOfBoth(parts, owner, kept)
    if (!schools) {
      findings.push({ ...nothing(handler, owner, ''), outcome: 'UNREACHABLE' })
      continue
    }
    looked += schools.length
    for (const finding of await compareSchools(parts, { handler, kept, owner }, schools)) {
      parts.log.warn({ ...finding }, 'comparison: facts differed from their owner’s')
      findings.push(finding)
    }
  }
  return { looked, findings }
}

async function compareSchools(
  parts: ComparisonParts,
  about: Omit<Pair, 'schoolId'>,
  schools: readonly string[],
): Promise<Finding[]> {
  const unequal: Finding[] = []
  for (const schoolId of schools) {
    const finding = await comparePair(parts, { ...about, schoolId })
    if (finding.outcome !== 'EQUAL') unequal.push(finding)
  }
  // A row that stood under a wrong school was in the way of its own until that school's turn had come.
  for (const [i, finding] of unequal.entries()) {
    if (finding.outcome !== 'DIFFERS') continue
    const { outcome } = await comparePair(parts, { ...about, schoolId: finding.schoolId })
    unequal[i] = { ...finding, outcome: outcome === 'EQUAL' ? 'MENDED' : outcome }
  }
  return unequal
}

const nothing = (handler: Handler, owner: string, schoolId: string) => ({
  owner,
  kind: handler.kind.name,
  schoolId,
  missing: 0,
  changed: 0,
  extra: 0,
})

async function comparePair(parts: ComparisonParts, pair: Pair): Promise<Finding> {
  const none = nothing(pair.handler, pair.owner, pair.schoolId)
  try {
    if (await sameDigest(parts, pair)) return { ...none, outcome: 'EQUAL' }
    let first: Differences | undefined
    for (let round = 0; round < rounds; round += 1) {
      const found = await differences(parts, pair)
      if (found === 'UNDER_WAY') return { ...counted(none, first), outcome: 'UNDER_WAY' }
      const equal = found.missing.length + found.changed.length + found.extra.length === 0
      if (equal) return { ...counted(none, first), outcome: first ? 'MENDED' : 'EQUAL' }
      first ??= found
      await mend(parts, pair, found)
    }
    const equal = await sameDigest(parts, pair)
    return { ...counted(none, first), outcome: equal ? 'MENDED' : 'DIFFERS' }
  } catch (error) {
    if (!(error instanceof OwnerSilent)) throw error
    parts.log.warn({ err: error, kind: none.kind }, 'comparison: the owner does not answer')
    return { ...none, outcome: 'UNREACHABLE' }
  }
}

const counted = (none: Omit<Finding, 'outcome'>, found: Differences | undefined) => ({
  ...none,
  missing: found?.missing.length ?? 0,
  changed: found?.changed.length ?? 0,
  extra: found?.extra.length ?? 0,
})

async function sameDigest(parts: ComparisonParts, pair: Pair): Promise<boolean> {
  const [own] = await parts.db.read<{ count: number; hash: string }>(
    everything,
    digestOf(keptHashes(pair.kept.rows(pair.schoolId), pair.kept.columns)),
  )
  const theirs = await ask(parts, pair, false)
  return own?.count === theirs.count && own.hash === theirs.hash
}

/**
 * A difference is real when our row stood still around a moment of the owner's at which nothing was under way: before
 * that moment it was told all that the owner holds there. Anything else is looked at again.
 */
async function differences(parts: ComparisonParts, pair: Pair): Promise<Differences | 'UNDER_WAY'> {
  const until = Date.now() + (parts.patienceMs ?? 90_000)
  for (;;) {
    const before = await ownHashes(parts, pair)
    const theirs = await ask(parts, pair, true)
    const after = await ownHashes(parts, pair)
    const told = new Map(theirs.rows)
    const unequal = [...new Set([...told.keys(), ...after.keys()])].filter(
      (id) => told.get(id) !== after.get(id),
    )
    const still = unequal.every((id) => before.get(id) === after.get(id))
    if (unequal.length === 0 || (still && theirs.open === 0)) return sorted(unequal, told, after)
    if (Date.now() > until) return 'UNDER_WAY'
    await new Promise((resolve) =>
      setTimeout(resolve, Math.min(lookAgainMs, parts.patienceMs ?? lookAgainMs)),
    )
  }
}

function sorted(
  ids: readonly string[],
  told: ReadonlyMap<string, string>,
  own: ReadonlyMap<string, string>,
): Differences {
  const seen = (id: string): SeenRow => ({ id, hash: own.get(id) ?? '' })
  return {
    missing: ids.filter((id) => !own.has(id)),
    changed: ids.filter((id) => own.has(id) && told.has(id)).map(seen),
    extra: ids.filter((id) => !told.has(id)).map(seen),
  }
}

async function ownHashes(parts: ComparisonParts, { kept, schoolId }: Pair): Promise<Map<string, string>> {
  const rows = await parts.db.read<SeenRow>(everything, keptHashes(kept.rows(schoolId), kept.columns))
  return new Map(rows.map((row) => [row.id, row.hash]))
}

/**
 * Takes away what is not the owner's and applies the owner's rows as an event would, in one transaction a chunk: a
 * reader never sees a gap. A row that an event has changed meanwhile is left alone, its version sees to that.
 */
async function mend(parts: ComparisonParts, pair: Pair, found: Differences): Promise<void> {
  const { handler, kept, schoolId } = pair
  const kind = handler.kind.name
  if (found.extra.length > 0) await parts.db.write(everything, (tx) => kept.forget(tx, schoolId, found.extra))
  const seen = new Map(found.changed.map((row) => [row.id, row]))
  const wanted = [...found.missing, ...seen.keys()]
  for (let start = 0; start < wanted.length; start += rowsAtOnce) {
    const ids = wanted.slice(start, start + rowsAtOnce)
    const answer = await post(parts, pair.owner, 'rows', { kind, schoolId, ids })
    const rows = handler.kind.row.array().parse(answer)
    await parts.db.write(everything, async (tx) => {
      await kept.forget(
        tx,
        schoolId,
        ids.flatMap((id) => seen.get(id) ?? []),
      )
      await handler.apply(tx, schoolId, rows as never)
    })
  }
}

async function schoolsOfBoth(
  parts: ComparisonParts,
  owner: string,
  kept: KeptFacts,
): Promise<string[] | undefined> {
  const own = await parts.db.read<{ id: string }>(everything, sql`${kept.schools}`)
  const theirs = await post(parts, owner, 'schools', {}).catch((error: unknown) => {
    if (error instanceof OwnerSilent) return undefined
    throw error
  })
  if (theirs === undefined) return undefined
  return [...new Set([...z.array(z.uuid()).parse(theirs), ...own.map((row) => row.id)])]
}

async function ask(parts: ComparisonParts, { handler, kept, owner, schoolId }: Pair, each: boolean) {
  const question: z.infer<typeof compareQuestion> = {
    consumer: parts.name,
    kind: handler.kind.name,
    schoolId,
    columns: kept.columns,
    each,
  }
  return compareAnswer.parse(await post(parts, owner, 'compare', question))
}

class OwnerSilent extends Error {}

async function post(parts: ComparisonParts, owner: string, path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${parts.owners[owner] ?? ''}/internal/facts/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${parts.internalToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(120_000),
  }).catch((error: unknown) => {
    throw new OwnerSilent(`${owner}: ${String(error)}`)
  })
  if (!answer.ok) throw new OwnerSilent(`${owner} answered ${answer.status}`)
  return answer.json()
}
