// How a phone number and an e-mail address are read. Pure.

/**
 * A phone number by E.164, or null when it is none: ten digits of Russia with 8, +7 or nothing before them, or another
 * country's with its plus sign. Spaces, brackets, dots and hyphens say nothing.
 */
export function phoneOf(text: string): string | null {
  const plain = text.replace(/[\s().\-\u00a0\u2010-\u2015]/g, '')
  if (!/^\+?\d+$/.test(plain)) return null
  const digits = plain.replace('+', '')
  // Codes of Russia and Kazakhstan begin with 3 … 9; 0, 1 and 2 are not given out.
  if (/^[78]?[3-9]\d{9}$/.test(digits) && !(plain.startsWith('+') && !digits.startsWith('7')))
    return digits.length === 10 ? `+7${digits}` : `+7${digits.slice(1)}`
  return plain.startsWith('+') && !digits.startsWith('7') && /^[1-9]\d{7,14}$/.test(digits)
    ? `+${digits}`
    : null
}

/** An address to which a letter can go, in lower case after the @, or null. RFC 5321 without quoted names. */
export function emailOf(text: string): string | null {
  const plain = text.trim()
  const [, name, host] = /^([^\s@<>",;:\\[\]()]{1,64})@([^\s@]{1,253})$/u.exec(plain) ?? []
  if (!name || !host || /^\.|\.$|\.\./.test(name)) return null
  const labels = host.toLowerCase().split('.')
  const sound = labels.every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(label))
  return labels.length > 1 && sound ? `${name}@${labels.join('.')}` : null
}
