import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { LogSigner } from '@zhurnal/kit/log-tree'
import { consistencyPath, inclusionPath, type NodeName, rootOf as kitRootOf } from '@zhurnal/kit/merkle'
import { leafHashes, sampleEntries } from '../../test/sample-bag.js'
import { extendsTree, includes, rootOf } from './merkle.js'
import { openNote, parseVerifierKey } from './note.js'

// The two implementations are written apart on purpose. Here they meet: what the services make, `verify` accepts.
const leaves = leafHashes(sampleEntries(45))
/** The hash of a perfect subtree, from the leaves. */
const nodes = ({ level, index }: NodeName) =>
  rootOf(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))

test('proofs that the services make hold here, for every entry and every earlier size', () => {
  const size = leaves.length
  const root = rootOf(leaves)
  expect(kitRootOf(nodes, size)).toEqual(root)
  for (const [index, leafHash] of leaves.entries()) {
    expect(includes({ leafHash, index, size, root, hashes: inclusionPath(nodes, index, size) })).toBe(true)
    const oldSize = index + 1
    const oldRoot = rootOf(leaves.slice(0, oldSize))
    expect(extendsTree({ oldSize, oldRoot, size, root, hashes: consistencyPath(nodes, oldSize, size) })).toBe(
      true,
    )
  }
})

test('a checkpoint that the services sign opens here with the key that they name', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const signer = new LogSigner('gradebook', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  const root = rootOf(leaves)
  const note = signer.note('school-1', leaves.length, root)
  expect(openNote(note, parseVerifierKey(signer.verifierKey))).toEqual({
    origin: signer.origin('school-1'),
    size: leaves.length,
    root,
  })
})
