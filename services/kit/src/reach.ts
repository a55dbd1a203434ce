// How a phone number and an e-mail address are read. Pure.
import { parsePhoneNumberFromString } from 'libphonenumber-js/core'
import plans from 'libphonenumber-js/min/metadata'

/**
 * A phone number by E.164, or null when it is none: one of Russia with 8, 7, +7 or nothing before it, or another
 * country's with its plus sign; by the numbering plans of libphonenumber. Letters make it something else (an
 * extension too: E.164 has no place for one, and it must not be lost in silence).
 */
export function phoneOf(text: string): string | null {
  const plain = text.trim().replace(/[\u00a0\u2010-\u2015]/g, ' ')
  if (!/^\+?[\d\s().-]+$/.test(plain)) return null
  const number = parsePhoneNumberFromString(plain, { defaultCountry: 'RU', extract: false }, plans)
  return number?.isValid() && !number.ext ? number.number : null
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
