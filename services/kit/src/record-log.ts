import { createHash, randomBytes } from 'node:crypto'
import { canonicalJson } from './canonical.js'
import { v7 as newId } from 'uuid'
import type { Tx } from './database.js'
import { leafHash } from './merkle.js'
import { sql } from './sql.js'

/** Who acts, as it stood at that moment. */
export type Actor = {
  readonly personId: string
  readonly name: string
  readonly accountId: string
  readonly sessionId: string | null
  /** On whose behalf, with an id and a name, where that is another. */
  readonly behalf?: { readonly personId: string; readonly name: string }
}

/** A value in the log: JSON that RFC 8785 can write. */
export type LogValue =
  string | number | boolean | null | readonly LogValue[] | { readonly [key: string]: LogValue }

export type LogInput = {
  /** A verb of the school, such as recordMark. */
  readonly act: string
  /** What it is about, `kind:id`. */
  readonly subject: string
  readonly from: LogValue
  readonly to: LogValue
  /** For whom the actor stood in in this act, where that is another. */
  readonly behalf?: { readonly personId: string; readonly name: string } | undefined
  /** Further facts of the leaf: ids that the reader of a single entry needs. */
  readonly facts?: Readonly<Record<string, LogValue>>
  /** The page that it stands on, for reading a page as of a moment. */
  readonly scopeId?: string
  /** The person that it is about. */
  readonly aboutId?: string
  /** Free text: a hash of it stands in the leaf, the text is kept beside and can be erased. */
  readonly texts?: Readonly<Record<string, string>>
}

type LogPosition = { readonly id: string; readonly seq: number; readonly at: Date }

type Prepared = LogPosition & {
  leaf: string
  hash: Buffer
  input: LogInput
  texts: { name: string; salt: Buffer; text: string }[]
}

/** Entries of one transaction that wait for its end, in the order in which they were made. */
type Waiting = { log: string; schoolId: string; now: Date; actor: Actor; inputs: LogInput[] }
const waiting = new WeakMap<Tx, Waiting[]>()

/**
 * Appends entries to a school's log, in the caller's transaction, as the last thing that it does: the head row gives
 * contiguous numbers per school and puts the school's writers in a row, so it is taken late and held briefly.
 */
export async function appendLog(
  tx: Tx,
  log: string,
  schoolId: string,
  now: Date,
  actor: Actor,
  inputs: readonly LogInput[],
): Promise<void> {
  let batches = waiting.get(tx)
  if (!batches) {
    waiting.set(tx, (batches = []))
    const entered = batches
    tx.beforeCommit(async () => {
      for (const batch of entered) await writeBatch(tx, batch)
    })
  }
  const open = batches.find((batch) => batch.log === log && batch.schoolId === schoolId)
  if (open) open.inputs.push(...inputs)
  else batches.push({ log, schoolId, now, actor, inputs: [...inputs] })
}

/** Instants never go back: a clock that jumps yields the last one again. */
async function writeBatch(tx: Tx, { log, schoolId, now, actor, inputs }: Waiting): Promise<void> {
  if (inputs.length === 0) return
  const [head] = await tx.sql<{ first: number; at: Date }>(sql`
    insert into log_head as head (school_id, size, last_at) values (${schoolId}, ${inputs.length}, ${now})
    on conflict (school_id) do update
      set size = head.size + excluded.size, last_at = greatest(head.last_at, excluded.last_at)
    returning size - ${inputs.length}::bigint as first, last_at as at`)
  if (!head) throw new Error('the log has no head')
  const entries = inputs.map((input, i) => prepare(log, schoolId, head.first + i, head.at, actor, input))
  insertEntries(tx, schoolId, actor, entries)
}

function prepare(
  log: string,
  school: string,
  seq: number,
  at: Date,
  actor: Actor,
  input: LogInput,
): Prepared {
  const id = newId()
  const behalf = input.behalf ?? actor.behalf
  const texts = Object.entries(input.texts ?? {}).map(([name, text]) => ({
    name,
    salt: randomBytes(16),
    text,
  }))
  const leaf = canonicalJson({
    ...input.facts,
    entry: id,
    log,
    school,
    seq,
    at: at.toISOString(),
    by: actor.personId,
    byName: actor.name,
    account: actor.accountId,
    session: actor.sessionId,
    ...(behalf ? { behalf: behalf.personId, behalfName: behalf.name } : {}),
    act: input.act,
    subject: input.subject,
    from: input.from,
    to: input.to,
    ...(texts.length
      ? { texts: Object.fromEntries(texts.map((t) => [t.name, textHash(t.salt, t.text)])) }
      : {}),
    // So that nobody can guess a leaf, and with it a mark, from its hash.
    nonce: randomBytes(16).toString('base64'),
  })
  return { id, seq, at, leaf, hash: leafHash(Buffer.from(leaf)), input, texts }
}

/** How free text stands in a leaf: hex SHA-256 of salt and UTF-8 text. */
export function textHash(salt: Uint8Array, text: string): string {
  return createHash('sha256').update(salt).update(text, 'utf8').digest('hex')
}

function insertEntries(tx: Tx, schoolId: string, actor: Actor, entries: readonly Prepared[]): void {
  const column = <T>(of: (entry: Prepared) => T) => entries.map(of)
  tx.send(sql`
    insert into log_entry (school_id, seq, id, at, act, subject, scope_id, about_id, by_id, leaf, leaf_hash)
    select ${schoolId}, t.seq, t.id, ${entries[0]?.at}, t.act, t.subject, t.scope_id, t.about_id, ${actor.personId}, t.leaf, t.hash
    from unnest(${column((e) => e.seq)}::bigint[], ${column((e) => e.id)}::uuid[], ${column((e) => e.input.act)}::text[],
      ${column((e) => e.input.subject)}::text[], ${column((e) => e.input.scopeId ?? null)}::uuid[],
      ${column((e) => e.input.aboutId ?? null)}::uuid[], ${column((e) => e.leaf)}::text[], ${column((e) => e.hash)}::bytea[])
      as t(seq, id, act, subject, scope_id, about_id, leaf, hash)`)
  const texts = entries.flatMap((entry) => entry.texts.map((text) => ({ ...text, entryId: entry.id })))
  if (texts.length === 0) return
  tx.send(sql`
    insert into log_text (entry_id, name, school_id, salt, text)
    select t.entry_id, t.name, ${schoolId}, t.salt, t.text
    from unnest(${texts.map((t) => t.entryId)}::uuid[], ${texts.map((t) => t.name)}::text[],
      ${texts.map((t) => t.salt)}::bytea[], ${texts.map((t) => t.text)}::text[]) as t(entry_id, name, salt, text)`)
}
