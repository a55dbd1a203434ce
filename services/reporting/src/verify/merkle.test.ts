import { describe, expect, test } from '@jest/globals'
import {
  definedExtension,
  definedPath,
  definedRoot,
  leafHashes,
  sampleEntries,
} from '../../test/sample-bag.js'
import { extendsTree, Frontier, includes, leafHash, rootOf } from './merkle.js'

const all = leafHashes(sampleEntries(70))
const flipped = (hash: Buffer) => Buffer.from(hash.map((byte, index) => (index === 0 ? byte ^ 1 : byte)))

describe('the tree', () => {
  test('has the root of RFC 9162 at every size up to 70', () => {
    const frontier = new Frontier()
    expect(rootOf([])).toEqual(definedRoot([]))
    for (const [index, hash] of all.entries()) {
      frontier.push(hash)
      expect(frontier.root()).toEqual(definedRoot(all.slice(0, index + 1)))
    }
    expect(frontier.size).toBe(70)
  })

  test('agrees with the published vectors of RFC 6962 implementations', () => {
    expect(rootOf([]).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
    const empty = leafHash(Buffer.of())
    expect(empty.toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
    expect(rootOf([empty, leafHash(Buffer.of(0))]).toString('hex')).toBe(
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    )
  })
})

describe('an inclusion proof', () => {
  test('holds for every entry of every tree up to 33, and for no other place, size or leaf', () => {
    for (let size = 1; size <= 33; size += 1) {
      const hashes = all.slice(0, size)
      const root = definedRoot(hashes)
      for (const [index, hash] of hashes.entries()) {
        const claim = { leafHash: hash, index, size, hashes: definedPath(index, hashes), root }
        expect(includes(claim)).toBe(true)
        expect(includes({ ...claim, leafHash: flipped(hash) })).toBe(false)
        expect(includes({ ...claim, index: (index + 1) % (size + 1) })).toBe(false)
        expect(includes({ ...claim, hashes: [...claim.hashes, root] })).toBe(false)
        expect(includes({ ...claim, root: flipped(root) })).toBe(false)
      }
    }
  })

  test('is refused when it is cut short or speaks of a place outside of the log', () => {
    const hashes = all.slice(0, 21)
    const claim = {
      leafHash: hashes[3]!,
      index: 3,
      size: 21,
      hashes: definedPath(3, hashes),
      root: definedRoot(hashes),
    }
    expect(includes({ ...claim, hashes: claim.hashes.slice(1) })).toBe(false)
    expect(includes({ ...claim, index: 21 })).toBe(false)
    expect(includes({ ...claim, index: -1 })).toBe(false)
    expect(includes({ ...claim, index: 3.5 })).toBe(false)
  })
})

describe('a consistency proof', () => {
  test('holds for every pair of sizes up to 33, and not when one hash of it is changed', () => {
    for (let size = 1; size <= 33; size += 1) {
      const hashes = all.slice(0, size)
      for (let oldSize = 1; oldSize <= size; oldSize += 1) {
        const proof = definedExtension(oldSize, hashes)
        const claim = {
          oldSize,
          oldRoot: definedRoot(hashes.slice(0, oldSize)),
          size,
          root: definedRoot(hashes),
          hashes: proof,
        }
        expect(extendsTree(claim)).toBe(true)
        expect(extendsTree({ ...claim, oldRoot: flipped(claim.oldRoot) })).toBe(false)
        expect(extendsTree({ ...claim, root: flipped(claim.root) })).toBe(false)
        expect(extendsTree({ ...claim, hashes: [...proof, claim.root] })).toBe(false)
        for (const index of proof.keys()) {
          const changed = proof.map((hash, at) => (at === index ? flipped(hash) : hash))
          expect(extendsTree({ ...claim, hashes: changed })).toBe(false)
        }
      }
    }
  })

  test('of a shrunken log does not exist', () => {
    const claim = {
      oldSize: 8,
      oldRoot: definedRoot(all.slice(0, 8)),
      size: 7,
      root: definedRoot(all.slice(0, 7)),
    }
    expect(extendsTree({ ...claim, hashes: definedExtension(7, all.slice(0, 8)) })).toBe(false)
  })
})
