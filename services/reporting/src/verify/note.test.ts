import { describe, expect, test } from '@jest/globals'
import {
  definedRoot,
  leafHashes,
  makeLogKey,
  ORIGIN,
  sampleEntries,
  signedNote,
} from '../../test/sample-bag.js'
import { NoteError, openNote, parseVerifierKey } from './note.js'

const key = makeLogKey()
const root = definedRoot(leafHashes(sampleEntries(9)))
const note = signedNote(key, 9, root)

describe('a checkpoint', () => {
  test('says origin, size and root once its signature holds', () => {
    expect(openNote(note, parseVerifierKey(key.vkey))).toEqual({ origin: ORIGIN, size: 9, root })
  })

  test('may bear further signatures, of witnesses', () => {
    const witness = signedNote(makeLogKey('witness.example'), 9, root).split('\n').at(-2)
    expect(openNote(`${note}${witness}\n`, parseVerifierKey(key.vkey)).size).toBe(9)
  })

  test('with one bit changed anywhere is refused', () => {
    const opened = parseVerifierKey(key.vkey)
    const bytes = Buffer.from(note)
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[index]! ^= 1 << (index % 7)
      expect(() => openNote(changed.toString(), opened)).toThrow(NoteError)
    }
  })

  test('cut short at any place is refused', () => {
    for (let end = 0; end < note.length; end += 1) {
      expect(() => openNote(note.slice(0, end), parseVerifierKey(key.vkey))).toThrow(NoteError)
    }
  })

  test('signed by another key of the same name is refused', () => {
    const forged = signedNote(makeLogKey(), 9, root)
    expect(() => openNote(forged, parseVerifierKey(key.vkey))).toThrow(/нет подписи/)
  })
})

test('a public key that does not fit its number is refused', () => {
  const [, name, encoded] = /^(.+?)\+[0-9a-f]{8}\+(.+)$/.exec(key.vkey) ?? []
  expect(() => parseVerifierKey(`${name}+00000000+${encoded}`)).toThrow(/номер/)
  expect(() => parseVerifierKey(`${name}+${encoded}`)).toThrow(NoteError)
  expect(() => parseVerifierKey(`${key.vkey}AAAA`)).toThrow(NoteError)
})
