// Entries on the device are sealed with a key that only a session of their account is told (ADR 7).
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { managedNonce } from '@noble/ciphers/utils.js'
import type { Entry } from './entry.js'

export type Seal = {
  /** Names the account's queue on the device; without the key nobody knows whose it is. */
  readonly queue: string
  readonly close: (entry: Entry) => Uint8Array
  /** Null: not sealed with this key, or damaged. */
  readonly open: (sealed: Uint8Array) => Entry | null
}

const keyBytes = 32
const allBytes = 64

/**
 * From `Viewer.deviceKey`: the first half encrypts (XChaCha20-Poly1305, a random nonce an entry), the second names the
 * queue. In JavaScript and not by WebCrypto, which browsers keep from a page at http://school. Null: no such key.
 */
export function sealOf(deviceKey: string | null): Seal | null {
  const bytes = deviceKey ? bytesOf(deviceKey) : new Uint8Array()
  if (bytes.length !== allBytes) return null
  const queue = [...bytes.slice(keyBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const cipher = managedNonce(xchacha20poly1305)(bytes.slice(0, keyBytes), new TextEncoder().encode(queue))
  return {
    queue,
    close: (entry) => cipher.encrypt(new TextEncoder().encode(JSON.stringify(entry))),
    open: (sealed) => {
      try {
        return JSON.parse(new TextDecoder().decode(cipher.decrypt(sealed)))
      } catch {
        return null
      }
    },
  }
}

const bytesOf = (base64url: string): Uint8Array =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
