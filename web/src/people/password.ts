// A password for the first sign-in, made in the browser: it is told once and must be changed at once.

// Without signs that look alike on paper: 0 and o, 1, l and i.
const signs = 'abcdefghjkmnpqrstuvwxyz23456789'
const groups = 3
const groupSigns = 4

/** Three groups of four signs, `k7mp-w3qd-h9ra`: 59 bits by crypto.getRandomValues. */
export function newPassword(): string {
  const made = Array.from({ length: groups * groupSigns }, randomSign).join('')
  return (made.match(/.{4}/g) ?? []).join('-')
}

function randomSign(): string {
  // Bytes above the last whole multiple would favour the first signs.
  const fair = 256 - (256 % signs.length)
  for (;;) {
    const byte = crypto.getRandomValues(new Uint8Array(1))[0] ?? 0
    if (byte < fair) return signs.charAt(byte % signs.length)
  }
}
