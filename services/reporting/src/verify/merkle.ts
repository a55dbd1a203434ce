/**
 * The Merkle tree of the journal's log, as RFC 6962 and RFC 9162 (§2.1) hash it.
 *
 * It is on purpose a second implementation: the services make trees and proofs with their own code, this one only
 * judges them, so that one mistake cannot both make and accept a false proof. It needs no database and no service.
 */
import { createHash } from 'node:crypto'

const LEAF_PREFIX = Buffer.of(0)
const NODE_PREFIX = Buffer.of(1)

/** Hash of one log entry: SHA-256(0x00 ‖ leaf), 32 bytes. */
export function leafHash(leaf: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF_PREFIX).update(leaf).digest()
}

/** Hash of an inner node: SHA-256(0x01 ‖ left ‖ right), 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE_PREFIX).update(left).update(right).digest()
}

/**
 * A growing tree of which only the roots of the full subtrees are kept: 20 hashes for a million entries. So a log of any
 * length is read once, line by line, and the root at any size on the way can be asked for.
 */
export class Frontier {
  readonly #peaks: Buffer[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  push(hash: Buffer): void {
    let carried = hash
    // Each 1 at the low end of the old size is a full subtree of the same height as what is carried: they join.
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = this.#peaks.pop()
      if (!left) throw new Error('frontier out of step with its size')
      carried = nodeHash(left, carried)
    }
    this.#peaks.push(carried)
    this.#size += 1
  }

  root(): Buffer {
    let root: Buffer | undefined
    for (const peak of [...this.#peaks].reverse()) root = root ? nodeHash(peak, root) : peak
    return root ?? createHash('sha256').digest()
  }
}

/** Root over leaf hashes in order; of nothing, SHA-256 of the empty string (RFC 9162 §2.1.1). */
export function rootOf(leafHashes: Iterable<Buffer>): Buffer {
  const frontier = new Frontier()
  for (const hash of leafHashes) frontier.push(hash)
  return frontier.root()
}

export interface InclusionClaim {
  leafHash: Buffer
  /** 0-based place in the log */
  index: number
  size: number
  hashes: readonly Buffer[]
  root: Buffer
}

/** RFC 9162 §2.1.3.2: does the entry stand at this place in the tree with this root? */
export function includes(claim: InclusionClaim): boolean {
  if (!isPlace(claim.index) || !isPlace(claim.size) || claim.index >= claim.size) return false
  let place = claim.index
  let last = claim.size - 1
  let hash = claim.leafHash
  for (const sibling of claim.hashes) {
    if (last === 0) return false
    if (isOdd(place) || place === last) {
      hash = nodeHash(sibling, hash)
      while (!isOdd(place) && place !== 0) {
        place = half(place)
        last = half(last)
      }
    } else {
      hash = nodeHash(hash, sibling)
    }
    place = half(place)
    last = half(last)
  }
  return last === 0 && hash.equals(claim.root)
}

export interface ExtensionClaim {
  oldSize: number
  oldRoot: Buffer
  size: number
  root: Buffer
  hashes: readonly Buffer[]
}

/** RFC 9162 §2.1.4.2: does the later tree hold the earlier one unchanged at its beginning? */
export function extendsTree(claim: ExtensionClaim): boolean {
  const { oldSize, size } = claim
  if (!isPlace(oldSize) || !isPlace(size) || oldSize > size) return false
  if (oldSize === size) return claim.hashes.length === 0 && claim.oldRoot.equals(claim.root)
  // Every tree extends the empty one; there is nothing to prove and so nothing may be sent.
  if (oldSize === 0) return claim.hashes.length === 0 && claim.oldRoot.equals(rootOf([]))
  let place = oldSize - 1
  let last = size - 1
  while (isOdd(place)) {
    place = half(place)
    last = half(last)
  }
  // A full old tree is itself the first node of the proof, and is left out of it.
  const path = place === 0 ? [claim.oldRoot, ...claim.hashes] : claim.hashes
  const first = path[0]
  if (!first) return false
  let older = first
  let newer = first
  for (const sibling of path.slice(1)) {
    if (last === 0) return false
    if (isOdd(place) || place === last) {
      older = nodeHash(sibling, older)
      newer = nodeHash(sibling, newer)
      while (!isOdd(place) && place !== 0) {
        place = half(place)
        last = half(last)
      }
    } else {
      newer = nodeHash(newer, sibling)
    }
    place = half(place)
    last = half(last)
  }
  return last === 0 && older.equals(claim.oldRoot) && newer.equals(claim.root)
}

/** Halving by division: bit shifts would cut sizes to 32 bits. */
function half(value: number): number {
  return Math.floor(value / 2)
}

function isOdd(value: number): boolean {
  return value % 2 === 1
}

function isPlace(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
