// The Merkle tree of RFC 9162 §2.1 (the same as RFC 6962's). Nodes are named by level and index: node (l, i) is the
// root of the perfect subtree over leaves i·2^l … (i+1)·2^l − 1.
import { createHash } from 'node:crypto'

export type NodeName = { readonly level: number; readonly index: number }

export function leafHash(leaf: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(leaf).digest()
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest()
}

/** Root of the tree without leaves: the hash of nothing. */
export const emptyRoot = createHash('sha256').digest()

/** Where the hash of a perfect subtree comes from. */
export type NodeSource = (node: NodeName) => Buffer

/** The largest power of two below `size`; size at least 2. */
function splitPoint(size: number): number {
  return 2 ** Math.floor(Math.log2(size - 1))
}

/** Hash of leaves from `start` to `end` (not included), which is a subtree of the tree of some size. */
export function rangeHash(nodes: NodeSource, start: number, end: number): Buffer {
  const size = end - start
  const level = Math.log2(size)
  if (Number.isInteger(level) && start % size === 0) return nodes({ level, index: start / size })
  const middle = start + splitPoint(size)
  return nodeHash(rangeHash(nodes, start, middle), rangeHash(nodes, middle, end))
}

/** Root of the first `size` leaves. */
export function rootOf(nodes: NodeSource, size: number): Buffer {
  return size === 0 ? emptyRoot : rangeHash(nodes, 0, size)
}

/** Audit path of leaf `index` in the tree of `size`, from the leaf up (RFC 9162 §2.1.3.1). */
export function inclusionPath(nodes: NodeSource, index: number, size: number): Buffer[] {
  const path = (start: number, end: number): Buffer[] => {
    if (end - start === 1) return []
    const middle = start + splitPoint(end - start)
    return index < middle
      ? [...path(start, middle), rangeHash(nodes, middle, end)]
      : [...path(middle, end), rangeHash(nodes, start, middle)]
  }
  return path(0, size)
}

/** Proof that the tree of `to` leaves extends that of `from` (RFC 9162 §2.1.4.1); 0 < from ≤ to. */
export function consistencyPath(nodes: NodeSource, from: number, to: number): Buffer[] {
  const path = (start: number, end: number, known: boolean): Buffer[] => {
    if (from === end) return known ? [] : [rangeHash(nodes, start, end)]
    const middle = start + splitPoint(end - start)
    return from <= middle
      ? [...path(start, middle, known), rangeHash(nodes, middle, end)]
      : [...path(middle, end, false), rangeHash(nodes, start, middle)]
  }
  return from === to ? [] : path(0, to, true)
}

/** Names of the nodes that `compute` asks for: it is run once with a source that only listens. */
export function nodesOf(compute: (nodes: NodeSource) => unknown): NodeName[] {
  const asked = new Map<string, NodeName>()
  compute((node) => {
    asked.set(`${node.level}/${node.index}`, node)
    return emptyRoot
  })
  return [...asked.values()]
}
