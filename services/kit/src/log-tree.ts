import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import type { Tx } from './database.js'
import {
  consistencyPath,
  inclusionPath,
  nodeHash,
  nodesOf,
  rootOf,
  type NodeName,
  type NodeSource,
} from './merkle.js'
import { sql } from './sql.js'

/** Signs checkpoints as C2SP signed notes with an Ed25519 key. */
export class LogSigner {
  private readonly key: KeyObject
  private readonly keyId: Buffer
  /** C2SP verifier key: name, hex key id, base64 of 0x01 and the 32 bytes of the public key. */
  readonly verifierKey: string

  constructor(
    readonly log: string,
    privateKeyPem: string,
  ) {
    this.key = createPrivateKey(privateKeyPem)
    const spki = createPublicKey(this.key).export({ type: 'spki', format: 'der' })
    const material = Buffer.concat([Buffer.of(1), spki.subarray(-32)])
    this.keyId = createHash('sha256').update(`${this.name}\n`).update(material).digest().subarray(0, 4)
    this.verifierKey = `${this.name}+${this.keyId.toString('hex')}+${material.toString('base64')}`
  }

  get name(): string {
    return `zhurnal/${this.log}`
  }

  origin(schoolId: string): string {
    return `${this.name}/${schoolId}`
  }

  note(schoolId: string, size: number, root: Buffer): string {
    const text = `${this.origin(schoolId)}\n${size}\n${root.toString('base64')}\n`
    const signature = sign(null, Buffer.from(text), this.key)
    return `${text}\n— ${this.name} ${Buffer.concat([this.keyId, signature]).toString('base64')}\n`
  }
}

export type SignedCheckpoint = {
  origin: string
  size: number
  root: Buffer
  note: string
  at: Date
  verifierKey: string
}

const leavesAtOnce = 20_000

/**
 * The signed checkpoint of the log as it stands in this transaction. Signed anew only when the log has grown; hashes
 * of what is new are worked out here, on reading, so that a write costs no tree.
 */
export async function currentCheckpoint(
  tx: Tx,
  signer: LogSigner,
  schoolId: string,
  now: Date,
): Promise<SignedCheckpoint> {
  await tx.sql(sql`insert into log_tree (school_id, size) values (${schoolId}, 0) on conflict do nothing`)
  const [tree] = await tx.sql<{ size: number }>(
    sql`select size from log_tree where school_id = ${schoolId} for update`,
  )
  // Most of the work is done before writers are made to wait.
  const [seen] = await tx.sql<{ size: number }>(sql`select size from log_head where school_id = ${schoolId}`)
  await growTo(tx, schoolId, tree?.size ?? 0, seen?.size ?? 0)
  const [head] = await tx.sql<{ size: number; at: Date }>(
    sql`select size, last_at as at from log_head where school_id = ${schoolId} for update`,
  )
  const size = head?.size ?? 0
  await growTo(tx, schoolId, seen?.size ?? 0, size)
  const [known] = await tx.sql<{ root: Buffer; note: string; at: Date }>(
    sql`select root, note, at from log_checkpoint where school_id = ${schoolId} and size = ${size}`,
  )
  const rest = { origin: signer.origin(schoolId), size, verifierKey: signer.verifierKey }
  if (known) return { ...rest, ...known }
  const root = await withNodes(tx, schoolId, (nodes) => rootOf(nodes, size))
  // The checkpoint is later than all that it takes in and earlier than all that follows: a page as of its instant is
  // the page of its size.
  const at = head && head.at > now ? head.at : now
  await tx.sql(sql`update log_head set last_at = ${new Date(at.getTime() + 1)} where school_id = ${schoolId}`)
  const note = signer.note(schoolId, size, root)
  await tx.sql(
    sql`insert into log_checkpoint (school_id, size, root, note, at) values (${schoolId}, ${size}, ${root}, ${note}, ${at})`,
  )
  return { ...rest, root, note, at }
}

async function growTo(tx: Tx, schoolId: string, grown: number, size: number): Promise<void> {
  for (let from = grown; from < size; from += leavesAtOnce)
    await growTree(tx, schoolId, from, Math.min(size, from + leavesAtOnce))
}

/** Keeps the inner nodes that leaves `from` … `to` complete. */
async function growTree(tx: Tx, schoolId: string, from: number, to: number): Promise<void> {
  const leaves = await tx.sql<{ hash: Buffer }>(sql`select leaf_hash as hash from log_entry
    where school_id = ${schoolId} and seq >= ${from} and seq < ${to} order by seq`)
  if (leaves.length !== to - from) throw new Error('the log has a gap')
  const made: (NodeName & { hash: Buffer })[] = []
  let start = from
  let row = leaves.map((leaf) => leaf.hash)
  for (let level = 1; row.length > 0; level += 1) {
    // A left neighbour that was already there completes the first pair.
    if (start % 2 === 1) {
      row = [await nodeAt(tx, schoolId, { level: level - 1, index: start - 1 }), ...row]
      start -= 1
    }
    const next: Buffer[] = []
    for (let i = 0; i + 1 < row.length; i += 2) next.push(nodeHash(row[i] as Buffer, row[i + 1] as Buffer))
    start /= 2
    next.forEach((hash, i) => made.push({ level, index: start + i, hash }))
    row = next
  }
  await tx.sql(sql`insert into log_node (school_id, level, index, hash)
    select ${schoolId}, t.level, t.index, t.hash
    from unnest(${made.map((n) => n.level)}::smallint[], ${made.map((n) => n.index)}::bigint[], ${made.map((n) => n.hash)}::bytea[])
      as t(level, index, hash)`)
  await tx.sql(sql`update log_tree set size = ${to} where school_id = ${schoolId}`)
}

async function nodeAt(tx: Tx, schoolId: string, node: NodeName): Promise<Buffer> {
  return (await fetchNodes(tx, schoolId, [node]))(node)
}

async function withNodes<T>(tx: Tx, schoolId: string, compute: (nodes: NodeSource) => T): Promise<T> {
  return compute(await fetchNodes(tx, schoolId, nodesOf(compute)))
}

async function fetchNodes(tx: Tx, schoolId: string, names: readonly NodeName[]): Promise<NodeSource> {
  const rows = await tx.sql<NodeName & { hash: Buffer }>(sql`
    with asked as (select * from unnest(${names.map((n) => n.level)}::smallint[], ${names.map((n) => n.index)}::bigint[]) as t(level, index))
    select asked.level, asked.index, n.hash from asked join log_node n
      on n.school_id = ${schoolId} and n.level = asked.level and n.index = asked.index
    union all
    select 0, e.seq, e.leaf_hash from asked join log_entry e on e.school_id = ${schoolId} and asked.level = 0 and e.seq = asked.index`)
  const hashes = new Map(rows.map((row) => [`${row.level}/${row.index}`, row.hash]))
  return ({ level, index }) => {
    const hash = hashes.get(`${level}/${index}`)
    if (!hash) throw new Error(`log tree: no node ${level}/${index}`)
    return hash
  }
}

/** Proof for the entry at `seq` in the tree of `size`; the tree must have been grown to `size`. */
export async function proveInclusion(tx: Tx, schoolId: string, seq: number, size: number): Promise<Buffer[]> {
  return withNodes(tx, schoolId, (nodes) => inclusionPath(nodes, seq, size))
}

/** Proof that the tree of `to` leaves extends that of `from`. */
export async function proveConsistency(
  tx: Tx,
  schoolId: string,
  from: number,
  to: number,
): Promise<Buffer[]> {
  return withNodes(tx, schoolId, (nodes) => consistencyPath(nodes, from, to))
}
