// The log's tree against what RFC 6962's own implementation publishes, and against the verifier's second one.
import { describe, expect, test } from '@jest/globals'
// eslint-disable-next-line no-restricted-imports -- the independent judge of the same tree
import { extendsTree, includes, rootOf as judgedRoot } from '../../reporting/src/verify/merkle.js'
import {
  consistencyPath,
  inclusionPath,
  leafHash,
  nodeHash,
  nodesOf,
  rootOf,
  type NodeName,
  type NodeSource,
} from './merkle.js'

// Leaves and roots of certificate-transparency's reference test (merkletree/merkle_tree_test.cc), sizes 1 to 8.
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => leafHash(Buffer.from(hex, 'hex')))
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

/** Perfect subtrees by hashing leaf by leaf, as the tables of the log hold them; asking for any other is an error. */
const nodesOver = (hashes: readonly Buffer[]): NodeSource => {
  const at = ({ level, index }: NodeName): Buffer => {
    if (level === 0) return hashes[index] ?? missing(level, index)
    if ((index + 1) * 2 ** level > hashes.length) return missing(level, index)
    return nodeHash(
      at({ level: level - 1, index: index * 2 }),
      at({ level: level - 1, index: index * 2 + 1 }),
    )
  }
  return at
}
const missing = (level: number, index: number): never => {
  throw new Error(`no node ${level}/${index}`)
}

describe('published vectors', () => {
  test.each(roots.map((root, size) => [size, root] as const))('the root of %i leaves', (size, root) => {
    expect(rootOf(nodesOver(leaves.slice(0, size)), size).toString('hex')).toBe(root)
  })

  const hex = (path: readonly Buffer[]) => path.map((hash) => hash.toString('hex'))
  const all = nodesOver(leaves)

  test.each([
    [0, 1, []],
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [
      1,
      5,
      [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ] as const)('the audit path of leaf %i in a tree of %i', (index, size, expected) => {
    expect(hex(inclusionPath(all, index, size))).toEqual(expected)
  })

  test.each([
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ] as const)('the consistency of trees of %i and %i leaves', (from, to, expected) => {
    expect(hex(consistencyPath(all, from, to))).toEqual(expected)
  })
})

describe('against the second implementation, sizes up to 40', () => {
  const hashes = Array.from({ length: 40 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)))
  const nodes = nodesOver(hashes)
  const sizes = Array.from({ length: 40 }, (_, i) => i + 1)

  test('every root is the same', () => {
    for (const size of sizes) expect(rootOf(nodes, size)).toEqual(judgedRoot(hashes.slice(0, size)))
  })

  test('every entry of every tree is found in it, and not at another place', () => {
    for (const size of sizes) {
      for (let index = 0; index < size; index += 1) {
        const claim = {
          leafHash: hashes[index] as Buffer,
          index,
          size,
          hashes: inclusionPath(nodes, index, size),
          root: judgedRoot(hashes.slice(0, size)),
        }
        expect(includes(claim)).toBe(true)
        expect(includes({ ...claim, index: (index + 1) % size })).toBe(size === 1)
      }
    }
  })

  test('every tree extends every earlier one, and none that was changed', () => {
    for (const size of sizes) {
      for (const oldSize of sizes.filter((one) => one <= size)) {
        const claim = {
          oldSize,
          oldRoot: judgedRoot(hashes.slice(0, oldSize)),
          size,
          root: judgedRoot(hashes.slice(0, size)),
          hashes: consistencyPath(nodes, oldSize, size),
        }
        expect(extendsTree(claim)).toBe(true)
        expect(extendsTree({ ...claim, oldRoot: leafHash(Buffer.from(`changed ${oldSize}`)) })).toBe(false)
      }
    }
  })

  test('a proof in a log of 2^40 entries asks for 40 nodes, each by its name', () => {
    const asked = nodesOf((source) => inclusionPath(source, 2 ** 39 + 12_345, 2 ** 40))
    expect(asked.map((node) => node.level).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, i) => i),
    )
    expect(asked.every((node) => Number.isSafeInteger(node.index))).toBe(true)
  })
})
